import { Pool } from "webpool";

function rest(name, duration) {
  sleep(duration);
  print(`${name} has ended`);
  return `${name}: ${duration} ms`;
}

const pool = await Pool.create();

// Each call hands out one task and returns at once, so they
// run side by side.
const results = [
  pool.applyAsync(rest, ["first", 400]),
  pool.applyAsync(rest, ["second", 100]),
  pool.applyAsync(rest, ["third", 250]),
  pool.applyAsync(rest, ["fourth", 150]),
];
print("Four tasks are handed out.");

// The first task ends late; its result is asked for first all
// the same.
for (const result of results) print("Result:", await result);

pool.close();
await pool.joinAsync();
