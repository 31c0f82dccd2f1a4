// The figures that draw curves: speed-up, overhead and chunksize.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { browsers } from "./drivers/index.mjs";
import { FigureOnPage, median, near, told, withFigures } from "./figure-on-page.mjs";

for (const { name, launch } of browsers) {
  describe(`the figures with curves in ${name}`, () => {
    const figures = withFigures(launch);
    const { open } = figures;

    test("speed-up: the points are the medians of the runs, and the law fits them", async () => {
      const figure = await open("speedup");
      await figure.keys("[name=rounds]", "Home", "ArrowRight");
      assert.equal(await figure.run(), "done", await figure.result());
      const { runs, points, serial, drawn } = await figure.data();
      const sizes = [...new Set(runs.map(({ processes }) => processes))].toSorted((a, b) => a - b);
      assert.equal(runs.length, 3 * sizes.length);
      assert.ok(runs.every(({ same }) => same));
      const loop = new Map(
        runs.filter((run) => run.processes === 0).map((run) => [run.round, run.ms]),
      );
      const table = await figure.table();
      assert.deepEqual(drawn.x, sizes.slice(1));
      for (const [index, processors] of sizes.slice(1).entries()) {
        const mine = runs.filter((run) => run.processes === processors);
        const speedups = mine.map((run) => loop.get(run.round) / run.ms);
        near(points[index].speedup.median, median(speedups), "speed-up");
        near(drawn.series.measured[index], median(speedups), "the drawn point");
        near(points[index].speedup.low, Math.min(...speedups), "the lowest");
        near(points[index].speedup.high, Math.max(...speedups), "the highest");
        assert.equal(table[index][0], String(processors));
        told(table[index][1], median(mine.map(({ ms }) => ms)));
      }
      // No other serial part comes closer.
      const cores = await figures.page.evaluate("navigator.hardwareConcurrency");
      const miss = (s) =>
        points
          .filter(({ processors }) => processors <= cores)
          .reduce(
            (sum, { processors: p, speedup }) =>
              sum + (1 / speedup.median - (s + (1 - s) / p)) ** 2,
            0,
          );
      if (cores > 1) {
        for (let s = 0; s <= 1; s += 0.01)
          assert.ok(miss(serial) <= miss(s) + 1e-12, `${s} fits better`);
      }
      await figure.keys(".chart-canvas", "Home");
      assert.match(await figure.reading(), /^1 processor: /);
      await figure.keys(".chart-canvas", "ArrowRight");
      assert.match(await figure.reading(), /^2 processors: /);
      assert.match(await figure.result(), /All results are equal\./);
    });

    test("speed-up: a problem of the reader's own is measured, and its error is shown", async () => {
      const figure = await open("speedup");
      await figure.keys("[name=rounds]", "Home");
      await figure.choose("problem", "own");
      const write = (text) =>
        figure.read((root, own) => {
          const area = root.querySelector(".figure-own");
          area.value = own;
          area.dispatchEvent(new Event("input", { bubbles: true }));
        }, text);
      const double = "const xs = [1, 2, 3];\nconst double = (x) => 2 * x;\n";
      await write(
        `${double}function serial() { return xs.map(double); }\nfunction parallel(pool) { return pool.map(double, xs); }`,
      );
      assert.equal(await figure.run(), "done", await figure.result());
      assert.match(await figure.result(), /All results are equal/);
      await write(
        `${double}function serial() { return xs.map(double); }\nfunction parallel(pool) { return [2, 4, 7]; }`,
      );
      assert.equal(await figure.run(), "done");
      assert.match(await figure.result(), /results DIFFER/);
      await write(`${double}function serial() { throw new RangeError("not today"); }`);
      assert.equal(await figure.run(), "failed");
      assert.match(await figure.result(), /RangeError: not today/);
    });

    test("overhead: times are those of the runs, and the crossing lies where the curves cross", async () => {
      const figure = await open("overhead");
      await figure.keys("[name=rounds]", "Home");
      await figure.keys("[name=items]", "Home");
      assert.equal(await figure.run(), "done", await figure.result());
      const { runs, points, items, marks, drawn } = await figure.data();
      assert.equal(items, 20);
      assert.ok(runs.every(({ same }) => same));
      const table = await figure.table();
      for (const [index, { steps, work, times }] of points.entries()) {
        const of = (method) =>
          runs.filter((run) => run.steps === steps && run.method === method).map(({ ms }) => ms);
        near(work, Math.min(...of("serial")) / items, "work for each item");
        near(drawn.x[index], work, "where it is drawn");
        for (const [column, [method, label]] of [
          ["serial", "plain loop"],
          ["map, chunksize 1", "map, chunksize 1"],
          ["map", "map, default chunksize"],
        ].entries()) {
          near(times[method].median, median(of(method)), method);
          near(drawn.series[label][index], median(of(method)), `drawn: ${method}`);
          told(table[index][1 + column], times[method].median);
        }
      }
      const text = await figure.result();
      for (const method of ["map", "map, chunksize 1"]) {
        const slower = points.map(({ times }) =>
          Math.log(times[method].median / times.serial.median),
        );
        const sum = (list) => list.reduce((total, value) => total + value, 0);
        const parted = (at) => sum(slower.slice(0, at)) - sum(slower.slice(at));
        const mark = marks.find((one) => one.method === method);
        // How many points lie before the mark: where there is none, all or none.
        const splits = mark
          ? [points.filter(({ work }) => work < mark.x).length]
          : [0, points.length];
        const best = Math.max(...Array.from({ length: points.length + 1 }, (_, at) => parted(at)));
        assert.ok(Math.max(...splits.map(parted)) >= best - 1e-9, `${method}: ${text}`);
        // Where the rounds differ too much on a busy machine, the sentence says that instead.
        if (method === "map" && mark)
          assert.match(text, /a pool makes it (?:slower|faster)|cannot tell which is faster/i);
      }
      assert.match(text, /all results are equal/);
    });

    test("chunksize: time and balance are those of the runs and of the trace", async () => {
      const figure = await open("chunksize");
      await figure.keys("[name=rounds]", "Home");
      assert.equal(await figure.run(), "done", await figure.result());
      const { runs, points, trace, drawn } = await figure.data();
      assert.ok(runs.every(({ same }) => same));
      assert.equal(points[0].chunksize, 1);
      assert.deepEqual(
        drawn.x,
        points.map(({ chunksize }) => chunksize),
      );
      for (const [index, { chunksize, time, busy, balance }] of points.entries()) {
        const [run] = runs.filter((one) => one.chunksize === chunksize);
        near(time.median, run.ms, "time");
        near(drawn.series["time for all items"][index], run.ms, "the drawn point");
        const mine = trace.filter(({ job }) => job === run.job);
        for (const [processor, ms] of busy.entries()) {
          const sum = mine
            .filter((event) => event.processor === processor)
            .reduce((total, { begin, end }) => total + end - begin, 0);
          near(ms, sum, `busy, P${processor}`);
        }
        near(
          balance,
          busy.reduce((a, b) => a + b) / busy.length / Math.max(...busy),
          `balance of ${chunksize}`,
        );
      }
      // All items in one chunk are one processor's.
      near(points.at(-1).balance, 1 / points.at(-1).busy.length, "balance of one chunk");
      const lanes = () =>
        figure.read((root) => root.querySelector(".balance-title")?.textContent ?? "");
      await figure.keys("[name=chunksize]", "Home");
      assert.match(await lanes(), /chunks of 1: /);
      await figure.keys("[name=chunksize]", "End");
      assert.match(await lanes(), /chunks of 20,000: /);
      // Other work: nothing is known of it, until the slider asks.
      await figure.choose("work", "alike");
      assert.deepEqual((await figure.data()).points, []);
      assert.equal(await figure.result(), "");
      await figure.keys("[name=chunksize]", "ArrowLeft");
      await figure.until("state", ["done"]);
      assert.equal((await figure.data()).points.length, 1);
    });

    test("chunksize: what was recorded elsewhere is not mixed with what is measured here", async () => {
      await figures.page.goto("about:blank");
      await figures.page.goto(figures.url);
      // Four processors have other chunksizes than the two of the recording.
      await figures.page.evaluate(() =>
        Object.defineProperty(navigator, "hardwareConcurrency", { get: () => 4 }),
      );
      const figure = new FigureOnPage(figures.page, "chunksize");
      await figure.read((root) => root.scrollIntoView());
      await figure.until("mounted", [""]);
      assert.match(await figure.result(), /^Recorded on/);
      const { points, standard } = await figure.data();
      assert.equal(standard, 20_000 / (4 * points[0].busy.length)); // the default there
      await figure.keys("[name=chunksize]", "ArrowRight"); // 5,000
      await figure.until("state", ["done"]);
      const measured = await figure.data();
      assert.deepEqual(
        measured.points.map(({ chunksize }) => chunksize),
        [5_000],
      );
      assert.equal(measured.standard, 1_250);
      assert.doesNotMatch(await figure.result(), /Recorded|Fastest/);
      assert.equal(await figure.read((root) => "recorded" in root.dataset), false);
    });

    test("nothing went wrong meanwhile", () => assert.deepEqual(figures.page.errors, []));
  });
}
