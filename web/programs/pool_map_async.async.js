import { Pool } from "webpool";

function square(x) {
  sleep(200);
  print(`the square of ${x} has ended`);
  return x * x;
}

const pool = await Pool.create();

// An AsyncResult comes back at once: a handle to future
// results.
const result = pool.mapAsync(square, [1, 2, 3, 4, 5, 6, 7, 8]);
print("mapAsync has returned. Ready?", result.ready());

// The program has time for something else: a timer of its own.
await new Promise((resolve) => setTimeout(resolve, 50));
print("50 ms later. Ready?", result.ready());

// An AsyncResult can be awaited like any promise.
print("Results:", await result);
print("Ready?", result.ready(), "Successful?", result.successful());

pool.close();
await pool.joinAsync();
