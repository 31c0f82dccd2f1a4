import { Pool } from "webpool";

// A long task looks now and then whether it is still wanted.
function slow(x) {
  for (let step = 0; step < 20; step++) {
    if (processor.signal.aborted) return null;
    sleep(10);
  }
  return x * x;
}

const pool = await Pool.create();
const numbers = Array.from({ length: 1_000 }, (_, i) => i);

// An AbortSignal does the same as result.cancel().
const signal = AbortSignal.timeout(300);
const result = pool.mapAsync(slow, numbers, { signal });
print("A thousand tasks of 200 ms are handed out.");

// Nobody wants to wait so long.
try {
  await result;
} catch (error) {
  print("await throws:", error.name);
}

// The pool is free again at once.
print("Results:", await pool.mapAsync(slow, [1, 2, 3]));

pool.close();
await pool.joinAsync();
