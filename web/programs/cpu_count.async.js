import { Pool, cpuCount } from "webpool";

print("Processors of this machine:", cpuCount());

// Six tasks of the same length. The tag beside a line names
// its processor.
function task(number) {
  sleep(150);
  print(`task ${number} has ended`);
  return number;
}

// Without a number in the brackets, the slider above says how
// many to start.
const pool = await Pool.create();

const begin = performance.now();
const numbers = await pool.mapAsync(task, [1, 2, 3, 4, 5, 6]);
const time = performance.now() - begin;

print("Results:", numbers);
print(`Six tasks of 150 ms took ${time.toFixed(0)} ms.`);

pool.close();
await pool.joinAsync();
