import { Pool } from "webpool";

function square(x) {
  sleep(200);
  print(`the square of ${x} has ended`);
  return x * x;
}

const pool = new Pool();

// An AsyncResult comes back at once: a handle to future
// results.
const result = pool.mapAsync(square, [1, 2, 3, 4, 5, 6, 7, 8]);
print("mapAsync has returned. Ready?", result.ready());

// Wait a little, and look again.
result.wait(50);
print("50 ms later. Ready?", result.ready());

// get blocks until the results are there.
print("Results:", result.get());
print("Ready?", result.ready(), "Successful?", result.successful());

pool.close();
pool.join();
