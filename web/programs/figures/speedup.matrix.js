import { Matrix } from "webpool";

const numbers = { seed: 100, low: 0, high: 10 };
const data = Matrix.random(200_000, 5, numbers);
const rows = Array.from(data.rows()); // the plain loop makes no views

function howmany(row) {
  let count = 0;
  for (const n of row) if (4 <= n && n <= 8) count++;
  return count;
}

function serial() {
  return rows.map(howmany);
}

function parallel(pool) {
  return pool.map(howmany, data.rows());
}
