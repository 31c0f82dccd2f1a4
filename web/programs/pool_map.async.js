import { Pool } from "webpool";

const chunksize = 1; // 1 to 8

// One argument for each call. Small numbers sleep longer, so
// they end late.
function square(x) {
  sleep(400 - 40 * x);
  print(`the square of ${x} has ended`);
  return x * x;
}

const pool = await Pool.create();

// mapAsync returns at once; await takes the results when they
// are there.
const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
const result = pool.mapAsync(square, numbers, { chunksize });
print("The program goes on while the pool works.");
const squares = await result;

// The tasks ended in an order of their own; the results keep
// the input's.
print("Results:", squares);

pool.close();
await pool.joinAsync();
