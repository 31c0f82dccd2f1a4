import { Matrix, Pool, kernels } from "webpool";

const { rows, columns, seed, low, high, minimum, maximum, rounds } = settings;
const data = Matrix.random(rows, columns, { seed, low, high });

function howmany(row, minimum, maximum) {
  let count = 0;
  for (const n of row) if (minimum <= n && n <= maximum) count++;
  return count;
}

// A function of one argument for map. It crosses as text and sees no variable around it, so the range is written into it.
const ofRow = new Function(
  "row",
  `let count = 0;
  for (const n of row) if (${minimum} <= n && n <= ${maximum}) count++;
  return count;`,
);

const all = Array.from(data.rows());
const triples = all.map((row) => [row, minimum, maximum]);
const few = triples.slice(0, 500); // apply is a call for each row: measured with these alone

const pool = new Pool();
const { howmanyWithinRange } = kernels;

function methods(task, mapped) {
  return {
    map: () => pool.map(mapped, data.rows()),
    starmap: () => pool.starmap(task, triples),
    apply: () => few.map((args) => pool.apply(task, args)),
    mapAsync: () => pool.mapAsync(mapped, data.rows()),
    starmapAsync: () => pool.starmapAsync(task, triples),
    applyAsync: () => Promise.all(few.map((args) => pool.applyAsync(task, args))),
  };
}

const racers = [
  { by: "function", method: "serial", run: () => triples.map((args) => howmany(...args)) },
];
for (const [by, runs] of [
  ["function", methods(howmany, ofRow)],
  ["kernel", methods(howmanyWithinRange, howmanyWithinRange(minimum, maximum))],
])
  for (const [method, run] of Object.entries(runs)) racers.push({ by, method, run });

const expected = triples.map((args) => howmany(...args));
print(JSON.stringify({ first: expected.slice(0, settings.shown) }));

// Round 0 only warms up: its times are not printed.
for (let round = 0; round <= rounds; round++) {
  for (const { by, method, run } of racers) {
    const begin = performance.now();
    const counts = await run();
    const ms = performance.now() - begin;
    const same = counts.every((count, i) => count === expected[i]);
    if (round > 0) print(JSON.stringify({ round, by, method, rows: counts.length, ms, same }));
  }
}

pool.close();
await pool.joinAsync();
