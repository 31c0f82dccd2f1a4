// What the library promises about the `timeout` of calls, as cases for ../contract.mjs. Where a task has to be in time, the
// timeout is so long that a busy machine does not make it late; so the cases with `waits` wait for theirs together.

/** @type {import("../contract.mjs").Cases} */
export const contract = {
  "a task that loops for longer than its timeout is ended alone, and named": {
    needs: "threads",
    waits: true,
    run: async (w, pool) => {
      const state = w.share(new Int32Array(2));
      const task = (x, view) => {
        if (x === 13) for (;;) continue;
        Atomics.add(view, 0, 1);
        return x;
      };
      const items = [11, 12, 13, 14, 15, 16].map((x) => [x, state]);
      const options = { chunksize: 1, timeout: 1000 };
      const told = [];
      const replaced = () => pool.stats().reduce((sum, { replacements }) => sum + replacements, 0);
      const before = replaced();
      const late = pool.starmapAsync(task, items, {
        ...options,
        callback: () => told.push("a result"),
        errorCallback: ({ name, item }) => told.push(name, item),
      });
      const other = pool.mapAsync((x) => x * x, [1, 2, 3]);
      const error = await late.catch((error) => error);
      // Two tasks that wait for each other need two processors.
      const meet = (view) => {
        if (Atomics.add(view, 1, 1) === 1) Atomics.notify(view, 1);
        else Atomics.wait(view, 1, 1);
        return Atomics.load(view, 1);
      };
      const met = await pool.mapAsync(meet, [state, state], { chunksize: 1 });
      return [
        error instanceof w.TimeoutError,
        error.item,
        error.message,
        told,
        Atomics.load(state, 0),
        await other,
        met,
        replaced() - before,
      ];
    },
    expect: [
      true,
      2,
      "item 2: its task took longer than its timeout of 1000 ms and was ended; raise the timeout, or give each task less to do",
      ["TimeoutError", 2],
      5,
      [1, 4, 9],
      [2, 2],
      1,
    ],
  },
  "a sync call ends with the TimeoutError of its task": {
    needs: "threads",
    run: (w, pool) => {
      const caught = (run) => {
        try {
          return run();
        } catch (error) {
          return [error.name, error.item];
        }
      };
      const loop = (x) => {
        while (x === 3) continue;
        return x;
      };
      return [
        caught(() => pool.map(loop, [1, 2, 3, 4], { chunksize: 1, timeout: 1000 })),
        pool.apply((x) => x + 1, [1], { timeout: 60_000 }),
      ];
    },
    expect: [["TimeoutError", 2], 2],
  },
  "a task that awaits for longer than its timeout is ended alone, and named": {
    waits: true,
    run: async (w, pool) => {
      const wait = async (x) => {
        if (x === 2) await new Promise(() => {});
        return x;
      };
      const late = pool.mapAsync(wait, [1, 2, 3, 4], { chunksize: 1, timeout: 2000 });
      const error = await late.catch((error) => error);
      // So does a function whose module never ends to load.
      const module = "data:text/javascript,export const f = () => 1; await new Promise(() => {})";
      const unloaded = await pool
        .applyAsync({ module, name: "f" }, [], { timeout: 1000 })
        .catch((error) => error);
      const rest = await pool.mapAsync(wait, [1, 3], { timeout: 60_000 });
      return [error.name, error.item, unloaded.name, unloaded.item, rest];
    },
    expect: ["TimeoutError", 1, "TimeoutError", 0, [1, 3]],
  },
  "imap throws a TimeoutError in place of the late result, and goes on": {
    waits: true,
    run: async (w, pool) => {
      const wait = async (x) => {
        if (x % 5 === 3) await new Promise(() => {});
        return x;
      };
      const read = async (results) => {
        const seen = [];
        for (;;) {
          try {
            const { done, value } = await results.nextAsync();
            if (done) return seen;
            seen.push(value);
          } catch (error) {
            seen.push(`${error.name} ${error.item}`);
          }
        }
      };
      // An error stands for the results of its chunk.
      const chunksizes = [1, 2];
      return Promise.all(
        chunksizes.map((chunksize) =>
          read(pool.imap(wait, [0, 1, 2, 3, 4, 5], { timeout: 2000, chunksize })),
        ),
      );
    },
    expect: [
      [0, 1, 2, "TimeoutError 3", 4, 5],
      [0, 1, "TimeoutError 3", 4, 5],
    ],
  },
  "a task that was late is late, whatever it gives or throws in the end": {
    waits: true,
    run: async (w, pool) => {
      const slow = (how) => {
        for (const end = performance.now() + 50; performance.now() < end;);
        if (how === "throws") throw new RangeError("given up");
        return how;
      };
      const calls = ["returns", "throws"].map((how) =>
        pool.applyAsync(slow, [how], { timeout: 5 }).catch((error) => error.name),
      );
      const later = (how) =>
        new Promise((resolve, reject) => setTimeout(how === "throws" ? reject : resolve, 200));
      const awaited = ["returns", "throws"].map((how) =>
        pool.applyAsync(later, [how], { timeout: 5 }).catch((error) => error.name),
      );
      return Promise.all([...calls, ...awaited]);
    },
    expect: ["TimeoutError", "TimeoutError", "TimeoutError", "TimeoutError"],
  },
  "tasks that are in time give what they give without a timeout": {
    run: async (w, pool) => {
      const numbers = Array.from({ length: 1000 }, (_, i) => i);
      const sum = (results) => results.reduce((a, b) => a + b, 0);
      const sums = [];
      for (const timeout of [60_000, 1e12, Infinity, null, undefined, 59_999.5])
        sums.push(sum(await pool.mapAsync((x) => x * 2, numbers, { timeout })));
      const failed = await pool
        .mapAsync(
          (x) => {
            throw new RangeError(`${x}`);
          },
          [7],
          { timeout: 60_000 },
        )
        .catch((error) => [error.name, error.message, error.item]);
      const results = await pool.starmapAsync(async (a, b) => `${a}${b}`, [["a", 1]], {
        timeout: 60_000,
      });
      // The host looks at these tasks many times in the millisecond in which they begin.
      const busy = (x) => {
        for (const end = performance.now() + 0.3; performance.now() < end;);
        return x;
      };
      const longest = [2 ** 30, 2 ** 31 - 1, 1e12];
      for (let round = 0; round < 30; ++round) {
        const calls = numbers
          .slice(0, 20)
          .map((x) => pool.applyAsync(busy, [x], { timeout: longest[round % 3] }));
        sums.push(sum(await Promise.all(calls)));
      }
      return [sums.slice(0, 6), new Set(sums.slice(6)).size, failed, results];
    },
    expect: [Array(6).fill(999000), 1, ["RangeError", "7", 0], ["a1"]],
  },
  "a timeout of another kind, or for a kernel, is an error that names it": {
    run: async (w, pool) => {
      const message = async (call) => {
        try {
          return await call();
        } catch (error) {
          return `${error.name}: ${error.message}`;
        }
      };
      const one = (options) => message(() => pool.mapAsync((x) => x, [1], options));
      const rows = w.Matrix.zeros(2, 2).rows();
      const kernel = w.kernels.howmanyWithinRange(1, 2);
      return [
        await one({ timeout: -1 }),
        await one({ timeout: 0 }),
        await one({ timeout: NaN }),
        await one({ timeout: "5" }),
        await one({ timeOut: 5 }),
        await message(() => pool.imap((x) => x, [1], { timeout: -5 })),
        await message(() => pool.mapAsync(kernel, rows, { timeout: 5 })),
        await message(() => pool.imap(kernel, rows, { timeout: 5 })),
      ];
    },
    expect: [
      "RangeError: timeout: -1 is out of range; the milliseconds that a task may take are more than 0",
      "RangeError: timeout: 0 is out of range; the milliseconds that a task may take are more than 0",
      "RangeError: timeout: NaN is out of range; the milliseconds that a task may take are more than 0",
      'TypeError: mapAsync: timeout: a number of milliseconds is needed; "5" was given',
      "TypeError: mapAsync has no option timeOut; did you mean timeout?",
      "RangeError: timeout: -5 is out of range; the milliseconds that a task may take are more than 0",
      "TypeError: timeout: only functions can have one; a kernel always runs to its end",
      "TypeError: timeout: only functions can have one; a kernel always runs to its end",
    ],
  },
  "a timeout and a signal: what comes first ends the call": {
    waits: true,
    run: async (w, pool) => {
      const wait = () => new Promise(() => {});
      const end = (error) => [error.name, error.cause?.name ?? error.cause ?? null];
      const controller = new AbortController();
      const aborted = pool.applyAsync(wait, [], { timeout: 60_000, signal: controller.signal });
      controller.abort("enough");
      const seen = [end(await aborted.catch((error) => error))];
      const { signal } = new AbortController();
      seen.push(end(await pool.applyAsync(wait, [], { timeout: 100, signal }).catch((e) => e)));
      // The whole call.
      const whole = pool.mapAsync(wait, [1, 2], {
        timeout: 60_000,
        signal: AbortSignal.timeout(50),
      });
      seen.push(end(await whole.catch((error) => error)));
      return [seen, await pool.mapAsync((x) => x, [1, 2], { chunksize: 1 })];
    },
    expect: [
      [
        ["CancelledError", "enough"],
        ["TimeoutError", null],
        ["CancelledError", "TimeoutError"],
      ],
      [1, 2],
    ],
  },
  "the worker that takes over is initialized, and wears out like others": {
    needs: "threads",
    waits: true,
    run: async (w) => {
      const pool = await w.Pool.create(1, {
        initializer: (x) => {
          globalThis.initialized = x;
        },
        initargs: [7],
        maxtasksperchild: 2,
      });
      const task = (x) => {
        while (x === 2) continue;
        return globalThis.initialized + x;
      };
      const late = pool.mapAsync(task, [1, 2, 3], { chunksize: 1, timeout: 2000 });
      const error = await late.catch((error) => error);
      const results = await pool.mapAsync(task, [3, 4, 5], { chunksize: 1, timeout: 60_000 });
      pool.close();
      await pool.joinAsync();
      return [error.name, error.item, results];
    },
    expect: ["TimeoutError", 1, [10, 11, 12]],
  },
};
