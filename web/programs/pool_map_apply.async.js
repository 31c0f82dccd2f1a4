import { Pool } from "webpool";

function cube(x) {
  sleep(100);
  print(`the cube of ${x} has ended`);
  return x ** 3;
}

const numbers = [1, 2, 3, 4, 5, 6];
const pool = await Pool.create();

// mapAsync: one call of the pool, six tasks, all processors
// at work.
let begin = performance.now();
const mapped = await pool.mapAsync(cube, numbers);
print("map:", mapped);
print(`map took ${(performance.now() - begin).toFixed(0)} ms.`);

// applyAsync, each awaited before the next is handed out: one
// after another, as with apply.
begin = performance.now();
const applied = [];
for (const x of numbers)
  applied.push(await pool.applyAsync(cube, [x]));
print("apply:", applied);
print(`apply took ${(performance.now() - begin).toFixed(0)} ms.`);

pool.close();
await pool.joinAsync();
