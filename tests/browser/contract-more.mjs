// The part of the contract that goes beyond map, starmap and apply; see contract.mjs, which runs it.

/** @type {Record<string, { run: Function, expect: unknown }>} */
export const moreContract = {
  "large chunks of numbers, with other results among them": {
    run: async (w, pool) => {
      const numbers = Array.from({ length: 500 }, (_, i) => i);
      const data = w.Matrix.zeros(300, 2);
      data.data.forEach((_, i, all) => (all[i] = i));
      const mixed = (x) => (x % 250 === 249 ? String(x) : x % 100 === 99 ? undefined : x * 2.5);
      const late = (x) => (x % 100 === 77 ? Promise.resolve("late") : -x);
      const text = (x) => x.length;
      const texts = numbers.map((x) => "x".repeat(x));
      const ofRow = (row) => (row[0] === 400 ? [...row] : row[0] * row[1]);
      const kept = (row) => row;
      const chunks = { chunksize: 250 };
      const pairs = [
        [pool.map(mixed, numbers, chunks), numbers.map(mixed)],
        [pool.map(mixed, Float64Array.from(numbers), chunks), numbers.map(mixed)],
        [await pool.mapAsync(late, numbers, chunks), await Promise.all(numbers.map(late))],
        [pool.map(text, texts, chunks), texts.map(text)],
        [pool.map(ofRow, data.rows(), chunks), data.rows().map(ofRow)],
        [pool.map(kept, data.rows(), chunks), data.rows().map(kept)],
        [pool.map(() => {}, numbers, chunks), numbers.map(() => undefined)],
      ];
      for (const count of [63, 64, 8193]) {
        const rows = w.Matrix.zeros(count, 1);
        const blocks = rows.rows({ block: 1 });
        const counted = pool.map((block) => block.rowCount, blocks, { chunksize: count });
        pairs.push([counted, Array(count).fill(1)]);
        rows.free();
      }
      const same = ([a, b]) =>
        a.length === b.length && a.every((x, i) => JSON.stringify(x) === JSON.stringify(b[i]));
      data.free();
      return pairs.every(same);
    },
    expect: true,
  },
  "an error arrives with its cause, its code and all it has": {
    run: async (w, pool) => {
      const caught = (fn, ...args) =>
        pool.applyAsync(fn, args).then(
          () => "nothing",
          (error) => error,
        );
      const own = await caught(() => {
        class NotFound extends RangeError {
          name = "NotFound";
          code = "E_NOT_FOUND";
        }
        const error = new NotFound("outer", {
          cause: new TypeError("inner", { cause: { status: 404 } }),
        });
        throw Object.assign(error, { self: error, list: [1, { a: 1 }], cannot: { cross() {} } });
      });
      const several = await caught(() => Promise.any([Promise.reject(new SyntaxError("one"))]));
      const partly = await caught(() =>
        Promise.any(
          [new RangeError("one"), { cross() {} }, new URIError("three")].map((error) =>
            Promise.reject(error),
          ),
        ),
      );
      const ownNames = await caught(() => {
        throw Object.assign(new Error("own"), { item: "book", processor: "Intel" });
      });
      const late = await caught(() => {
        throw Object.assign(new DOMException("late", "TimeoutError"), { after: 5 });
      });
      const plain = await caught(() => {
        throw { message: "no", status: 503 };
      });
      const mine = await caught(() => {
        class TimeoutError extends Error {
          name = "TimeoutError";
        }
        throw new TimeoutError("mine");
      });
      const frozen = await caught(() => {
        throw Object.freeze(new URIError("frozen"));
      });
      // Where the engine has no such class, another stands for it.
      const suppressed = await caught(() => {
        const Class = globalThis.SuppressedError ?? TypeError;
        const error = new Class(new RangeError("second"), 5, "both");
        throw Object.assign(error, { isClass: error.constructor.name });
      });
      return [
        [own instanceof RangeError, own.name, own.message, own.code, own.self === own, own.list],
        ["cannot" in own, own.cause instanceof TypeError, own.cause.message, own.cause.cause],
        [typeof own.remoteStack, /NotFound|outer|@/.test(own.remoteStack)],
        [several instanceof AggregateError, several.errors[0] instanceof SyntaxError],
        partly.errors.map((error) => `${error.name}: ${error.message}`),
        [ownNames.item, ownNames.processor],
        [late instanceof DOMException, late.name, late.code, late.after],
        [late instanceof w.TimeoutError, mine instanceof w.TimeoutError, mine.name],
        plain,
        [frozen instanceof URIError, frozen.message, frozen.item],
        suppressed.constructor.name === suppressed.isClass &&
          (suppressed.isClass === "TypeError" || suppressed.error.message === "second"),
      ];
    },
    expect: [
      [true, "NotFound", "outer", "E_NOT_FOUND", true, [1, { a: 1 }]],
      [false, true, "inner", { status: 404 }],
      ["string", true],
      [true, true],
      [
        "RangeError: one",
        "SerializationError: errors[1]: the function cross at errors[1].cross cannot cross to a processor or back; pass data, and make the rest of it there",
        "URIError: three",
      ],
      ["book", "Intel"],
      [true, "TimeoutError", 23, 5],
      [false, false, "TimeoutError"],
      { message: "no", status: 503 },
      [true, "frozen", 0],
      true,
    ],
  },
  "the reason of an abort is the cause of the CancelledError": {
    run: async (w, pool) => {
      const reason = { why: "enough" };
      const controller = new AbortController();
      // The job may be cancelled before the task listens.
      const wait = () =>
        new Promise((resolve) => {
          if (processor.signal.aborted) resolve();
          else processor.signal.addEventListener("abort", resolve);
        });
      const running = pool.mapAsync(wait, [1, 2], { signal: controller.signal });
      controller.abort(reason);
      const late = pool.mapAsync((x) => x, [1], { signal: controller.signal });
      const cancelled = pool.mapAsync(wait, [1]);
      cancelled.cancel();
      return Promise.all(
        [running, late, cancelled].map((job) =>
          job.catch((error) => [
            error instanceof w.CancelledError,
            error.cause === reason,
            "cause" in error,
          ]),
        ),
      );
    },
    expect: [
      [true, true, true],
      [true, true, true],
      [true, false, false],
    ],
  },
  "an error in a large chunk names its item": {
    run: (w, pool) => {
      const data = w.Matrix.zeros(500, 1);
      data.data.forEach((_, i, all) => (all[i] = i));
      const item = (run) => {
        try {
          run();
        } catch (error) {
          return [error.message, error.item];
        }
      };
      const chunks = { chunksize: 250 };
      const all = [
        item(() =>
          pool.map(
            (x) => {
              if (x === 333) throw new Error("list");
              return x;
            },
            Array.from(data.data),
            chunks,
          ),
        ),
        item(() =>
          pool.map(
            ([x]) => {
              if (x === 444) throw new Error("rows");
              return x;
            },
            data.rows(),
            chunks,
          ),
        ),
      ];
      data.free();
      return all;
    },
    expect: [
      ["list", 333],
      ["rows", 444],
    ],
  },
  "a kernel writes its results where `out` says, and nothing else does": {
    run: async (w, pool) => {
      const data = w.Matrix.random(1000, 5, { seed: 100, low: 0, high: 10 });
      const kernel = w.kernels.howmanyWithinRange;
      const room = w.share(new Int32Array(1002).fill(-1));
      const out = room.subarray(1, 1001);
      const right = pool.map(kernel(4, 8), data.rows());
      const run = async (call) => {
        room.fill(-1);
        const result = await call();
        return [
          result === out,
          right.every((n, i) => n === out[i]),
          room[0] === -1 && room[1001] === -1,
        ].every(Boolean);
      };
      const tuples = data.rows().map((row) => [row, 4, 8]);
      const copies = data.rows().map((row) => [...row]);
      const runs = [
        await run(() => pool.map(kernel(4, 8), data.rows(), { out })),
        await run(() => pool.mapAsync(kernel(4, 8), data.rows(), { out, chunksize: 7 })),
        await run(() => pool.starmap(kernel, tuples, { out })),
        await run(() => pool.mapAsync(kernel(4, 8), copies, { out })),
      ];
      const name = (fn, wrong) => {
        try {
          pool.map(fn, data.rows(), { out: wrong });
        } catch (error) {
          return error.name;
        }
      };
      const names = [
        name((row) => row[0], out),
        name(kernel(4, 8), new Int32Array(1000)),
        name(kernel(4, 8), [1]),
        name(kernel(4, 8), room),
      ];
      const untouched = pool.map(kernel(4, 8), data.rows()).every((n, i) => n === right[i]);
      data.free();
      w.unshare(room);
      return [...runs, ...names, untouched];
    },
    expect: [true, true, true, true, "TypeError", "TypeError", "TypeError", "RangeError", true],
  },
  "imap gives results in order, by blocking": {
    run: (w, pool) => [
      [...pool.imap((x) => x * x, [1, 2, 3, 4, 5, 6, 7])],
      [...pool.imap((x) => x * x, new Set([1, 2, 3]), { chunksize: 2 })],
      [...pool.imap((text) => text + "!", ["a", "b"], { chunksize: 10, buffersize: 1 })],
      [...pool.imap((x) => x, [])],
    ],
    expect: [[1, 4, 9, 16, 25, 36, 49], [1, 4, 9], ["a!", "b!"], []],
  },
  "imap gives results in order, by for await": {
    run: async (w, pool) => {
      const results = [];
      for await (const y of pool.imap(async (x) => x * x, [1, 2, 3, 4, 5])) results.push(y);
      return results;
    },
    expect: [1, 4, 9, 16, 25],
  },
  "imapUnordered gives each result once, what ends first first": {
    needs: "threads",
    run: async (w, pool) => {
      const all = [];
      for await (const y of pool.imapUnordered((x) => x, [5, 3, 1, 4, 2])) all.push(y);
      const gate = w.share(new Int32Array(1));
      const wait = (args) => {
        if (args.first) Atomics.wait(args.gate, 0, 0);
        return args.first;
      };
      const results = pool.imapUnordered(wait, [
        { first: true, gate },
        { first: false, gate },
      ]);
      const order = [(await results.nextAsync()).value];
      Atomics.store(gate, 0, 1);
      Atomics.notify(gate, 0);
      order.push((await results.nextAsync()).value, (await results.nextAsync()).done);
      return [all.sort(), order];
    },
    expect: [
      [1, 2, 3, 4, 5],
      [false, true, true],
    ],
  },
  "imap reads an endless generator no further than its buffer, and closes it": {
    run: (w, pool) => {
      let read = 0;
      let closed = false;
      function* endless() {
        try {
          for (;;) yield read++;
        } finally {
          closed = true;
        }
      }
      const results = [];
      for (const y of pool.imap((x) => x + 0.5, endless(), { buffersize: 3 })) {
        results.push(y);
        if (results.length === 20) break;
      }
      return [results.at(-1), read <= 20 + 3, closed];
    },
    expect: [19.5, true, true],
  },
  "imap reads an async generator, and closes it": {
    run: async (w, pool) => {
      let read = 0;
      let closed = false;
      async function* endless() {
        try {
          for (;;) yield await Promise.resolve(read++);
        } finally {
          closed = true;
        }
      }
      const results = [];
      for await (const y of pool.imap((x) => x * 2, endless(), { chunksize: 2, buffersize: 2 })) {
        results.push(y);
        if (results.length === 11) break;
      }
      let refused;
      try {
        pool.imap((x) => x, endless()).next();
      } catch (error) {
        refused = error.name;
      }
      return [results.at(-1), read <= 12 + 2 * 2 + 1, closed, refused];
    },
    expect: [20, true, true, "TypeError"],
  },
  "an input that throws gives its error after the results before it": {
    run: async (w, pool) => {
      function* broken() {
        yield 1;
        yield 2;
        throw new RangeError("the input broke");
      }
      const seen = [];
      const read = async (next) => {
        for (;;) {
          try {
            const { done, value } = await next();
            if (done) return;
            seen.push(value);
          } catch (error) {
            seen.push(`${error.name}: ${error.message}`);
          }
        }
      };
      const blocking = pool.imap((x) => x, broken());
      await read(() => blocking.next());
      const awaited = pool.imap((x) => x, broken(), { chunksize: 2 });
      await read(() => awaited.nextAsync());
      return seen;
    },
    expect: [1, 2, "RangeError: the input broke", 1, 2, "RangeError: the input broke"],
  },
  "a task that throws gives its error in the place of its chunk": {
    run: (w, pool) => {
      const results = pool.imap(
        (x) => {
          if (x === 3) throw new RangeError(`no ${x}`);
          return x;
        },
        [1, 2, 3, 4, 5, 6],
        { chunksize: 2 },
      );
      const seen = [];
      for (;;) {
        try {
          const { done, value } = results.next();
          if (done) return seen;
          seen.push(value);
        } catch (error) {
          seen.push(`${error.name}: ${error.message}`);
        }
      }
    },
    expect: [1, 2, "RangeError: no 3", 5, 6],
  },
  "an item that cannot cross is an error in its place": {
    run: (w, pool) => {
      const results = pool.imap((x) => typeof x, [1, () => 2, 3]);
      const seen = [];
      for (;;) {
        try {
          const { done, value } = results.next();
          if (done) return seen;
          seen.push(value);
        } catch (error) {
          seen.push(error.name);
        }
      }
    },
    expect: ["number", "SerializationError", "number"],
  },
  "next with a limit throws TimeoutError, and the result is still to come": {
    needs: "threads",
    run: (w, pool) => {
      const gate = w.share(new Int32Array(1));
      const results = pool.imap(
        (view) => {
          Atomics.wait(view, 0, 0);
          return "late";
        },
        [gate],
      );
      let name;
      try {
        results.next(1);
      } catch (error) {
        name = error.name;
      }
      Atomics.store(gate, 0, 1);
      Atomics.notify(gate, 0);
      return [name, results.next(60_000).value, results.next().done];
    },
    expect: ["TimeoutError", "late", true],
  },
  "an item that is no row for a kernel is an error in its place": {
    run: async (w, pool) => {
      const rows = [[5], [6], ["x"], [7]];
      const results = pool.imap(w.kernels.howmanyWithinRange(6, 8), rows)[Symbol.asyncIterator]();
      const seen = [];
      for (let left = 5; left > 0; --left)
        seen.push(
          await results.next().then(
            ({ value = "end" }) => value,
            (error) => error.message,
          ),
        );
      return seen;
    },
    expect: [
      0,
      1,
      "item 2: a kernel takes a row of 32-bit integers (Int32Array, or an array of them)",
      1,
      "end",
    ],
  },
  "imap takes kernels": {
    run: (w, pool) => {
      const data = w.Matrix.random(6, 5, { seed: 100, low: 0, high: 10 });
      const counts = [...pool.imap(w.kernels.howmanyWithinRange(4, 8), data.rows())];
      const same = data.rows().map((row) => row.filter((n) => 4 <= n && n <= 8).length);
      data.free();
      return counts.every((count, row) => count === same[row]);
    },
    expect: true,
  },
  "imap refuses what it cannot do": {
    run: (w, pool) => {
      const names = [];
      for (const call of [
        () => pool.imap((x) => x, [1], { chunksize: 0 }),
        () => pool.imap((x) => x, [1], { buffersize: 0 }),
        () => pool.imap((x) => x, 7),
        () => pool.imap("x", [1]),
      ]) {
        try {
          call();
          names.push("nothing");
        } catch (error) {
          names.push(error.name);
        }
      }
      return names;
    },
    expect: ["RangeError", "RangeError", "TypeError", "TypeError"],
  },
  "a cancelled job ends at once, its task is asked to stop, other jobs are not touched": {
    needs: "threads",
    run: async (w, pool) => {
      const state = w.share(new Int32Array(2));
      const result = pool.applyAsync(
        (view) => {
          Atomics.store(view, 0, 1);
          Atomics.notify(view, 0);
          while (!processor.signal.aborted) continue;
          Atomics.store(view, 1, 1);
          Atomics.notify(view, 1);
        },
        [state],
      );
      while (Atomics.load(state, 0) === 0) await new Promise((resolve) => setTimeout(resolve));
      const other = pool.mapAsync((x) => x * x, [1, 2, 3]);
      const cancelled = [result.cancel(), result.ready(), result.successful(), result.cancel()];
      const error = await result.catch((error) => error);
      while (Atomics.load(state, 1) === 0) await new Promise((resolve) => setTimeout(resolve));
      return [cancelled, error.name, await other, await pool.applyAsync(() => 7)];
    },
    expect: [[true, true, false, false], "CancelledError", [1, 4, 9], 7],
  },
  "cancel with force ends an endless loop, and the pool is at full strength": {
    needs: "threads",
    run: async (w, pool) => {
      const state = w.share(new Int32Array(3));
      const result = pool.applyAsync(
        (view) => {
          Atomics.store(view, 0, 1);
          Atomics.notify(view, 0);
          for (;;) continue;
        },
        [state],
      );
      while (Atomics.load(state, 0) === 0) await new Promise((resolve) => setTimeout(resolve));
      const replacedBefore = pool.stats().reduce((sum, { replacements }) => sum + replacements, 0);
      const other = pool.mapAsync((x) => x + 1, [1, 2, 3]);
      const ended = result.cancel({ force: true });
      const error = await result.catch((error) => error);
      // Two tasks that wait for each other need two processors.
      const meet = (view) => {
        if (Atomics.add(view, 1, 1) === 1) {
          Atomics.store(view, 2, 1);
          Atomics.notify(view, 2);
        }
        Atomics.wait(view, 2, 0);
        return Atomics.load(view, 1);
      };
      const met = await pool.mapAsync(meet, [state, state], { chunksize: 1 });
      const replaced = pool.stats().reduce((sum, { replacements }) => sum + replacements, 0);
      return [ended, error.name, await other, met, replaced - replacedBefore];
    },
    expect: [true, "CancelledError", [2, 3, 4], [2, 2], 1],
  },
  "an AbortSignal cancels a job, also one that was aborted before": {
    run: async (w, pool) => {
      const controller = new AbortController();
      const state = w.share(new Int32Array(1));
      const result = pool.mapAsync(
        async (view) => {
          const aborted = new Promise((resolve) =>
            processor.signal.addEventListener("abort", resolve),
          );
          Atomics.store(view, 0, 1);
          Atomics.notify(view, 0);
          await aborted;
        },
        [state],
        { signal: controller.signal },
      );
      while (Atomics.load(state, 0) === 0) await new Promise((resolve) => setTimeout(resolve));
      controller.abort();
      const names = [(await result.catch((error) => error)).name];
      const late = pool.mapAsync((x) => x, [1], { signal: AbortSignal.abort() });
      names.push((await late.catch((error) => error)).name);
      return [names, await pool.mapAsync((x) => x, [1, 2])];
    },
    expect: [
      ["CancelledError", "CancelledError"],
      [1, 2],
    ],
  },
  "onProgress rises to the number of the items before the result is delivered": {
    run: async (w, pool) => {
      const seen = [];
      let atCallback;
      await pool.mapAsync((x) => x, new Array(200).fill(1), {
        chunksize: 1,
        onProgress: (done, total) => seen.push([done, total]),
        callback: () => (atCallback = seen.at(-1)?.[0]),
      });
      return [
        atCallback,
        seen.at(-1),
        seen.every(([done, total], i) => total === 200 && (i === 0 || done >= seen[i - 1][0])),
      ];
    },
    expect: [200, [200, 200], true],
  },
  "stats report what each processor has done and runs now": {
    needs: "threads",
    run: async (w, pool) => {
      // Tasks of cancelled jobs may be on their way out.
      while (pool.stats().some(({ current }) => current !== null))
        await new Promise((resolve) => setTimeout(resolve));
      const sum = (field) => pool.stats().reduce((total, one) => total + one[field], 0);
      const before = sum("items");
      const state = w.share(new Int32Array(2));
      const held = pool.applyAsync(
        (view) => {
          Atomics.store(view, 0, 1);
          Atomics.notify(view, 0);
          Atomics.wait(view, 1, 0);
        },
        [state],
      );
      while (Atomics.load(state, 0) === 0) await new Promise((resolve) => setTimeout(resolve));
      const holding = pool.stats().filter(({ current }) => current !== null);
      Atomics.store(state, 1, 1);
      Atomics.notify(state, 1);
      await held;
      await pool.mapAsync((x) => x, new Array(10).fill(0));
      await pool.mapAsync((x) => x, new Array(10).fill(0)); // the last group of the first is counted by now
      const { length } = pool.stats();
      return [length, holding.length, holding[0].current.items, sum("items") - before >= 11];
    },
    expect: [2, 1, 1, true],
  },
  "apply takes arguments by their names as the last object": {
    run: async (w, pool) => [
      pool.apply((a, { b, c = 3 }) => [a, b, c], [1], { kwds: { b: 2 } }),
      await pool.applyAsync(({ b }) => b, [], { kwds: { b: 5 } }),
    ],
    expect: [[1, 2, 3], 5],
  },
};

/** Cases that make pools of their own. */
export const moreEndings = {
  "the initializer runs once in each processor, sync or async, with its arguments": {
    needs: "threads",
    run: async (w, make) => {
      const results = [];
      for (const initializer of [
        (a, b) => {
          globalThis.prepared = (globalThis.prepared ?? 0) + a + b;
        },
        async (a, b) => {
          await Promise.resolve();
          globalThis.prepared = (globalThis.prepared ?? 0) + a + b;
        },
      ]) {
        const pool = await make(2, { initializer, initargs: [3, 4] });
        const seen = await pool.mapAsync(() => prepared, new Array(20).fill(0), { chunksize: 1 });
        results.push(seen.every((value) => value === 7));
        pool.terminate();
        await pool.joinAsync();
      }
      return results;
    },
    expect: [true, true],
  },
  "a pool whose initializer throws fails with that error": {
    run: async (w, make, place) => {
      const failing = () => {
        throw new RangeError("no licence");
      };
      const attempt = async () => {
        const pool = await make(2, { initializer: failing });
        return pool.mapAsync((x) => x, [1, 2]);
      };
      const error = await attempt().catch((error) => error);
      return [error.name, error.message];
    },
    expect: ["RangeError", "no licence"],
  },
  "after maxtasksperchild chunks a fresh worker takes over": {
    needs: "threads",
    run: async (w, make) => {
      const pool = await make(2, { maxtasksperchild: 1 });
      const count = () => (globalThis.calls = (globalThis.calls ?? 0) + 1);
      const seen = await pool.mapAsync(count, new Array(6).fill(0), { chunksize: 1 });
      const last = await pool.applyAsync(count);
      pool.close();
      await pool.joinAsync();
      return [seen, last];
    },
    expect: [[1, 1, 1, 1, 1, 1], 1],
  },
  "a closed pool lets an iterator continue to its end": {
    run: async (w, make) => {
      const pool = await make(2);
      const results = pool.imap((x) => x, [1, 2, 3, 4, 5, 6], { buffersize: 2 });
      const seen = [(await results.nextAsync()).value];
      pool.close();
      for await (const y of results) seen.push(y);
      await pool.joinAsync();
      return seen;
    },
    expect: [1, 2, 3, 4, 5, 6],
  },
  "join on a half-read iterator ends, and what was taken can be read": {
    run: async (w, make) => {
      const pool = await make(2);
      const results = pool.imap(
        (x) => x,
        (function* () {
          for (let x = 0; ; ++x) yield x;
        })(),
        { buffersize: 3 },
      );
      const seen = [(await results.nextAsync()).value];
      pool.close();
      await pool.joinAsync();
      try {
        for (;;) seen.push((await results.nextAsync()).value);
      } catch (error) {
        seen.push(error.name);
      }
      return [seen, (await results.nextAsync()).done];
    },
    expect: [[0, 1, 2, "PoolNotRunningError"], true],
  },
  "terminate ends a half-read iterator": {
    run: async (w, make) => {
      const pool = await make(1);
      const results = pool.imap(
        (x) => {
          for (;;) continue;
        },
        [1, 2, 3],
      );
      const next = results.nextAsync().catch((error) => error);
      pool.terminate();
      const error = await next;
      await pool.joinAsync();
      return error.name;
    },
    expect: "PoolTerminatedError",
  },
  "an iterator that was left early keeps nothing running": {
    run: async (w, make) => {
      const pool = await make(1);
      for await (const y of pool.imap((x) => x, [1, 2, 3, 4, 5, 6, 7, 8])) if (y === 2) break;
      pool.close();
      await pool.joinAsync();
      return "joined";
    },
    expect: "joined",
  },
  "a subclass creates pools of its own, and the classes have their names": {
    run: async (w) => {
      class Counting extends w.Pool {
        calls = 0;
        applyAsync(...call) {
          ++this.calls;
          return super.applyAsync(...call);
        }
      }
      const pool = await Counting.create(1, { initializer: () => {} });
      const { create } = w.Pool; // without its class
      const other = await create(1);
      const given = await pool.applyAsync((x) => x, [5]);
      const error = await pool.applyAsync(() => () => 1).catch((thrown) => thrown);
      const names = [pool, other, error].map((object) => object.constructor.name);
      for (const one of [pool, other]) one.terminate();
      return [pool instanceof Counting, pool.calls, given, ...names];
    },
    expect: [true, 2, 5, "Counting", "Pool", "SerializationError"],
  },
  "leaving a scope ends the pool": {
    run: async (w, make) => {
      const pool = await make(1);
      const waiting = pool.applyAsync(() => {
        for (;;) continue;
      });
      const name = waiting.catch((error) => error.name);
      await pool[Symbol.asyncDispose](); // what `await using` calls
      const other = await make(1);
      other[Symbol.dispose](); // what `using` calls
      let refusal;
      try {
        await other.applyAsync(() => 1);
      } catch (error) {
        refusal = error.name;
      }
      return [await name, refusal];
    },
    expect: ["PoolTerminatedError", "PoolNotRunningError"],
  },
  "a task that would make a pool of its own is refused": {
    run: async (w, make) => {
      const pool = await make(1, {
        initializer: async (library) => {
          globalThis.w = await import(library);
        },
        initargs: [globalThis.libraryUrl],
      });
      const error = await pool
        .applyAsync(async () => {
          await globalThis.w.Pool.create(1);
        })
        .catch((error) => error);
      pool.terminate();
      await pool.joinAsync();
      return [error.name, /task/.test(error.message)];
    },
    expect: ["DeadlockError", true],
  },
};
