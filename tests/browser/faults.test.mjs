// Kernels that fail in every way WebAssembly knows, and tasks that fail in every way that JavaScript does.
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
  });
}
