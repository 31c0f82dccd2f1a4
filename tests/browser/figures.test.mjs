import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axeLooks, violations } from "./card-tools.mjs";
import { browsers, serve, site } from "./drivers/index.mjs";

const near = (actual, wanted, what) =>
  assert.ok(
    Math.abs(actual - wanted) <= 1e-9 + 1e-9 * Math.abs(wanted),
    `${what}: ${actual}, not ${wanted}`,
  );

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** "12.3 ms", "≈ 4.5 µs" or "1 s" in milliseconds, as far as three digits tell. */
function milliseconds(text) {
  const [, number, unit] = /([\d.]+) (s|ms|µs|ns)$/.exec(text) ?? [];
  return Number(number) * { s: 1_000, ms: 1, µs: 1e-3, ns: 1e-6 }[unit];
}
const told = (text, ms) =>
  assert.ok(Math.abs(milliseconds(text) / ms - 1) < 0.01, `the table says ${text} for ${ms} ms`);

/** A figure of the page, used as a reader would. */
class FigureOnPage {
  constructor(page, name) {
    this.page = page;
    this.selector = `#figure-${name}`;
  }

  static async open(page, url, name) {
    await page.goto("about:blank");
    await page.goto(`${url}#figure-${name}`);
    const figure = new FigureOnPage(page, name);
    await figure.until("mounted", [""]);
    return figure;
  }

  read(read, ...args) {
    return this.page.evaluate(
      `(${read})(document.querySelector(${JSON.stringify(this.selector)}), ...${JSON.stringify(args)})`,
    );
  }

  /** Waits until the figure's `data-…` is one of the values. */
  until(name, values) {
    return this.read(
      (figure, key, wanted) =>
        new Promise((resolve) => {
          const look = () =>
            wanted.includes(figure.dataset[key]) &&
            (observer.disconnect(), resolve(figure.dataset[key]));
          const observer = new MutationObserver(look);
          observer.observe(figure, { attributes: true });
          look();
        }),
      name,
      values,
    );
  }

  async keys(control, ...keys) {
    await this.page.type(`${this.selector} ${control}`, "");
    for (const key of keys) await this.page.press(key);
  }
  choose(name, value) {
    return this.read(
      (figure, select, wanted) => {
        const element = figure.querySelector(`select[name=${select}]`);
        element.value = wanted;
        element.dispatchEvent(new Event("change", { bubbles: true }));
      },
      name,
      value,
    );
  }
  click() {
    return this.page.click(`${this.selector} [data-part=figure-run]`);
  }
  async run() {
    await this.click();
    return this.until("state", ["done", "failed", "stopped"]);
  }
  data() {
    return this.read((figure) => figure.figureData);
  }
  result() {
    return this.read((figure) => figure.querySelector(".figure-result").textContent);
  }
  /** The cells of its table, row by row. */
  table() {
    return this.read((figure) =>
      [...figure.querySelectorAll(".figure-table tbody tr")].map((row) =>
        [...row.cells].map((cell) => cell.textContent),
      ),
    );
  }
  reading() {
    return this.read((figure) => figure.querySelector(".chart-reading").textContent);
  }
}

for (const { name, launch } of browsers) {
  describe(`the figures in ${name}`, () => {
    let server, browser, page;
    const open = (figure) => FigureOnPage.open(page, server.url, figure);
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
      const cores = await page.evaluate("navigator.hardwareConcurrency");
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
      await page.goto("about:blank");
      await page.goto(server.url);
      // Four processors have other chunksizes than the two of the recording.
      await page.evaluate(() =>
        Object.defineProperty(navigator, "hardwareConcurrency", { get: () => 4 }),
      );
      const figure = new FigureOnPage(page, "chunksize");
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

    test("the model's sentence is what its lanes say", async () => {
      const figure = await open("model");
      await figure.keys("[name=overhead]", "Home");
      await figure.keys("[name=processes]", "End");
      assert.match(await figure.result(), /^160 units of work take 20: 8\.00 times as fast/);
      await figure.keys("[name=overhead]", "End");
      assert.match(await figure.result(), /slower than a plain loop/);
      const { processors, end } = await figure.data();
      assert.equal(Math.max(...processors.flat().map((block) => block.end)), end);
    });

    test("Stop ends a figure's run, and a figure waits for another that runs", async () => {
      const first = await open("speedup");
      await first.keys("[name=rounds]", "End");
      await first.click();
      const second = new FigureOnPage(page, "matrix");
      await second.read((root) => root.scrollIntoView());
      await second.until("mounted", [""]);
      await second.click();
      const status = await second.read((root) => root.querySelector(".figure-status").textContent);
      assert.match(status, /^Waits for the figure “Speed-up/);
      await second.click();
      assert.equal(await second.until("state", ["done", "failed", "stopped"]), "stopped");
      assert.equal(await second.read((root) => root.dataset.recorded), ""); // nothing was measured
      assert.match(await second.result(), /^Recorded on/);
      assert.equal(await first.read((root) => root.dataset.state), "running");
      await first.click();
      assert.equal(await first.until("state", ["done", "failed", "stopped"]), "stopped");
      // Another problem has nothing of the one that was measured.
      await first.choose("problem", "primes");
      assert.deepEqual((await first.data()).points, []);
      await second.choose("rows", "1000");
      await second.keys("[name=rounds]", "Home");
      assert.equal(await second.run(), "done");
    });

    test("no choice is cut off, in three widths", async () => {
      const cutOff = (figure) => {
        const wide = document.createElement("canvas").getContext("2d");
        return [...figure.querySelectorAll("select")].flatMap((select) => {
          const style = getComputedStyle(select);
          wide.font = style.font;
          const room =
            select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
          return [...select.options].map((option) => [
            option.text,
            wide.measureText(option.text).width <= room,
          ]);
        });
      };
      let choices = 0;
      for (const figure of ["overhead", "chunksize", "matrix", "speedup"]) {
        const shown = await FigureOnPage.open(page, server.url, figure);
        for (const width of [360, 768, 1440]) {
          await page.setViewport(width, 900);
          for (const [text, fits] of await shown.read(cutOff)) {
            ++choices;
            assert.ok(fits, `${text}, of ${figure} at ${width} px`);
          }
        }
      }
      assert.ok(choices > 20, `${choices}`);
      await page.setViewport(1280, 900);
    });

    test("axe finds nothing to object to in figures that were run, in three widths, light and dark", async () => {
      for (const width of [360, 768, 1440]) {
        await page.setViewport(width, 900);
        const figure = await open("chunksize");
        await figure.keys("[name=rounds]", "Home");
        await figure.run();
        await page.evaluate(() =>
          document.querySelectorAll(".figure details").forEach((one) => (one.open = true)),
        );
        for (const scheme of axeLooks(name, width) ? ["light", "dark"] : []) {
          await page.setColorScheme(scheme);
          assert.deepEqual(await violations(page), [], `${width} px, ${scheme}`);
        }
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${wide} px too wide for ${width}`);
      }
      await page.setColorScheme("light");
      await page.setViewport(1280, 900);
    });

    test("nothing went wrong meanwhile", () => assert.deepEqual(page.errors, []));
  });
}
