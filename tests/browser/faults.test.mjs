// Kernels that fail in every way WebAssembly knows, and what pools leave behind.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { browsers } from "./drivers/index.mjs";
import { librarySite } from "./library-site.mjs";
import { withSite } from "./with-site.mjs";

/** In the page: runs each faulty kernel on rows of which one fails, then work of both kinds on the same pool. */
async function runFaulty(library) {
  const { Kernel, Pool } = await import(library);
  const pool = await Pool.create(2);
  const seen = {};
  for (const name of [
    "trap",
    "outOfBounds",
    "badCall",
    "overflow",
    "throwException",
    "throwNumber",
  ]) {
    const kernel = new Kernel(name, [0, 0]);
    const rows = Array.from({ length: 40 }, (_, i) => [i === 17 ? 1 : 0]);
    let error;
    try {
      await pool.mapAsync(kernel, rows, { chunksize: 4 });
    } catch (thrown) {
      error = thrown;
    }
    let sync;
    try {
      pool.map(kernel, rows);
    } catch (thrown) {
      sync = thrown;
    }
    const after = [
      pool.map(kernel, [[0], [2]]).join(),
      pool.map((x) => x + 1, [1, 2, 3, 4], { chunksize: 1 }).join(),
      (await pool.mapAsync((x) => [x], [1, 2])).join(),
    ];
    seen[name] = [error?.name, error?.message, sync?.name, after.join(" ")];
  }
  pool.close();
  await pool.joinAsync();
  return seen;
}

/**
 * In the page: terminates pools whose kernels never end, in a realm that goes on with other pools. Gives how each job and
 * what came after it ended.
 */
async function endKernels(library) {
  const { Kernel, Matrix, Pool } = await import(library);
  const seen = {};
  for (const name of ["spin", "allocate", "throwAndCatch"]) {
    for (let round = 0; round < 5; ++round) {
      const pool = await Pool.create(2);
      const rows = Matrix.zeros(2, 2);
      rows.data.set([1, 0, 1, 0]);
      const result = pool.mapAsync(new Kernel(name, [0, 0]), rows.rows(), { chunksize: 1 });
      // In a task of each processor, at any moment of its loop.
      while (rows.data[1] === 0 || rows.data[3] === 0) await new Promise((run) => setTimeout(run));
      pool.terminate();
      const end = await result.catch((error) => error.name);
      await pool.joinAsync();
      const next = await Pool.create(2);
      const values = await next.mapAsync((x) => "x".repeat(x).length, [1, 2, 30_000]);
      next.terminate();
      await next.joinAsync();
      seen[name] = [...(seen[name] ?? []), `${end} ${values}`];
    }
  }
  return seen;
}

/** In the page: counts the workers that the library has started and not ended. */
function countWorkers() {
  const RealWorker = globalThis.Worker;
  const open = new Set();
  globalThis.Worker = class extends RealWorker {
    constructor(...args) {
      super(...args);
      open.add(this);
    }
    terminate() {
      open.delete(this);
      super.terminate();
    }
  };
  globalThis.webpoolWorkerCount = () => open.size;
}

/**
 * In the page: each fault by an async and by a sync call; after each, two tasks that wait for each other, which takes all
 * processors, and a sum. Gives the name of the error and what came after.
 */
async function everyFault(library) {
  const { Kernel, Pool, share } = await import(library);
  const pool = await Pool.create(2);
  const state = share(new Int32Array(2));
  const meet = (view) => {
    if (Atomics.add(view, 0, 1) === 1) {
      Atomics.store(view, 1, 1);
      Atomics.notify(view, 1);
    }
    Atomics.wait(view, 1, 0);
    return Atomics.load(view, 0);
  };
  const kernel = (name) => [new Kernel(name, [0, 0]), [[1]]];
  const faults = {
    "an Error": [
      () => {
        throw new Error("x");
      },
      [1],
    ],
    "a subclass": [
      () => {
        class Own extends RangeError {
          name = "Own";
        }
        throw new Own("x");
      },
      [1],
    ],
    "a string": [
      () => {
        throw "text";
      },
      [1],
    ],
    null: [
      () => {
        throw null;
      },
      [1],
    ],
    "a hostile object": [
      () => {
        throw {
          get message() {
            throw new Error("no");
          },
        };
      },
      [1],
    ],
    "a stack overflow": [
      () => {
        const f = () => f() + 1;
        return f();
      },
      [1],
    ],
    "close()": [() => self.close(), [1]],
    "a result that cannot cross": [() => () => 1, [1]],
    "an argument that cannot cross": [(x) => x, [() => 1]],
    "a rejected promise": [
      async () => {
        throw new TypeError("x");
      },
      [1],
      "async only",
    ],
    unreachable: kernel("trap"),
    "out of bounds": kernel("outOfBounds"),
    "a bad call": kernel("badCall"),
    "an overflow of WebAssembly's stack": kernel("overflow"),
    "a C++ exception": kernel("throwException"),
    "a C++ number": kernel("throwNumber"),
  };
  const nameOf = (thrown) =>
    (typeof thrown === "object" && thrown?.name) || JSON.stringify(thrown) || "undefined";
  const after = async () => {
    state.fill(0);
    const met = await pool.mapAsync(meet, [state, state], { chunksize: 1 });
    return [
      ...met,
      pool.map((x) => x + 1, [1, 2, 3, 4], { chunksize: 1 }).reduce((a, b) => a + b),
    ].join();
  };
  const seen = {};
  for (const [fault, [fn, items, asyncOnly]] of Object.entries(faults)) {
    const modes = {
      async: () => pool.mapAsync(fn, items),
      ...(asyncOnly ? {} : { sync: () => pool.map(fn, items) }),
    };
    for (const [mode, call] of Object.entries(modes)) {
      let end = "no error";
      try {
        await call();
      } catch (thrown) {
        end = nameOf(thrown);
      }
      seen[`${fault}, ${mode}`] = `${end} ${await after()}`;
    }
  }
  seen.replaced = pool.stats().reduce((sum, { replacements }) => sum + replacements, 0);
  pool.terminate();
  await pool.joinAsync();
  return seen;
}

/** In the page, where garbage can be collected: drops pools without an end; the warnings, and the workers that are left. */
async function drop(library) {
  const { Pool } = await import(library);
  const warnings = [];
  const warn = console.warn;
  console.warn = (text) => warnings.push(String(text));
  const kept = await Pool.create(1);
  await (async () => {
    const dropped = await Pool.create(2);
    await dropped.mapAsync((x) => x, [1, 2]);
    const closed = await Pool.create(1);
    closed.close();
  })();
  const until = performance.now() + 60_000;
  while (globalThis.webpoolWorkerCount() > 1 && performance.now() < until) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  console.warn = warn;
  const left = globalThis.webpoolWorkerCount();
  return { left, warnings, kept: await kept.applyAsync(() => "works") };
}

/** In the page: makes and ends pools in every way; how many workers are left, and how much memory can be had. */
async function comeAndGo(library, rounds) {
  const { Matrix, Pool } = await import(library);
  const largest = () => {
    // The memory that is left, in rows of 64 kB, by trying.
    let low = 0;
    let high = 8192;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      try {
        Matrix.zeros(middle, 16384).free();
        low = middle;
      } catch {
        high = middle;
      }
    }
    return low;
  };
  const before = largest();
  for (let round = 0; round < rounds; ++round) {
    const pool = await Pool.create(2);
    await pool.mapAsync(async (x) => x, [1, 2, 3]);
    if (round % 2 === 0) {
      pool.close();
    } else {
      const busy =
        round % 10 === 1
          ? pool.mapAsync(() => {
              for (;;);
            }, [1])
          : pool.applyAsync((x) => x, [1]);
      busy.catch(() => {});
      pool.terminate();
      if (round % 4 === 3) continue; // nobody joins it
    }
    await pool.joinAsync();
  }
  // Threads exit after the pool's join; their workers are gone soon after. Four killed processors' stacks (1 MB each) rest in
  // quarantine for ten seconds; more would be a leak.
  const kept = 4 * 17 + 32;
  const until = performance.now() + 60_000;
  let workers, lost;
  do {
    await new Promise((resolve) => setTimeout(resolve, 50));
    workers = globalThis.webpoolWorkerCount();
    lost = before - largest();
  } while ((workers !== 0 || lost > kept) && performance.now() < until);
  return { workers, lost, kept };
}

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

    test("traps and exceptions of kernels are errors, and the pool works on", (t) =>
      onPage(async (page, url) => {
        const seen = await page.evaluate(runFaulty, `${url}faulty/webpool.js`);
        const expected = {
          trap: "RuntimeError",
          outOfBounds: "RuntimeError",
          badCall: "RuntimeError",
          overflow: /RuntimeError|RangeError|InternalError/,
          throwException: "Error",
          throwNumber: "Error",
        };
        for (const [kernel, errorName] of Object.entries(expected)) {
          await t.test(kernel, () => {
            const [async, message, sync, after] = seen[kernel];
            assert.match(
              async ?? "no error",
              new RegExp(`^(?:${errorName.source ?? errorName})$`),
              message,
            );
            assert.equal(sync, async);
            assert.ok(message.length > 0);
            assert.equal(after, "7,7 2,3,4,5 1,2");
          });
        }
      }));

    test("every fault is an error of its call alone, and the pool stays at full strength", () =>
      onPage(async (page, url) => {
        const seen = await page.evaluate(everyFault, `${url}faulty/webpool.js`);
        const expected = {
          "an Error": /^Error$/,
          "a subclass": /^Own$/,
          "a string": /^"text"$/,
          null: /^null$/,
          "a hostile object": /^Error$/,
          "a stack overflow": /^(RangeError|InternalError)$/,
          "close()": /^Error$/,
          "a result that cannot cross": /^SerializationError$/,
          "an argument that cannot cross": /^SerializationError$/,
          "a rejected promise": /^TypeError$/,
          unreachable: /^RuntimeError$/,
          "out of bounds": /^RuntimeError$/,
          "a bad call": /^RuntimeError$/,
          "an overflow of WebAssembly's stack": /^(RuntimeError|RangeError|InternalError)$/,
          "a C++ exception": /^Error$/,
          "a C++ number": /^Error$/,
        };
        assert.equal(seen.replaced, 0, "no worker had to be replaced");
        for (const [fault, name] of Object.entries(expected)) {
          for (const mode of fault === "a rejected promise" ? ["async"] : ["async", "sync"]) {
            const [end, after] = seen[`${fault}, ${mode}`].split(/ (?=[^ ]*$)/);
            assert.match(end, name, `${fault}, ${mode}`);
            assert.equal(after, "2,2,14", `after ${fault}, ${mode}`);
          }
        }
      }));

    test("terminate ends kernels that never end, and the memory stays sound", () =>
      onPage(async (page, url) => {
        const seen = await page.evaluate(endKernels, `${url}faulty/webpool.js`);
        const ended = Array(5).fill("PoolTerminatedError 1,2,30000");
        assert.deepEqual(seen, { spin: ended, allocate: ended, throwAndCatch: ended });
      }));

    test("pools that have ended leave no worker and no memory behind", () =>
      onPage(async (page, url) => {
        await page.evaluate(countWorkers);
        const { workers, lost, kept } = await page.evaluate(comeAndGo, `${url}lib/webpool.js`, 40);
        assert.equal(workers, 0);
        assert.ok(lost <= kept, `${lost * 64} kB are gone`);
      }));

    test("what a killed task may still write goes to nobody else's memory", (t) =>
      onPage(async (page, url) => {
        if (!(await page.evaluate(() => typeof globalThis.gc === "function")))
          return t.skip("garbage cannot be collected on demand here");
        const seen = await page.evaluate(killAndReuse, `${url}lib/webpool.js`);
        assert.deepEqual(seen, { name: "CancelledError", written: 0, after: 2 });
      }));

    test("what is given back right after a forced cancel waits, what was made since does not", () =>
      onPage(async (page, url) => {
        const lines = await page.evaluate(
          async (library, text) => {
            const { Program } = await import(library);
            const lines = [];
            await new Program(text, { onOutput: (more) => lines.push(...more) }).run();
            return lines.map((line) => line.text);
          },
          `${url}lib/webpool.js`,
          killAndReuseAtOnce.replace("./", url),
        );
        assert.deepEqual(lines, ["written: 0", "after: 2"]);
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

    test("a pool that is dropped without close warns once and gives up its workers", (t) =>
      onPage(async (page, url) => {
        if (!(await page.evaluate(() => typeof globalThis.gc === "function")))
          return t.skip("garbage cannot be collected on demand here");
        await page.evaluate(countWorkers);
        const { left, warnings, kept } = await page.evaluate(drop, `${url}lib/webpool.js`);
        assert.deepEqual(
          { left, kept, warned: warnings.length },
          { left: 1, kept: "works", warned: 1 },
        );
        assert.match(warnings[0], /dropped without close/);
      }));
  });
}
