import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CardOnPage, violations } from "./card-tools.mjs";
import { browsers, serve, site } from "./drivers/index.mjs";

for (const { name, launch } of browsers) {
  describe(`the timeline in ${name}`, () => {
    let server, browser, page, card;
    before(async () => {
      server = await serve({ root: site });
      browser = await launch();
      page = await browser.open();
      await page.setViewport(1280, 1400); // what is out of view is not drawn
      card = await CardOnPage.open(page, server.url, "pool_map", "processes=2");
    });
    after(async () => {
      await browser?.close();
      await server?.close();
    });
    const spoken = () =>
      card.read((root) => root.querySelector("[data-part=lanes]").getAttribute("aria-valuetext"));
    const frames = () =>
      page.evaluate(
        "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))",
      );

    test("it draws while the program is locked", async () => {
      await card.write(
        `import { Pool } from "webpool"; const pool = new Pool();` +
          `pool.map((x) => { do sleep(30); while (x === 7); }, [0, 1, 2, 3, 4, 5, 6, 7], { chunksize: 1 });`,
      );
      await card.click("run");
      await card.until("strip", (strip) => /[1-7] of \d ended/.test(strip.textContent));
      assert.equal((await card.outcome("running")).state, "running");
      await card.click("stop");
      await card.ended();
      await card.click("reset");
      assert.equal((await card.run()).state, "done");
    });

    test("after the run it tells of every chunk, in the order of the input and in that of their ends", async () => {
      const strip = await card.read((root) =>
        root.querySelector(".strip").getAttribute("aria-label"),
      );
      assert.match(strip, /job 0: 8 of 8 ended, \d out of order/);
    });

    test("the keyboard moves the cursor, which tells what each processor did then", async () => {
      await card.read((root) => root.querySelector("[data-part=lanes]").focus());
      await page.press("Home");
      await frames();
      assert.match(await spoken(), /0 items done/);
      await page.press("PageDown");
      await frames();
      assert.match(await spoken(), /P[01] job 0, \d → \d+/); // whichever processor began first
      await page.press("End");
      await frames();
      assert.match(await spoken(), /8 items done/);
    });

    test("the cursor highlights the line of the block's call, and dims the lines that were printed later", async () => {
      const later = () =>
        card.read((root) =>
          [...root.querySelectorAll(".console .line:not(.line-probe)")].map(({ classList }) =>
            classList.contains("line-later"),
          ),
        );
      const call = () =>
        card.read((root) => root.querySelector("[data-part=editor] .line-pointed")?.textContent);
      await card.read((root) => root.querySelector("[data-part=lanes]").focus());
      for (const key of ["Tab", "Shift+Tab"]) await page.press(key); // the focus has come by the keyboard
      await page.press("Home"); // when nothing has been printed yet
      const atBegin = await later();
      assert.ok(atBegin.length > 0 && atBegin.every(Boolean), atBegin.join());
      for (const key of ["ArrowDown", "ArrowDown"]) await page.press(key);
      for (let block = 1; block <= 3; block++) {
        await page.press("PageDown");
        await frames();
        assert.match((await call()) ?? "no line", /pool\.map\(/, `${block}: ${await spoken()}`);
      }
      await page.press("Escape");
      await frames();
      assert.equal((await call()) ?? null, null);
      assert.deepEqual(
        await later(),
        atBegin.map(() => false),
      );
    });

    test("zooming shows a part of the time, of which 0 makes all again", async () => {
      const drawn = () =>
        card.read((root) => root.querySelector("[data-part=lanes]").toDataURL().length);
      await page.press("Home");
      await frames();
      const whole = await drawn();
      for (let times = 0; times < 4; ++times) await page.press("+");
      await frames();
      assert.notEqual(await drawn(), whole);
      await page.press("0");
      await frames();
      assert.equal(await drawn(), whole);
    });

    test("the same can be read as tables", async () => {
      await card.click("table");
      const tables = await card.read((root) =>
        [...root.querySelectorAll(".timeline-text table")].map((table) => ({
          caption: table.caption.textContent,
          rows: table.tBodies[0].rows.length,
        })),
      );
      const chunks = tables.find(({ caption }) => caption.startsWith("Chunks"));
      assert.equal(chunks.rows, 8);
      assert.equal(tables.find(({ caption }) => caption === "Processors").rows, 2);
      assert.deepEqual(await violations(page), []);
      await card.click("table");
    });

    test("in C++, too, blocks bear values and results, and a loop's calls are a series; the lines are highlighted", async () => {
      card = await CardOnPage.open(page, server.url, "pool_map_apply", "processes=2&language=cpp");
      assert.equal((await card.run()).state, "done");
      const strip = await card.read((root) =>
        root.querySelector(".strip").getAttribute("aria-label"),
      );
      assert.match(strip, /jobs 1–6: 6 of 6 ended/, strip);
      await card.read((root) => root.querySelector("[data-part=lanes]").focus());
      for (const key of ["Tab", "Shift+Tab", "ArrowDown"]) await page.press(key);
      let told = "";
      for (let lane = 0; lane < 2 && !told.includes("line 34"); ++lane) {
        for (const key of ["End", "ArrowDown", "PageUp"]) await page.press(key); // its last block
        await frames();
        told = await spoken();
      }
      assert.match(told, /job \d, line 34, \d → \d+/, told);
      const pointed = await card.read(
        (root) => root.querySelector("[data-part=cpp] .line-pointed")?.textContent,
      );
      assert.match(pointed ?? "no line", /pool\.apply\(cube/, told);
      // And back: with the cursor in the line of map, the calls of apply are dimmed.
      await page.press("Escape");
      await frames();
      const drawn = () => card.read((root) => root.querySelector("[data-part=lanes]").toDataURL());
      const before = await drawn();
      await card.click("cpp");
      await card.until("cpp", (box) => box.querySelector(".cm-content"));
      await page.press("Control+Home");
      for (let line = 1; line < 24; ++line) await page.press("ArrowDown");
      await frames();
      assert.notEqual(await drawn(), before);
    });

    test("a call in C++ that blocks locks the program in the timeline", async () => {
      await card.click("table");
      const states = await card.read((root) =>
        [...root.querySelectorAll(".timeline-text table")]
          .filter(({ caption }) => caption.textContent === "Program")
          .flatMap((table) => [...table.tBodies[0].rows])
          .map((row) => `${row.cells[1].textContent} ${row.cells[2].textContent}`),
      );
      // Each task sleeps for 100 ms, and the program is locked until they have ended, asleep or not.
      assert.ok(
        states.some((state) => /^locked (?:[3-9]\d|\d{3}|[\d.]+ s)/.test(state)),
        states.join(", "),
      );
      await card.click("table");
    });

    test("nothing went wrong meanwhile", () => assert.deepEqual(page.errors, []));
  });
}
