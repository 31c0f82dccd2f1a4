// Measures a problem, which is the program above: serial() and parallel(pool) have the same results.
import { Pool as MeasuredPool } from "webpool";

const { sizes, rounds } = settings; // pools of these sizes, each measured once in every round
const expected = serial();
serial(); // the plain loop is compiled by now, and optimized

function shuffled(list) {
  return list
    .map((value) => [Math.random(), value])
    .sort(([a], [b]) => a - b)
    .map(([, value]) => value);
}

function measure(processes, round, run) {
  const begin = performance.now();
  const results = run();
  const ms = performance.now() - begin;
  const same = expected.every((value, i) => Object.is(value, results[i]));
  print(JSON.stringify({ round, processes, ms, same }));
}

for (let round = 0; round < rounds; round++) {
  // The order changes from round to round, so that other work of the computer slows no size more than another.
  for (const processes of shuffled([0, ...sizes])) {
    if (processes === 0) {
      measure(0, round, serial);
      continue;
    }
    const pool = new MeasuredPool(processes);
    // The processors compile the function and optimize it, the caches warm up.
    parallel(pool);
    parallel(pool);
    measure(processes, round, () => parallel(pool));
    pool.close();
    pool.join();
  }
}
