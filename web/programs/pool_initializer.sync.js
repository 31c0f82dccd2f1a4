import { Pool } from "webpool";

// Once in each processor, before its first task.
function prepare(size) {
  sleep(100);
  globalThis.squares = Array.from(
    { length: size },
    (_, n) => n * n,
  );
  print(`a table of ${size} squares is ready`);
}

// A task sees what the initializer left in its processor.
function lookUp(n) {
  sleep(100);
  return globalThis.squares[n];
}

// As many processors as the slider says.
const pool = new Pool(undefined, {
  initializer: prepare,
  initargs: [100],
});

print("Results:", pool.map(lookUp, [2, 3, 5, 7, 11, 13, 17, 19]));

pool.close();
pool.join();
