import { Pool } from "webpool";

// A long task looks now and then whether it is still wanted.
function slow(x) {
  for (let step = 0; step < 20; step++) {
    if (processor.signal.aborted) return null;
    sleep(10);
  }
  return x * x;
}

const pool = new Pool();
const numbers = Array.from({ length: 1_000 }, (_, i) => i);

const result = pool.mapAsync(slow, numbers);
print("A thousand tasks of 200 ms are handed out.");

// Nobody wants to wait so long.
result.wait(300);
print("Cancelled?", result.cancel());
try {
  result.get();
} catch (error) {
  print("get throws:", error.name);
}

// The pool is free again at once.
print("Results:", pool.map(slow, [1, 2, 3]));

pool.close();
pool.join();
