import { Matrix, Pool, kernels } from "webpool";

const rowCount = 200_000; // 1_000 to 1_000_000

// numpy's RandomState(100).randint(0, 10, size=[rowCount, 5])
const numbers = { seed: 100, low: 0, high: 10 };
const data = Matrix.random(rowCount, 5, numbers);

const rows = Array.from(data.rows());
const triples = rows.map((row) => [row, 4, 8]);
const few = triples.slice(0, 1_000); // apply: a call for each

// How many numbers of a row lie within the range?
function howmany(row, minimum = 4, maximum = 8) {
  let count = 0;
  for (const n of row) if (minimum <= n && n <= maximum) count++;
  return count;
}

// Compares with the serial counts, prints the best of five times.
let serial;
function measure(name, run) {
  let counts;
  let time = Infinity;
  for (let repetition = 0; repetition < 5; repetition++) {
    const begin = performance.now();
    counts = run();
    time = Math.min(time, performance.now() - begin);
  }
  const perRow = time / counts.length;
  serial ??= { counts, perRow };
  const same = counts.every((n, i) => n === serial.counts[i]);
  print(
    `${name}: ${time.toFixed(2)} ms for ${counts.length} rows,`,
    `speed-up ${(serial.perRow / perRow).toPrecision(3)},`,
    same ? "same counts" : "DIFFERENT COUNTS",
  );
}

measure("serial", () => triples.map((args) => howmany(...args)));
print("First ten:", serial.counts.slice(0, 10).join(" "));

const pool = new Pool();

// map's task takes a row; that of the others the range as well.
function race(ofRow, task) {
  const each = (args) => pool.applyAsync(task, args);
  const get = (result) => result.get();
  measure("apply", () => few.map((args) => pool.apply(task, args)));
  measure("map", () => pool.map(ofRow, data.rows()));
  measure("starmap", () => pool.starmap(task, triples));
  measure("applyAsync", () => few.map(each).map(get));
  measure("mapAsync", () => get(pool.mapAsync(ofRow, data.rows())));
  measure("starmapAsync", () =>
    get(pool.starmapAsync(task, triples)),
  );
}

print("A function in JavaScript:");
race(howmany, howmany);

print("A kernel in C++:");
const { howmanyWithinRange } = kernels;
race(howmanyWithinRange(4, 8), howmanyWithinRange);

pool.close();
pool.join();
