// Python on the page: it comes first, it says what it loads before it does, and its timeline speaks of its values.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CardOnPage } from "./card-tools.mjs";
import { browsers, serve, site } from "./drivers/index.mjs";

for (const { name, launch } of browsers) {
  describe(`cards in Python in ${name}`, () => {
    let server, browser, page;
    before(async () => {
      server = await serve({ root: site });
      browser = await launch();
      page = await browser.open();
      await page.setViewport(1280, 900);
    });
    after(async () => {
      await browser?.close();
      await server?.close();
    });

    const loadedOfPython = () =>
      page.evaluate(() =>
        performance
          .getEntriesByType("resource")
          .map(({ name }) => new URL(name).pathname)
          .filter((path) => path.includes("/python/")),
      );

    test("each card that has Python begins with it, and loads nothing until the reader asks for a run", async () => {
      await page.goto(server.url);
      const programs = await page.evaluate(() =>
        [...document.querySelectorAll(".card-place")].map((place) => [
          place.dataset.program,
          place.querySelector(".listing[data-text=python]") !== null ||
            place.querySelector("[data-part=language-python]") !== null,
        ]),
      );
      assert.ok(programs.length >= 13);
      for (const [program, hasPython] of programs) {
        const card = new CardOnPage(page, program);
        await card.shows();
        const tabs = await card.read((root) => ({
          first: root.querySelector(".tab").textContent,
          chosen: root.querySelector(".tab:has(:checked)").textContent,
          cost: root.querySelector("[data-part=cost]").textContent,
        }));
        const wanted = hasPython ? "Python" : "JavaScript";
        assert.deepEqual([program, tabs.first, tabs.chosen], [program, wanted, wanted]);
        if (hasPython) assert.match(tabs.cost, /^The first run loads Python: \d+\.\d MB$/);
        else assert.equal(tabs.cost, "");
        // The reader passes over it.
        await card.read((root) => {
          const live = root.querySelector(".card-live");
          live.dispatchEvent(new PointerEvent("pointerenter"));
          live.querySelector("[data-part=run]").focus({ preventScroll: true });
        });
      }
      assert.deepEqual(await loadedOfPython(), []);
    });

    test("its first run tells what it loads; a later one has nothing to load", async () => {
      const card = new CardOnPage(page, "pool_map");
      await card.shows();
      const told = await card.read((root) => {
        const cost = root.querySelector("[data-part=cost]");
        const bar = root.querySelector("progress");
        const seen = [];
        globalThis.toldOfPython = seen;
        new MutationObserver(() => seen.push([cost.textContent, bar.value])).observe(cost, {
          childList: true,
        });
        return cost.textContent;
      });
      assert.match(told, /loads Python/);
      assert.equal((await card.run()).state, "done");
      const seen = await page.evaluate("globalThis.toldOfPython");
      const loading = seen.filter(([text]) => /^Loading Python: [\d.]+ of [\d.]+ MB$/.test(text));
      assert.ok(loading.length > 0, JSON.stringify(seen));
      assert.ok(loading.at(-1)[1] > 0, JSON.stringify(loading));
      assert.equal(seen.at(-1)[0], "");
      assert.ok((await loadedOfPython()).length > 0);
      const other = new CardOnPage(page, "cpu_count");
      await other.shows();
      assert.equal(await other.until("cost", ({ textContent }) => textContent === ""), true);
    });

    test("its blocks bear the values of their items, and the program's start and waiting are one span each", async () => {
      const card = await CardOnPage.open(
        page,
        server.url,
        "pool_map",
        "language=python&processes=2",
      );
      const ended = await card.run();
      assert.equal(ended.state, "done", ended.failure);
      await card.click("table");
      const rowsOf = (caption) =>
        card.read((root, wanted) => {
          const tables = [...root.querySelectorAll(".timeline-tables table")];
          const table = tables.find(({ caption }) => caption.textContent.startsWith(wanted));
          return [...table.tBodies[0].rows].map((row) =>
            [...row.cells].map(({ textContent }) => textContent),
          );
        }, caption);
      const spans = await rowsOf("Program");
      const told = spans.map((cells) => cells.join(" ")).join("; ");
      assert.equal(spans[0][1], "starting", told);
      // Its tasks sleep for 1.76 s in all, on two processors. A look for an interrupt every 50 ms does not part it.
      const locked = spans.filter(([, state]) => state === "locked").map(([, , time]) => time);
      const milliseconds = locked.map((time) => parseFloat(time) * (/ s$/.test(time) ? 1_000 : 1));
      assert.ok(Math.max(...milliseconds) >= 880, told);
      const values = (await rowsOf("Chunks")).map(([, , , items]) => items);
      assert.deepEqual(values.sort(), ["1", "2", "3", "4", "5", "6", "7", "8"]);
      await card.click("table");
      await card.read((root) => root.querySelector("[data-part=lanes]").focus());
      for (const key of ["Home", "ArrowDown", "ArrowDown", "PageDown"]) await page.press(key);
      const spoken = await card.until("lanes", (lanes) => {
        const text = lanes.getAttribute("aria-valuetext");
        return /^P0: job/.test(text) && text;
      });
      const line =
        (await card.text()).split("\n").findIndex((text) => /pool\.map\(/.test(text)) + 1;
      const [, item, result] = spoken.match(new RegExp(`line ${line}, (\\d) → (\\d+),`)) ?? [];
      assert.equal(Number(result), Number(item) ** 2, spoken);
    });
  });
}
