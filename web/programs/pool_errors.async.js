import { Pool } from "webpool";

function inverse(x) {
  if (x === 0) throw new RangeError("zero has no inverse");
  print(`1 / ${x} has ended`);
  return 1 / x;
}

const pool = await Pool.create();

// Each number is a chunk of its own. The others run to their
// end; then errorCallback hears of the error, and await
// throws it.
const result = pool.mapAsync(inverse, [4, 2, 0, 1], {
  chunksize: 1,
  errorCallback: ({ message }) => print("Heard:", message),
});
try {
  await result;
} catch (error) {
  print(`${error.name}: ${error.message}`);
  print("It came from item", error.item);
}

// An error ends a call, not the pool.
print("Results:", await pool.mapAsync(inverse, [4, 2, 1]));

pool.close();
await pool.joinAsync();
