// The sentences of the figures, under noise that was recorded: nothing is stated that the runs do not show.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

const { raceSentence } = await import("../../web/src/playground/figures/race-sentence.ts");
const { compare, fastest, overheadVerdict, speedupVerdict } =
  await import("../../web/src/playground/figures/verdicts.ts");
const { measureUntilCertain } = await import("../../web/src/playground/figures/rounds.ts");
const { crossing, fitAmdahl, spread } =
  await import("../../web/src/playground/figures/statistics.ts");

const at = (low, median, high) => ({ low, median, high });
const recorded = (name) =>
  JSON.parse(readFileSync(new URL(`../../web/programs/recorded/${name}.json`, import.meta.url)));

/** Work of ten lengths, and by how much the pool's times are those of the loop, from the fastest round to the slowest. */
const overhead = (ratios) => {
  const points = ratios.map(([low, median, high], index) => {
    const work = 1e-5 * Math.sqrt(10) ** index;
    const loop = at(200 * work, 205 * work, 215 * work);
    return { work, loop, pool: at(loop.low * low, loop.median * median, loop.high * high) };
  });
  const of = (name) => points.map((point) => point[name].median);
  return overheadVerdict(
    points,
    crossing(
      points.map(({ work }) => work),
      of("pool"),
      of("loop"),
    ),
  );
};
const speedup = (...spreads) => {
  const points = spreads.map((one, index) => ({ processors: index + 1, speedup: at(...one) }));
  const serial = fitAmdahl(
    points.map(({ processors, speedup: { median } }) => ({ processors, speedup: median })),
  );
  return speedupVerdict(points, serial);
};

describe("what figures say of their measurements", () => {
  test("spreads that overlap are not compared", () => {
    assert.equal(compare(at(1, 2, 3), at(4, 5, 6)), "faster");
    assert.equal(compare(at(4, 5, 6), at(1, 2, 3)), "slower");
    assert.equal(compare(at(1, 2, 4.5), at(4, 5, 6)), "unclear");
  });

  test("overhead: a clear crossing is named with two digits", () => {
    const verdict = overhead([
      [9, 10, 11],
      [7, 8, 9],
      [4, 5, 6],
      [2, 2.5, 3],
      [0.5, 0.6, 0.7],
      [0.5, 0.55, 0.6],
    ]);
    assert.match(
      verdict.text,
      /^Below \d{1,3}(?:\.\d)? [µn]s of work for each item, a pool makes it slower\.$/,
    );
    assert.ok(verdict.isCertain);
  });

  test("overhead: two runs in a row do not contradict each other", () => {
    // The first run said "below 15.2 µs", the second "however long the work": on a busy computer the rounds for long work
    // spread from half as long as the loop to twice as long.
    const slow = [
      [9, 10, 11],
      [7, 8, 9],
      [4, 5, 6],
    ];
    const first = overhead([...slow, [0.6, 0.9, 1.9], [0.5, 0.8, 1.7], [0.55, 0.9, 1.8]]);
    const second = overhead([...slow, [0.7, 1.1, 2.1], [0.6, 1.05, 2], [0.6, 1.1, 1.9]]);
    for (const { text, isCertain } of [first, second]) {
      assert.equal(isCertain, false);
      assert.match(
        text,
        /^Up to 100 ns of work for each item, a pool makes it slower\. .*cannot tell/,
      );
      assert.doesNotMatch(text, /however long/);
    }
  });

  test("overhead: one lucky point does not stand for those after it", () => {
    const slower = [4, 5, 6];
    const faster = [0.5, 0.6, 0.7];
    const unclear = [0.6, 1, 1.9];
    const lucky = overhead([unclear, faster, unclear, unclear]);
    assert.equal(lucky.text, "The times overlap: these rounds cannot tell which is faster.");
    const once = overhead([slower, faster, unclear, unclear]);
    assert.equal(
      once.text,
      "Up to 10 ns of work for each item, a pool makes it slower. Above that these rounds cannot tell.",
    );
    assert.deepEqual([lucky.isCertain, once.isCertain], [false, false]);
    const { text } = overhead([slower, faster, slower, faster, faster]);
    assert.match(text, /^Up to 10 ns .* From 320 ns on, it makes it faster\. Between them/);
  });

  test("matrix: Python's methods that are faster than its loop are named, also if another one hides them", () => {
    const python = (method, ...time) => ({ by: "python", method, time: at(...time), same: true });
    const loop = { by: "function", method: "serial", time: at(1, 2, 3), same: true };
    const said = (...racers) => raceSentence([loop, ...racers], 1_000).text;
    const serial = python("serial", 74.7, 80, 94.9);
    const map = python("map", 56.5, 57, 112.7);
    assert.match(
      said(serial, map, python("map_async", 55.9, 58, 71.3)),
      /In Python the plain loop takes 80 ms, and map_async is faster\./,
    );
    assert.match(said(serial, map), /no method of its pool is clearly faster\./);
    assert.match(said(serial, python("map", 100, 110, 120)), /no method of its pool is as fast\./);
  });

  test("overhead: what holds for all work holds for what was measured", () => {
    const verdict = overhead(Array(6).fill([2, 3, 4]));
    assert.match(
      verdict.text,
      /slower for all work that was measured, up to 3\.2 µs for each item/,
    );
    assert.match(overhead(Array(6).fill([0.8, 1, 1.2])).text, /cannot tell which is faster/);
  });

  test("speed-up: bars from 0.3 to 2.75 give no verdict and no law", () => {
    const verdict = speedup([0.3, 1.32, 2.75], [0.4, 1.2, 2.2]);
    assert.equal(verdict.isCertain, false);
    assert.match(verdict.text, /cannot tell.*0\.3 to 2\.8/);
    assert.doesNotMatch(verdict.text, /Amdahl|no number|at most/);
  });

  test("speed-up: the law's limit is never below what was measured", () => {
    const verdict = speedup([0.95, 1.32, 1.34], [1.1, 1.2, 1.25]);
    assert.doesNotMatch(verdict.text, /at most/);
    for (const spreads of [
      [
        [0.96, 0.98, 1],
        [1.8, 1.9, 1.95],
        [2.6, 2.7, 2.8],
      ],
      [
        [0.9, 0.95, 1],
        [1.5, 1.6, 1.7],
      ],
    ]) {
      const { text, isCertain } = speedup(...spreads);
      const [, limit] = /at most ([\d.]+) times/.exec(text) ?? [];
      if (limit !== undefined) assert.ok(Number(limit) >= spreads.at(-1)[1], text);
      assert.equal(isCertain, limit !== undefined || /No serial part/.test(text), text);
      assert.match(text, /out of an ideal \d/);
    }
  });

  test("speed-up: a pool that is slower in every round is said to be", () => {
    assert.match(
      speedup([0.4, 0.5, 0.55], [0.6, 0.65, 0.7]).text,
      /^No pool beats the plain loop here: the best, with 2 processors, takes 1\.5 times as long\./,
    );
  });

  test("more rounds narrow the range in which the median lies", () => {
    // Noise as it was recorded on a busy computer: every fourth round takes twice as long.
    const rounds = (count, factor) =>
      Array.from(
        { length: count },
        (_, n) => factor * (n % 4 === 3 ? 20 : 10 + ((7 * n) % 5) / 10),
      );
    const [few, slower] = [spread(rounds(8, 1)), spread(rounds(8, 1.2))];
    assert.deepEqual([few.low, few.high], [10, 20]);
    assert.equal(compare(few, slower), "unclear");
    assert.equal(compare(spread(rounds(40, 1)), spread(rounds(40, 1.2))), "faster");
    for (const [count, outside] of [
      [1, 0],
      [2, 0],
      [8, 0],
      [9, 1],
      [12, 2],
      [20, 5],
      [50, 17],
    ]) {
      const { low, high } = spread(Array.from({ length: count }, (_, n) => n));
      assert.deepEqual([low, high], [outside, count - 1 - outside], `${count} rounds`);
    }
  });

  test("rounds go on until the sentence is certain, or the time is over", async () => {
    let now = 0;
    let measured = 0;
    const measure = async () => {
      measured++;
      now += 3_000;
    };
    const clock = () => now;
    await measureUntilCertain(measure, () => true, clock);
    assert.equal(measured, 1);
    await measureUntilCertain(measure, () => measured === 4, clock);
    assert.equal(measured, 4);
    await measureUntilCertain(measure, () => false, clock);
    assert.equal(measured, 4 + 7); // the twentieth second is in the seventh measurement
  });

  test("the fastest are those that the best one's spread does not set apart", () => {
    const runs = [at(1, 2, 3), at(2.5, 4, 5), at(6, 7, 8)];
    assert.deepEqual(
      fastest(runs, (one) => one),
      runs.slice(0, 2),
    );
  });

  test("the recorded runs are of a named computer and day, and bear their sentences", () => {
    for (const name of ["first", "overhead", "chunksize", "matrix", "speedup"]) {
      const { machine, date } = recorded(name);
      assert.match(machine, /processors/);
      assert.match(date, /^20\d\d-\d\d-\d\d$/);
    }
    const { events, notes } = recorded("first");
    const poolsOf = (those) => [...new Set(those.map(({ pool }) => pool))];
    assert.deepEqual(poolsOf(notes), poolsOf(events)); // else its blocks bear no values, and lanes of a second pool stand empty
    const { runs } = recorded("speedup");
    const loops = new Map(
      runs.filter((run) => run.processes === 0).map((run) => [run.round, run.ms]),
    );
    const sizes = [...new Set(runs.map(({ processes }) => processes))].filter((size) => size > 0);
    const points = sizes.map((processors) => ({
      processors,
      speedup: spread(
        runs
          .filter((run) => run.processes === processors)
          .map((run) => loops.get(run.round) / run.ms),
      ),
    }));
    const { text } = speedupVerdict(points, null);
    assert.match(text, /times as fast|times as long/);
    const { rows, runs: raced } = recorded("matrix");
    assert.equal(rows, 200_000);
    assert.ok(raced.every(({ same }) => same));
  });
});
