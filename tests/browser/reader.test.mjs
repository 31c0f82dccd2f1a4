// The page as a reader uses it: where things are before and after Run, in three sizes of window.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CardOnPage } from "./card-tools.mjs";
import { browsers, serve, site } from "./drivers/index.mjs";

const sizes = [
  [1440, 900],
  [768, 1024],
  [390, 844],
];

for (const { name, launch } of browsers) {
  describe(`a reader's way in ${name}`, () => {
    let server, browser, page;
    before(async () => {
      server = await serve({ root: site });
      browser = await launch();
      page = await browser.open();
    });
    after(async () => {
      await browser?.close();
      await server?.close();
    });

    /** Where the parts of a card are in the window. */
    const boxes = (card) =>
      card.read((root) => {
        const of = (part) => {
          const { top, bottom, height } = root
            .querySelector(`[data-part=${part}]`)
            .getBoundingClientRect();
          return { top, bottom, height };
        };
        return {
          scroll: scrollY,
          ...Object.fromEntries(
            ["editor", "run", "status", "console", "timeline"].map((part) => [part, of(part)]),
          ),
        };
      });
    const runPlace = (card) =>
      card.read((root) => root.querySelector("[data-part=run]").getBoundingClientRect().top);
    /**
     * Scrolls until Run stands there in the window and stays, and gives its place. Browsers go on for some frames after a
     * script has scrolled: Firefox rounds the place to whole pixels, and takes back a second scroll that came before that.
     */
    const bringRunTo = (card, wanted) =>
      card.read(async (root, goal) => {
        const run = root.querySelector("[data-part=run]");
        const top = () => run.getBoundingClientRect().top;
        const end = performance.now() + 60_000;
        let still = 0;
        while (still < 10) {
          if (performance.now() > end) throw new Error(`Run is at ${top()} px, not at ${goal}`);
          if (Math.abs(top() - goal) > 1) {
            scrollBy({ top: top() - goal, behavior: "instant" });
            still = 0;
          }
          const before = top();
          await new Promise(requestAnimationFrame);
          still = Math.abs(top() - before) < 0.01 ? still + 1 : 0;
        }
        return top();
      }, wanted);
    /** Presses Run with the keyboard where the card happens to be. */
    const runHere = async (card) => {
      await card.read((root) =>
        root.querySelector("[data-part=run]").focus({ preventScroll: true }),
      );
      await page.press("Enter");
      return card.ended();
    };

    for (const [width, height] of sizes) {
      test(`at ${width}×${height} neither Run nor its end, tabs or modes move the page`, async () => {
        await page.setViewport(width, height);
        const card = await CardOnPage.open(page, server.url, "pool_map", "processes=2");
        // Run stands near the lower edge: its output is out of view, and remains so until the reader scrolls.
        for (const place of [height - 60, 80]) {
          const before = await bringRunTo(card, place);
          const moves = [];
          const look = async (after) => moves.push([after, (await runPlace(card)) - before]);
          await page.evaluate((program) => {
            const run = document.querySelector(`[data-program=${program}] [data-part=run]`);
            globalThis.places = [];
            addEventListener("scroll", () => places.push(run.getBoundingClientRect().top));
          }, card.program);
          assert.equal((await runHere(card)).state, "done");
          await look("Run");
          for (const tab of ["language-cpp", "mode-async", "mode-sync", "language-js"]) {
            await card.read(
              (root, part) => root.querySelector(`[data-part=${part}] input`).click(),
              tab,
            );
            await look(tab);
          }
          for (const top of await page.evaluate("globalThis.places"))
            moves.push(["a scroll", top - before]);
          const seen = moves.filter(([, by]) => Math.abs(by) > 1);
          assert.deepEqual(seen, [], `from ${before} px below the window's upper edge`);
        }
      });
    }

    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ]) {
      test(`at ${width}×${height} the first window shows a program, its recorded run and one button`, async () => {
        await page.setViewport(width, height);
        await page.goto("about:blank");
        await page.goto(server.url);
        const card = new CardOnPage(page, "first");
        await page.evaluate(
          () =>
            new Promise((resolve) => {
              const look = () =>
                document.querySelector('.card-place[data-program="first"] .card-live')
                  ? resolve()
                  : requestAnimationFrame(look);
              look();
            }),
        );
        const { scroll, editor, run, console: output, timeline } = await boxes(card);
        assert.equal(scroll, 0);
        for (const [part, { top, bottom }] of Object.entries({ editor, run, output, timeline }))
          assert.ok(top >= 0 && bottom <= height, `${part}: ${top} to ${bottom}`);
        const shown = await card.read((root) => ({
          lines: root.querySelector("[data-part=editor]").textContent.trim().split("\n").length,
          button: root.querySelector("[data-part=run-label]").textContent,
          processors: navigator.hardwareConcurrency,
          printed: root.querySelector(".console").textContent,
          status: root.querySelector(".output-head").textContent,
          spoken: root.querySelector("[data-part=lanes]").getAttribute("aria-valuetext"),
          title: document.querySelector("h1").getClientRects().length,
        }));
        assert.equal(shown.lines, 10);
        assert.equal(shown.button, `Run it on your ${shown.processors} processors`);
        assert.match(shown.printed, /Results: \[ ?1, 4, 9, 16, 25, 36 ?\]/);
        assert.match(shown.status, /Recorded\s+[\d.]+ s · \d+ \w+ 20\d\d on /);
        assert.match(shown.spoken, /6 items done/);
        // The reader's own run takes its place, and nothing moves.
        assert.equal((await runHere(card)).state, "done");
        assert.equal((await boxes(card)).scroll, 0);
        assert.equal(
          await card.read((root) => root.querySelector("[data-part=status]").textContent),
          "Done",
        );
      });
    }

    for (const [width, height] of [...sizes, [320, 640]]) {
      test(`at ${width}×${height} cards and figures are as high as the places that were kept for them`, async () => {
        await page.setViewport(width, height);
        await page.goto("about:blank");
        await page.goto(server.url);
        const changes = await page.evaluate(async () => {
          await document.fonts.ready;
          const places = [...document.querySelectorAll(".card-place, [data-figure]")];
          const isBuilt = (place) =>
            "figure" in place.dataset
              ? "mounted" in place.dataset
              : place.querySelector(".card-live") !== null;
          const heights = places.map((place) =>
            isBuilt(place) ? null : place.getBoundingClientRect().height,
          );
          for (const place of places) {
            place.scrollIntoView({ behavior: "instant" });
            await new Promise((resolve) => {
              const look = () => isBuilt(place) && (observer.disconnect(), resolve());
              const observer = new MutationObserver(look);
              observer.observe(place, { attributes: true, childList: true, subtree: true });
              look();
            });
          }
          await document.fonts.ready;
          for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
          return places.flatMap((place, index) => {
            const by = place.getBoundingClientRect().height - (heights[index] ?? NaN);
            return Math.abs(by) > 1 ? [[place.dataset.figure ?? place.dataset.program, by]] : [];
          });
        });
        assert.deepEqual(changes, []);
      });
    }

    test("a question before Run has a button that makes the change to try", async () => {
      await page.setViewport(1440, 900);
      const card = await CardOnPage.open(page, server.url, "pool_map");
      await page.click("[data-try=pool_map]");
      await card.until("knobs", (knobs) => /chunksize 4/.test(knobs.textContent));
      await card.until("editor", (editor) => /const chunksize = 4;/.test(editor.textContent));
      await page.click("[data-try=cpu_count]");
      const other = new CardOnPage(page, "cpu_count");
      await other.until("processes-value", (output) => /^1 of/.test(output.value));
      await card.click("reset");
    });

    test("at 1440×900 code, Run, timeline and console of each card are in the window together", async () => {
      await page.setViewport(1440, 900);
      await page.goto("about:blank");
      await page.goto(server.url);
      const programs = await page.evaluate(() =>
        [...document.querySelectorAll(".chapter .card-place")].map(
          (place) => place.dataset.program,
        ),
      );
      assert.ok(programs.length >= 12);
      for (const program of programs) {
        const card = new CardOnPage(page, program);
        await card.shows();
        const { editor, console: output, timeline } = await boxes(card);
        assert.ok(editor.top >= 56, `${program}: ${editor.top}`);
        assert.ok(editor.height <= 300, `${program}: ${editor.height} px of code`);
        const wider = await card.read(
          (place) => place.offsetWidth - document.querySelector(".figure").offsetWidth,
        );
        assert.equal(wider, 0, `${program}: ${wider} px wider than a figure`);
        assert.ok(Math.max(output.bottom, timeline.bottom) <= 900, `${program}: ${output.bottom}`);
      }
    });

    test("the text can be made as high as it is, and as before", async () => {
      const card = await CardOnPage.open(page, server.url, "pool_map");
      const before = (await boxes(card)).editor.height;
      await card.click("enlarge");
      const scrolls = await card.read((root) => {
        const text = root.querySelector("[data-part=editor] .code");
        return text.scrollHeight - text.clientHeight;
      });
      assert.ok(scrolls <= 1, `${scrolls} px are hidden`);
      await card.click("enlarge");
      assert.equal((await boxes(card)).editor.height, before);
      // C++ has more lines than the text that gives the card its size.
      const long = await CardOnPage.open(page, server.url, "pool_imap", "language=cpp");
      await long.click("enlarge");
      const hidden = await long.read((root) => {
        const text = root.querySelector("[data-part=cpp] .code");
        return text.scrollHeight - text.clientHeight;
      });
      assert.ok(hidden <= 1, `${hidden} px of C++ are hidden`);
    });

    test("on a phone the output stands directly under Run", async () => {
      await page.setViewport(390, 844);
      const card = await CardOnPage.open(page, server.url, "pool_map", "processes=2");
      const { run, console: output } = await boxes(card);
      assert.ok(output.top - run.bottom < 120, `${output.top - run.bottom} px below Run`);
      assert.ok(output.bottom - run.top < 400);
    });

    test("two languages stand side by side on request", async () => {
      await page.setViewport(1440, 900);
      const card = await CardOnPage.open(page, server.url, "pool_map");
      await card.click("side-by-side");
      const shown = await card.read((root) => ({
        text: root.querySelector("[data-part=cpp]").textContent,
        left: root.querySelector("[data-part=editor]").getBoundingClientRect().right,
        right: root.querySelector("[data-part=cpp-pane]").getBoundingClientRect().left,
      }));
      assert.match(shown.text, /#include|import/);
      assert.ok(shown.left <= shown.right + 1);
      assert.deepEqual(page.errors, []);
    });
  });
}
