import { Pool } from "webpool";

const pairs = [
  [1, 2],
  [3, 4],
  [5, 6],
  [7, 8],
];

function add(a, b) {
  sleep(100);
  print(`${a} + ${b} has ended`);
  return a + b;
}

function multiply(a, b) {
  sleep(100);
  print(`${a} × ${b} has ended`);
  return a * b;
}

const pool = await Pool.create();

// Two jobs for the same processors. Neither call waits for
// the other.
const sums = pool.starmapAsync(add, pairs);
const products = pool.starmapAsync(multiply, pairs);
print("Both jobs are handed out.");

print("Products:", await products);
print("Sums:", await sums);

pool.close();
await pool.joinAsync();
