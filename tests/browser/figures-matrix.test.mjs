// The figure of the matrix problem.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { browsers } from "./drivers/index.mjs";
import { median, near, told, withFigures } from "./figure-on-page.mjs";

for (const { name, launch } of browsers) {
  describe(`the figure of the matrix in ${name}`, () => {
    const figures = withFigures(launch);
    const { open } = figures;

    test("matrix: the picture shows numpy's numbers, and counts as the range says", async () => {
      const figure = await open("matrix");
      const cells = () =>
        figure.read((root) =>
          [...root.querySelectorAll(".matrix-picture tr")].map((row) => ({
            numbers: [...row.querySelectorAll("td")].map((cell) => Number(cell.textContent)),
            within: [...row.querySelectorAll("td[data-within]")].map((c) => Number(c.textContent)),
            count: Number(row.querySelector("th").textContent),
          })),
        );
      const drawn = (columns, seedRows) =>
        figure.read(
          (root, width, first) =>
            new Promise((resolve) => {
              const picture = root.querySelector(".matrix-picture");
              const look = () => {
                const [row] = picture.querySelectorAll("tr");
                const numbers = [...row.querySelectorAll("td")].map((cell) => cell.textContent);
                if (numbers.length !== width || (first && numbers.join() !== first)) return;
                observer.disconnect();
                resolve();
              };
              const observer = new MutationObserver(look);
              observer.observe(picture, { childList: true, subtree: true });
              look();
            }),
          columns,
          seedRows ?? null,
        );
      await drawn(5, "8,8,3,7,7"); // RandomState(100)
      assert.deepEqual(
        (await cells()).map(({ count }) => count).slice(0, 10),
        [4, 2, 1, 2, 3, 2, 2, 2, 2, 2],
      );
      await figure.keys("[name=minimum]", "Home");
      for (const { numbers, within, count } of await cells()) {
        assert.deepEqual(
          within,
          numbers.filter((n) => n <= 8),
        );
        assert.equal(count, within.length);
      }
      await figure.keys("[name=columns]", "ArrowRight");
      await drawn(8);
    });

    test("matrix: all methods count the same, and the bars are as long as their times say", async () => {
      const figure = await open("matrix");
      // Unless the reader chooses a number of rounds, they go on until the sentence is certain.
      const rounds = await figure.read((root) => root.querySelector("[name=rounds]").ariaValueText);
      assert.equal(rounds, "as needed");
      await figure.choose("rows", "1000");
      await figure.keys("[name=rounds]", "Home", "ArrowRight");
      assert.equal(await figure.run(), "done", await figure.result());
      const { runs, first, racers: all, bars: allBars } = await figure.data();
      const racers = all.filter(({ by }) => by !== "python");
      const bars = allBars.slice(0, racers.length);
      assert.equal(racers.length, 13);
      assert.equal(runs.length, 3 * 13);
      assert.ok(all.slice(13).every(({ time }) => time === null));
      assert.ok(runs.every(({ same }) => same));
      assert.deepEqual(first.slice(0, 10), [4, 2, 1, 2, 3, 2, 2, 2, 2, 2]);
      const shown = await figure.read((root) =>
        [...root.querySelectorAll(".race li")].map((row) => ({
          time: row.querySelector(".race-time").textContent,
          equal: row.querySelector(".race-equal").textContent,
          share:
            row.querySelector(".bar").getBoundingClientRect().width /
            row.querySelector(".bar-track").getBoundingClientRect().width,
        })),
      );
      for (const [index, { by, method, time }] of racers.entries()) {
        const mine = runs.filter((run) => run.by === by && run.method === method);
        near(time.median, median(mine.map(({ ms, rows }) => (ms * 1_000) / rows)), method);
        told(shown[index].time, time.median);
        assert.equal(shown[index].equal, "✓");
        assert.ok(
          Math.abs(shown[index].share - bars[index]) < 0.03,
          `${method}: ${shown[index].share}`,
        );
      }
      const longer = racers.map(({ time }, i) => [time.median, bars[i]]).sort(([a], [b]) => a - b);
      assert.deepEqual(
        longer.map(([, bar]) => bar),
        longer.map(([, bar]) => bar).toSorted((a, b) => a - b),
      );
      assert.match(await figure.result(), /All counts are equal\./);
    });

    test("matrix: Python's methods race too, where the reader chooses it", async () => {
      const figure = await open("matrix");
      await figure.choose("rows", "1000");
      await figure.choose("languages", "all");
      await figure.keys("[name=rounds]", "Home");
      assert.equal(await figure.run(), "done", await figure.result());
      const { runs, racers } = await figure.data();
      assert.equal(racers.length, 20);
      assert.ok(racers.every(({ time, same }) => time !== null && same));
      assert.deepEqual(
        runs.filter(({ by }) => by === "python").map(({ method, rows }) => [method, rows]),
        ["serial", "map", "starmap", "apply", "map_async", "starmap_async", "apply_async"].map(
          (method) => [method, method.startsWith("apply") ? 500 : 1_000],
        ),
      );
      assert.match(
        await figure.result(),
        /In Python the plain loop takes .*All counts are equal\./s,
      );
    });

    test("nothing went wrong meanwhile", () => assert.deepEqual(figures.page.errors, []));
  });
}
