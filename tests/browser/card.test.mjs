import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axeLooks, CardOnPage, violations } from "./card-tools.mjs";
import { browsers, serve, site } from "./drivers/index.mjs";

// A host that sends no headers, and from which the service worker that would add them cannot be had.
const isolationWorker = (path) => (path.endsWith("/isolation-worker.js") ? 404 : undefined);

for (const { name, launch } of browsers) {
  describe(`a program's card in ${name}`, () => {
    let server, plain, browser, page;
    const open = (...args) => CardOnPage.open(page, server.url, ...args);
    before(async () => {
      server = await serve({ root: site });
      plain = await serve({ root: site, isolation: false, refuse: isolationWorker });
      browser = await launch();
      page = await browser.open();
    });
    after(async () => {
      await browser?.close();
      await server?.close();
      await plain?.close();
    });

    test("a card is built when it comes near, and the place keeps its size", async () => {
      await page.setViewport(1280, 800);
      await page.goto("about:blank");
      await page.goto(server.url);
      const far = `.card-place[data-program="matrix"]`;
      const before = await page.evaluate((selector) => {
        const place = document.querySelector(selector);
        return {
          live: place.querySelector(".card-live") !== null,
          height: place.offsetHeight,
          text: place.querySelector(".listing").textContent,
        };
      }, far);
      assert.equal(before.live, false);
      assert.match(before.text, /from multiprocessing import Pool/);
      const card = new CardOnPage(page, "matrix");
      await card.shows();
      assert.equal(await card.read((place) => place.offsetHeight), before.height);
      assert.match(await card.text(), /from multiprocessing import Pool/);
    });

    test("the editor is loaded when it is first needed", async () => {
      await open("pool_map");
      const loaded = () =>
        performance.getEntriesByType("resource").some(({ name }) => name.includes("codemirror"));
      assert.equal(await page.evaluate(loaded), false);
      const card = new CardOnPage(page, "pool_map");
      await card.edit();
      assert.equal(await page.evaluate(loaded), true);
      assert.match(await card.text(), /function square/);
    });

    test("who goes on before the editor is loaded keeps the focus, who stays gets it", async () => {
      const focused = async (goesOn) => {
        const card = await open("pool_map");
        return card.read(async (root, goesOn) => {
          root.querySelector("[data-part=editor] .code").focus();
          if (goesOn) root.querySelector("[data-part=share]").focus();
          while (!root.querySelector(".cm-editor"))
            await new Promise((resolve) => setTimeout(resolve));
          await new Promise((resolve) => setTimeout(resolve)); // what waits for the editor, too
          return document.activeElement.closest("[data-part]").dataset.part;
        }, goesOn);
      };
      assert.equal(await focused(true), "share");
      assert.equal(await focused(false), "editor");
    });

    test("an edited program runs with Ctrl+Enter, is still there after a reload, and Reset brings the guide's back", async () => {
      let card = await open("pool_map");
      await card.write(`print("edited");`);
      await page.press("Control+Enter");
      const { state, lines } = await card.ended();
      assert.equal(state, "done");
      assert.deepEqual(lines, [{ text: "edited", processor: "program" }]);
      card = await open("pool_map");
      assert.match(await card.text(), /edited/);
      await card.click("reset");
      assert.match(await card.text(), /function square/);
      const focused = () => document.activeElement.closest("[data-part]")?.dataset.part;
      assert.equal(await page.evaluate(focused), "run"); // since Reset is disabled now
    });

    test("a text that both modes share stays edited when the mode changes in another tab", async () => {
      const card = await open("pool_map", "language=python");
      await card.write("print('edited')");
      for (const tab of ["language-js", "mode-async", "language-cpp", "mode-sync"])
        await card.click(tab);
      await card.click("language-python");
      assert.equal(await card.text(), "print('edited')");
      await card.click("reset");
    });

    test("an error of the program shows its message and its line, marked in the editor", async () => {
      const card = await open("pool_starmap");
      await card.write(`print("one");\n\nthrow new RangeError("on line three");`);
      const { state, failure } = await card.run();
      assert.equal(state, "failed");
      assert.match(failure, /RangeError: on line three/);
      assert.match(failure, /line 3\b/);
      await card.until("editor", (editor) => editor.querySelector(".cm-lint-marker-error"));
      await card.click("reset");
    });

    test("an error of a task says on which processor, for which item and on which line", async () => {
      const card = await open("pool_starmap", "processes=2");
      await card.write(
        `import { Pool } from "webpool";\nconst pool = new Pool();\npool.map((x) => { if (x > 7) throw new TypeError("too large"); }, [7, 8]);`,
      );
      const { state, failure } = await card.run();
      assert.equal(state, "failed");
      assert.match(failure, /TypeError: too large/);
      assert.match(failure, /line 3\b/);
      assert.match(failure, /In a task on P\d, item 1/);
      assert.match(failure, /Stack in the task/);
      await card.click("reset");
    });

    for (const [where, text] of [
      ["the program", `print("begun"); while (true) {}`],
      [
        "a task",
        `import { Pool } from "webpool"; const pool = new Pool(); pool.map(() => { print("begun"); while (true) {} }, [1, 2]);`,
      ],
    ]) {
      test(`Stop ends an endless loop in ${where}, while which the page goes on`, async () => {
        const card = await open("pool_apply_async", "processes=2");
        await card.write(text);
        await card.click("run");
        await card.until("console", (list) => list.querySelector(".line:not(.line-probe)"));
        // The page draws frame after frame, and answers to its controls.
        await page.evaluate(async () => {
          for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame);
        });
        await card.click("stop");
        assert.equal((await card.ended()).state, "stopped");
        await card.click("reset");
        assert.equal((await card.run()).state, "done");
      });
    }

    test("a second card waits until the first has ended, and says so", async () => {
      const first = await open("pool_starmap", "processes=2");
      await first.write(`print("begun"); while (true) {}`);
      await first.click("run");
      await first.until("console", (list) => list.querySelector(".line:not(.line-probe)"));
      const second = new CardOnPage(page, "pool_map_apply");
      await second.shows();
      await second.click("language-js");
      await second.write("for (;;) {}");
      await second.click("run");
      await second.outcome("waiting");
      assert.match(await second.read((card) => card.innerText), /until pool_starmap has ended/);
      assert.equal((await first.outcome("running")).state, "running");
      const third = new CardOnPage(page, "pool_starmap_async");
      await third.shows();
      await third.click("language-js");
      await third.click("run");
      await third.outcome("waiting");
      // When the second runs, the third waits for it, and can stop it.
      await page.click(`${second.selector("clock")} button`);
      assert.equal((await first.ended()).state, "stopped");
      await third.until("clock", (clock) => /until pool_map_apply has/.test(clock.textContent));
      await page.click(`${third.selector("clock")} button`);
      assert.equal((await second.ended()).state, "stopped");
      assert.equal((await third.ended()).state, "done");
      await second.click("reset");
      await first.click("reset");
    });

    test("who waits can be stopped, and never runs", async () => {
      const first = await open("pool_starmap", "processes=2");
      await first.write(`print("begun"); while (true) {}`);
      await first.click("run");
      await first.until("console", (list) => list.querySelector(".line:not(.line-probe)"));
      const second = new CardOnPage(page, "pool_map_apply");
      await second.shows();
      await second.click("run");
      await second.outcome("waiting");
      await second.click("stop");
      assert.deepEqual(await second.ended(), { state: "stopped", lines: [], failure: null });
      // What is shown of the run before stays, and nothing is said of lines that this one has printed.
      const recorded = new CardOnPage(page, "first");
      await recorded.shows();
      await recorded.click("run");
      await recorded.outcome("waiting");
      await recorded.click("stop");
      assert.ok((await recorded.ended()).lines.length > 0);
      assert.equal(
        await recorded.read((root) => root.querySelector("[data-part=announcer]").textContent),
        "Stopped.",
      );
      await first.click("stop");
      assert.equal((await first.ended()).state, "stopped");
      await first.click("reset");
    });

    test("what differs between sync and async is shown in the text", async () => {
      const card = await open("pool_map");
      await card.click("compare");
      await card.until("editor", (editor) => editor.querySelector(".cm-changedLine"));
      const { changed, deleted } = await card.read((root) => ({
        changed: [...root.querySelectorAll(".cm-changedLine")].map((line) => line.textContent),
        deleted: [...root.querySelectorAll(".cm-deletedChunk")].map((line) => line.textContent),
      }));
      assert.ok(changed.includes("const pool = new Pool();"), changed.join("\n"));
      assert.ok(
        deleted.some((text) => text.includes("await Pool.create()")),
        deleted.join("\n"),
      );
      await card.click("compare");
      assert.equal(await card.read((root) => root.querySelectorAll(".cm-changedLine").length), 0);
    });

    // Firefox keeps in mind that a module could not be loaded, until the page is loaded anew.
    const skip = name === "firefox";
    test(
      "a note that the library could not be loaded goes when a program runs",
      { skip },
      async () => {
        let isRefused = true;
        const refuse = (path) =>
          isRefused && /\/lib-.*\/webpool\.js$/.test(path) ? 503 : undefined;
        const failing = await serve({ root: site, refuse });
        const other = await browser.open();
        const card = await CardOnPage.open(other, failing.url, "pool_map");
        await card.until("threads-note", (note) => /could not be loaded/.test(note.textContent));
        isRefused = false;
        assert.equal((await card.run()).state, "done");
        await card.until("threads-note", (note) => note.hidden);
        await other.close();
        await failing.close();
      },
    );

    test("where the page is not isolated, a note says why there are no threads", async () => {
      const other = await browser.open();
      const card = await CardOnPage.open(other, plain.url, "pool_map");
      await card.until("threads-note", (note) => !note.hidden);
      assert.match(await card.read((root) => root.innerText), /isolated.*one processor/);
      await other.close();
    });

    test("axe finds nothing to object to, in three widths, light and dark, with output and an error", async () => {
      let card;
      for (const width of [360, 768, 1440]) {
        await page.setViewport(width, 900);
        card = await open("pool_map");
        await card.run();
        for (const scheme of axeLooks(name, width) ? ["light", "dark"] : []) {
          await page.setColorScheme(scheme);
          assert.deepEqual(await violations(page), [], `${width} px, ${scheme}`);
        }
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${wide} px too wide for ${width}`);
      }
      await page.setColorScheme("light");
      await card.write(
        `console.warn("a warning"); console.error("an error"); throw new Error("thrown");`,
      );
      await card.run();
      assert.deepEqual(await violations(page), []);
      await card.click("reset");
    });

    test("nothing is loaded from another origin, and nothing went wrong meanwhile", async () => {
      const others = await page.evaluate(() =>
        performance
          .getEntriesByType("resource")
          .map(({ name }) => name)
          .filter((name) => new URL(name).origin !== location.origin),
      );
      assert.deepEqual(others, []);
      assert.deepEqual(page.errors, []);
    });
  });
}
