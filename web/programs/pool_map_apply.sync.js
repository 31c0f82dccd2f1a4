import { Pool } from "webpool";

function cube(x) {
  sleep(100);
  print(`the cube of ${x} has ended`);
  return x ** 3;
}

const numbers = [1, 2, 3, 4, 5, 6];
const pool = new Pool();

// map: one call of the pool, six tasks, all processors at work.
let begin = performance.now();
const mapped = pool.map(cube, numbers);
print("map:", mapped);
print(`map took ${(performance.now() - begin).toFixed(0)} ms.`);

// apply: one task for each call, and the program waits for
// it. A processor works, but never two at once: nothing is
// gained.
begin = performance.now();
const applied = numbers.map((x) => pool.apply(cube, [x]));
print("apply:", applied);
print(`apply took ${(performance.now() - begin).toFixed(0)} ms.`);

pool.close();
pool.join();
