// What killed tasks may still write to, and jobs that end where no memory is left.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { browsers } from "./drivers/index.mjs";
import { librarySite } from "./library-site.mjs";
import { runHere, texts } from "./run-program.mjs";
import { withSite } from "./with-site.mjs";

/**
 * In the page, where garbage can be collected: kills a task that gives results and writes to a shared array, lets go of both,
 * and fills the memory with zeros. How many are others once Chromium, which lets a worker run on for two seconds, has ended
 * it.
 */
async function killAndReuse(library) {
  const { Matrix, Pool, share, unshare } = await import(library);
  const { countWritten, fillMemory } = await import(new URL("../memory.js", library));
  const pool = await Pool.create(1);
  const count = share(new Int32Array(1));
  const name = await (async () => {
    const array = share(new Float64Array(20_000));
    const matrix = Matrix.zeros(1, 20_000);
    const items = Array.from(array, () => [count, array, matrix.row(0)]);
    const slowly = (calls, numbers, row) => {
      calls[0] += 1;
      for (const end = performance.now() + 0.2; performance.now() < end;);
      return (numbers[calls[0]] = row[calls[0]] = 7);
    };
    const result = pool.starmapAsync(slowly, items, { chunksize: items.length });
    while (count[0] < 100) await new Promise((run) => setTimeout(run));
    result.cancel({ force: true });
    unshare(array);
    matrix.free();
    return result.catch((error) => error.name);
  })();
  for (let round = 0; round < 10; ++round) {
    globalThis.gc();
    await new Promise((run) => setTimeout(run));
  }
  const arrays = fillMemory((size) => share(new Float64Array(size)), 2 ** 20, 64);
  for (let calls = -1, until = performance.now() + 60_000; calls !== count[0];) {
    if (performance.now() > until) throw new Error(`the killed task still runs: ${count[0]} calls`);
    calls = count[0];
    await new Promise((run) => setTimeout(run, 100)); // five hundred more, where it still runs
  }
  const written = countWritten(arrays);
  arrays.forEach(unshare);
  const after = await pool.applyAsync((x) => x + 1, [1]);
  pool.terminate();
  await pool.joinAsync();
  return { name, written, after };
}

/** The same as a program, which gives the array back before the host has learnt whom to kill. Prints what was written. */
const killAndReuseAtOnce = `
  import { Pool, share, unshare } from "webpool";
  import { countWritten, fillMemory } from "./memory.js";
  const pool = new Pool(1);
  const count = share(new Float64Array(1));
  const array = share(new Float64Array(50_000));
  const write = (calls, numbers) => {
    for (;;) numbers[calls[0]++ % numbers.length] = 7;
  };
  const result = pool.applyAsync(write, [count, array]);
  while (count[0] < 100) sleep(1);
  result.cancel({ force: true });
  unshare(array);
  const arrays = fillMemory((size) => share(new Float64Array(size)), 2 ** 20, 64);
  for (let calls = -1, until = performance.now() + 60_000; calls !== count[0];) {
    if (performance.now() > until) throw new Error("the killed task still runs: " + count[0] + " calls");
    calls = count[0];
    sleep(100); // a million more, where it still runs
  }
  const written = countWritten(arrays);
  arrays.forEach(unshare);
  print("written:", written);
  // What was made after the kill comes back at once.
  for (let i = 0; i < 10; ++i) unshare(share(new Uint8Array(2 ** 27)));
  print("after:", pool.apply((x) => x + 1, [1]));
  pool.terminate();
`;

/** In the page: ends jobs and pools whose tasks spin when no memory is left; how each ended, and what works after that. */
async function endWithoutMemory(library) {
  const { Pool, share, unshare } = await import(library);
  const { fillMemory } = await import(new URL("../memory.js", library));
  const ways = {
    cancel: (result) => result.cancel(),
    "cancel by force": (result) => result.cancel({ force: true }),
    terminate: (result, pool) => pool.terminate(),
  };
  const spin = (word) => {
    for (word[0] = 1; ;);
  };
  const jobs = [];
  for (const [name, end] of Object.entries(ways)) {
    const pool = await Pool.create(1);
    const began = share(new Int32Array(1));
    const result = pool.applyAsync(spin, [began]);
    while (began[0] === 0) await new Promise((run) => setTimeout(run));
    jobs.push({ name, pool, end: () => end(result, pool), result });
  }
  const seen = {};
  const arrays = [];
  for (const { name, end, result } of jobs) {
    arrays.push(...fillMemory((size) => share(new Uint8Array(size)), 2 ** 26, 32));
    end();
    seen[name] = await result.catch((error) => error?.name);
  }
  arrays.forEach(unshare);
  for (const { pool } of jobs) {
    pool.terminate();
    await pool.joinAsync();
  }
  // What the killed tasks may write to is given back seconds later.
  for (const until = performance.now() + 60_000; ;) {
    try {
      unshare(share(new Uint8Array(2 ** 27)));
      break;
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((run) => setTimeout(run, 100));
    }
  }
  const next = await Pool.create(1);
  seen.next = await next.applyAsync((x) => x + 1, [1]);
  next.terminate();
  await next.joinAsync();
  return seen;
}

for (const { name, launch } of browsers) {
  describe(name, () => {
    const { onPage } = withSite(launch, { root: librarySite });

    test("what a killed task may still write goes to nobody else's memory", (t) =>
      onPage(async (page, url) => {
        if (!(await page.evaluate(() => typeof globalThis.gc === "function")))
          return t.skip("garbage cannot be collected on demand here");
        const seen = await page.evaluate(killAndReuse, `${url}lib/webpool.js`);
        assert.deepEqual(seen, { name: "CancelledError", written: 0, after: 2 });
      }));

    test("what is given back right after a forced cancel waits, what was made since does not", () =>
      onPage(async (page, url) => {
        const text = killAndReuseAtOnce.replace("./", url);
        const { end, lines } = await page.evaluate(runHere, `${url}lib/webpool.js`, text);
        assert.deepEqual([end, ...texts(lines)], ["resolved", "written: 0", "after: 2"]);
      }));

    test("jobs and pools end as they should where no memory is left", () =>
      onPage(async (page, url) => {
        const seen = await page.evaluate(endWithoutMemory, `${url}lib/webpool.js`);
        // Either what ended it or, where there was no memory for that, its lack.
        assert.match(seen.cancel, /^(CancelledError|RangeError)$/);
        assert.match(seen["cancel by force"], /^(CancelledError|RangeError)$/);
        assert.match(seen.terminate, /^(PoolTerminatedError|RangeError)$/);
        assert.equal(seen.next, 2);
      }));
  });
}
