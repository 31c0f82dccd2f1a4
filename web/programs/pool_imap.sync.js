import { Pool } from "webpool";

// A list without an end.
function* numbers() {
  for (let n = 1; ; n++) {
    print(`${n} is taken`);
    yield n;
  }
}

function square(x) {
  sleep(100);
  return x * x;
}

function rest(duration) {
  sleep(duration);
  return duration;
}

const pool = new Pool();

// imap takes only as many numbers as its window holds, and
// the next when a result was read. Leaving the loop drops
// the rest.
const options = { buffersize: 4 };
for (const y of pool.imap(square, numbers(), options)) {
  print("Result:", y);
  if (y > 30) break;
}

// Unordered: what ends first comes first.
for (const y of pool.imapUnordered(rest, [500, 100, 200]))
  print(`${y} ms have passed`);

pool.close();
pool.join();
