import { Pool } from "webpool";

function square(x) {
  sleep(500 - 50 * x); // small numbers take longest
  print(`${x} × ${x} is ready`);
  return x * x;
}

const pool = new Pool();
print("Results:", pool.map(square, [1, 2, 3, 4, 5, 6]));
