// Half of the work can be shared; the other half has to be done by
// the program itself. No number of processors makes it twice as fast.
function work(seed) {
  let x = seed;
  for (let step = 0; step < 50_000; step++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  return x;
}

const seeds = Array.from({ length: 400 }, (_, i) => i + 1);

function serial() {
  return [...seeds.map(work), ...seeds.map(work)];
}

function parallel(pool) {
  return [...seeds.map(work), ...pool.map(work, seeds)];
}
