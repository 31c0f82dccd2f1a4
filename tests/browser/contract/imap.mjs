// The iterators of imap and imapUnordered. Cases of ../contract.mjs.

/** @type {import("../contract.mjs").Cases} */
export const contract = {
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
  "an iterator of results can be left while its input has nothing to give": {
    run: async (w, pool) => {
      const input = async function* () {
        yield 1;
        await new Promise(() => {});
      };
      for await (const y of pool.imap((x) => x + 1, input())) return y;
    },
    expect: 2,
  },
};
