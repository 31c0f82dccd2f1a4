import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { CardOnPage } from "./card-tools.mjs";
import { browsers, serve, site } from "./drivers/index.mjs";

const { fromSlider, readKnobs, sliderMax, toSlider, writeNumber } =
  await import("../../web/src/playground/card/knobs.ts");

describe("the numbers that a program offers", () => {
  test("a constant with a range behind it is one; other lines are none", () => {
    const text = `const chunksize = 4; // 1 to 16\nconst rows = 200_000; // 1_000 to 1_000_000 rows\nconst x = 1;\n  const y = 2; // 1 to 3\nconst z = 5; // 9 to 2\n`;
    const knobs = readKnobs(text);
    assert.deepEqual(
      knobs.map(({ name, value, low, high, unit }) => [name, value, low, high, unit]),
      [
        ["chunksize", 4, 1, 16, ""],
        ["rows", 200_000, 1_000, 1_000_000, "rows"],
      ],
    );
    assert.deepEqual(
      knobs.map(({ from, to }) => text.slice(from, to)),
      ["4", "200_000"],
    );
  });

  test("a slider reaches both ends, and gives a value that it shows at the same place", () => {
    for (const [low, high] of [
      [1, 8],
      [0, 1],
      [10, 1_000],
      [1_000, 1_000_000],
      [0, 0.5],
    ]) {
      const [knob] = readKnobs(`const x = ${low}; // ${low} to ${high}`);
      assert.equal(fromSlider(knob, 0), low);
      assert.equal(fromSlider(knob, sliderMax(knob)), high);
      assert.equal(toSlider({ ...knob, value: high }), sliderMax(knob));
      const middle = Math.round(sliderMax(knob) / 2);
      assert.ok(Math.abs(toSlider({ ...knob, value: fromSlider(knob, middle) }) - middle) <= 1);
    }
    assert.deepEqual([5, 1_234, 200_000, 0.25].map(writeNumber), ["5", "1_234", "200_000", "0.25"]);
  });

  test("both texts of a program of the guide offer the same ones", () => {
    const folder = new URL("../../web/programs/", import.meta.url);
    const offered = (file) =>
      readKnobs(readFileSync(new URL(file, folder), "utf8")).map(({ from, to, ...rest }) => rest);
    // The first program of the page has one text alone.
    const all = readdirSync(folder);
    const files = all.filter(
      (file) => file.endsWith(".sync.js") && all.includes(file.replace(".sync.", ".async.")),
    );
    assert.ok(files.some((file) => offered(file).length > 0));
    for (const file of files)
      assert.deepEqual(offered(file.replace(".sync.", ".async.")), offered(file), file);
  });
});

for (const { name, launch } of browsers) {
  describe(`the sliders of a card in ${name}`, () => {
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

    test("moving one edits the number in the text, and editing the text moves it", async () => {
      const card = await CardOnPage.open(page, server.url, "pool_map", "processes=2");
      await card.read((root) => root.querySelector("[data-knob=chunksize]").focus());
      await page.press("ArrowRight");
      await page.press("ArrowRight");
      await page.press("ArrowRight");
      await card.until("editor", (editor) => editor.textContent.includes("const chunksize = 4;"));
      const { state } = await card.run();
      assert.equal(state, "done");
      // Eight values in chunks of four: two chunks.
      await card.until("strip", (strip) => strip.textContent.includes("2 of 2 ended"));
      await card.write(`const size = 30; // 10 to 50 ms\nprint(size);`);
      await card.until("knobs", (knobs) => knobs.textContent.includes("size 30 ms"));
      assert.equal(await card.read((root) => root.querySelector("[data-knob=chunksize]")), null);
      assert.equal((await card.run()).lines[0].text, "30");
      await card.click("reset");
    });

    test("the pool's names are completed, with what the library says of them", async () => {
      const card = await CardOnPage.open(page, server.url, "pool_map");
      await card.write(`const pool = new Pool();\npool.mapA`);
      await page.press("Control+Space");
      const shown = () =>
        document.querySelector(".cm-completionInfo")?.innerText &&
        document.querySelector(".cm-tooltip-autocomplete").innerText;
      const list = await card.until("editor", shown);
      assert.match(list, /mapAsync/);
      const info = await page.evaluate(
        () => document.querySelector(".cm-completionInfo").innerText,
      );
      assert.match(info, /map that returns at once/);
      await page.press("Escape");
      await card.click("reset");
      assert.deepEqual(page.errors, []);
    });
  });
}
