// How many primes are there in each of 240 ranges of numbers? Long
// tasks, and little to send: what a pool is good at.
function primes(from) {
  let count = 0;
  for (let n = from; n < from + 1_000; n++) {
    let divisor = 2;
    while (divisor * divisor <= n && n % divisor !== 0) divisor++;
    if (n > 1 && divisor * divisor > n) count++;
  }
  return count;
}

const ranges = Array.from({ length: 240 }, (_, i) => 2_000_000 + 1_000 * i);

function serial() {
  return ranges.map(primes);
}

function parallel(pool) {
  return pool.map(primes, ranges, { chunksize: 1 });
}
