import { Pool } from "webpool";

function inverse(x) {
  if (x === 0) throw new RangeError("zero has no inverse");
  print(`1 / ${x} has ended`);
  return 1 / x;
}

const pool = new Pool();

// Each number is a chunk of its own. The others run to their
// end; then map throws what the task threw.
try {
  pool.map(inverse, [4, 2, 0, 1], { chunksize: 1 });
} catch (error) {
  print(`${error.name}: ${error.message}`);
  print("It came from item", error.item);
}

// An error ends a call, not the pool.
print("Results:", pool.map(inverse, [4, 2, 1]));

pool.close();
pool.join();
