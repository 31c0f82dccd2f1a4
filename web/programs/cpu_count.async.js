import { Pool, cpuCount } from "webpool";

const count = 6; // 1 to 24

print("Processors of this machine:", cpuCount());

// Tasks of the same length. The tag beside a line names
// its processor.
function task(number) {
  sleep(150);
  print(`task ${number} has ended`);
  return number;
}

// Without a number in the brackets, the slider below says how
// many to start.
const pool = await Pool.create();

const items = Array.from({ length: count }, (_, i) => i + 1);
const begin = performance.now();
const numbers = await pool.mapAsync(task, items);
const time = performance.now() - begin;

print("Results:", numbers);
print(`${count} tasks of 150 ms took ${time.toFixed(0)} ms.`);

pool.close();
await pool.joinAsync();
