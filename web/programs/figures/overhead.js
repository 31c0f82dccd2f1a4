import { Pool } from "webpool";

const { items, steps, rounds } = settings;

// A task as long as its argument says: some nanoseconds for each step.
function work(steps) {
  let x = steps + 1;
  for (let step = 0; step < steps; step++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  return x;
}

const pool = new Pool();
const methods = {
  serial: (list) => list.map(work),
  "map, chunksize 1": (list) => pool.map(work, list, { chunksize: 1 }),
  map: (list) => pool.map(work, list),
};

function shuffled(list) {
  return list
    .map((value) => [Math.random(), value])
    .sort(([a], [b]) => a - b)
    .map(([, value]) => value);
}

// Mean time of a run, over as many runs as fill a millisecond: the clock of a browser is only exact to some microseconds.
function time(run) {
  for (let runs = 1; ; runs *= 2) {
    const begin = performance.now();
    for (let i = 0; i < runs; i++) run();
    const ms = performance.now() - begin;
    if (ms >= 1) return ms / runs;
  }
}

// The program and all processors compile the function before it is measured.
for (const run of Object.values(methods)) run(Array(100).fill(20_000));

for (let round = 0; round < rounds; round++) {
  for (const count of steps) {
    const list = Array(items).fill(count);
    const expected = work(count);
    for (const [method, run] of shuffled(Object.entries(methods))) {
      const same = run(list).every((value) => value === expected);
      const ms = time(() => run(list));
      print(JSON.stringify({ round, steps: count, method, ms, same }));
    }
  }
}

pool.close();
pool.join();
