import { Pool } from "webpool";

const { items, steps, growing, chunksizes, rounds } = settings;

function work(steps) {
  let x = steps + 1;
  for (let step = 0; step < steps; step++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  return x;
}

// The work for an item is the same for all, or grows from nothing for the first to twice as much for the last. Its sum is the same.
const list = Array.from({ length: items }, (_, i) =>
  growing ? Math.round((2 * steps * i) / (items - 1)) : steps,
);

const pool = new Pool();
let job = 0;
pool.map(work, list); // job 0: the processors compile the function
const expected = list.map(work);

for (let round = 0; round < rounds; round++) {
  const order = round % 2 ? chunksizes.toReversed() : chunksizes;
  for (const chunksize of order) {
    const begin = performance.now();
    const results = pool.map(work, list, { chunksize });
    const ms = performance.now() - begin;
    const same = expected.every((value, i) => value === results[i]);
    // The trace knows what each processor did for a job, by its number.
    print(JSON.stringify({ round, chunksize, job: ++job, ms, same }));
  }
}

pool.close();
pool.join();
