// Inputs that change while they are read, lie about their length, or would have no end. Cases of ../contract.mjs.

/** @type {import("../contract.mjs").Cases} */
export const contract = {
  "arrays, maps and sets of subclasses cross as what they hold, whatever their iterators give": {
    run: async (w, pool) => {
      class Numbers extends Array {
        *[Symbol.iterator]() {
          yield* [9, 9];
        }
      }
      class Entries extends Map {
        forEach() {}
        *[Symbol.iterator]() {}
      }
      class Elements extends Set {
        forEach() {}
        *[Symbol.iterator]() {}
      }
      const numbers = Numbers.from([1, 2, 3, 4, 5.5]);
      const values = [
        numbers,
        Numbers.from([1, 2, 3, 4]),
        new Entries([[1, 2]]),
        new Elements([3]),
      ];
      const kernel = w.kernels.howmanyWithinRange(2, 3);
      return [
        await pool.mapAsync((value) => [...value], values),
        await pool.applyAsync((...all) => all, numbers, { kwds: { b: 6 } }),
        await pool.applyAsync(kernel, [Numbers.from([1, 2, 3])]),
      ];
    },
    expect: [[[1, 2, 3, 4, 5.5], [1, 2, 3, 4], [[1, 2]], [3]], [1, 2, 3, 4, 5.5, { b: 6 }], 2],
  },
  "as many items are taken as there were, whatever their getters do to the list meanwhile": {
    run: async (w, pool) => {
      const listWith = (items, change) => {
        const get = () => (change(items), items.length);
        return Object.defineProperty(items, 0, { get, configurable: true });
      };
      const grow = (items) => items.length < 10 && items.push(...Array(40).fill("more"));
      const f = (x) => x;
      return [
        await pool.mapAsync(f, listWith(["a", 1], grow), { chunksize: 1 }),
        await pool.mapAsync(f, listWith([1, 2, 3, 4], grow)),
        await pool.mapAsync(
          f,
          listWith([1, 2, 3, 4], (items) => (items.length = 2)),
        ),
        await pool.mapAsync(
          f,
          listWith(["a", "b"], () => pool.map(f, [1])),
        ),
      ];
    },
    expect: [
      [42, 1],
      [44, 2, 3, 4],
      [2, 2, null, null],
      [2, "b"],
    ],
  },
  "a list that says another length each time, or none, is an error or taken by the first": {
    run: (w, pool) => {
      const says = (...lengths) =>
        new Proxy([1, 2, 3], {
          get: (list, key) =>
            key === "length" ? (lengths.length > 1 ? lengths.shift() : lengths[0]) : list[key],
        });
      return errorsOf({
        none: () => pool.mapAsync((x) => x, says(NaN)),
        negative: () => pool.mapAsync((x) => x, says(-1)),
        half: () => pool.starmapAsync((x) => x, says(1.5)),
        text: () => pool.mapAsync((x) => x, says("3")),
        endless: () => pool.mapAsync((x) => x, says(Infinity)),
        longer: () => pool.mapAsync((x) => x, says(1, 1000)),
      });
    },
    expect: {
      none: "TypeError: mapAsync: the items have a length of NaN",
      negative: "TypeError: mapAsync: the items have a length of -1",
      half: "TypeError: starmapAsync: the items have a length of 1.5",
      text: 'TypeError: mapAsync: the items have a length of "3"',
      endless: "TypeError: mapAsync: the items have a length of Infinity",
      longer: "nothing",
    },
  },
  "an input that closes its own iterator ends it, whatever it gives afterwards": {
    run: async (w, pool) => {
      const seen = [];
      for (const settings of [
        { buffersize: 1 },
        { chunksize: 3 },
        { buffersize: 2, chunksize: 2 },
      ]) {
        for (const call of ["imap", "imapUnordered"]) {
          let results;
          let closed = false;
          const input = (function* () {
            try {
              yield 1;
              yield 2;
              results?.close();
              yield 3;
              yield 4;
            } finally {
              closed = true;
            }
          })();
          results = pool[call]((x) => x, input, settings);
          let count = 0;
          while (!results.next().done && count < 10) ++count;
          seen.push(count < 10 && closed);
        }
      }
      let results;
      const input = (async function* () {
        yield 1;
        results.close();
        yield 2;
      })();
      results = pool.imap((x) => x, input);
      let count = 0;
      for await (const _ of results) ++count;
      return [seen, count <= 1];
    },
    expect: [[true, true, true, true, true, true], true],
  },
  "an input that waits for its own iterator gets an error, or a result under way, and goes on": {
    run: (w, pool) => {
      const outcomes = [];
      const ask = (chunksize, buffersize, before, limit) => {
        const input = function* () {
          for (let item = 0; item < before; ++item) yield item;
          try {
            outcomes.push(results.next(limit).value);
          } catch (error) {
            outcomes.push(error.name);
          }
          yield "last";
        };
        const results = pool.imap((x) => x, input(), { chunksize, buffersize });
        return Array.from(results);
      };
      return [ask(1, 1, 1), ask(3, 1, 5), ask(1, 2, 2), ask(1, 1, 1, 0), ask(1, 1, 1, 5), outcomes];
    },
    expect: [
      [0, "last"],
      [0, 1, 2, 3, 4, "last"],
      [0, "last"],
      [0, "last"],
      [0, "last"],
      ["DeadlockError", "DeadlockError", 1, "TimeoutError", "TimeoutError"],
    ],
  },
  "an input that reads results of its own iterator leaves the rest of their chunk": {
    run: async (w) => {
      const one = await w.Pool.create(1);
      const seen = [];
      for (const call of ["imap", "imapUnordered"]) {
        for (const blocks of [true, false]) {
          const read = [];
          const input = (function* () {
            yield* [0, 1, 2, 3, 4, 5, 6, 7, 8];
            read.push(results.next().value);
            yield* [9, 10];
            one.apply(() => 0); // The only worker takes it after the chunks before.
            yield* [11, 12];
          })();
          const results = one[call]((x) => x, input, { chunksize: 2, buffersize: 4 });
          if (blocks) for (const item of results) read.push(item);
          else for await (const item of results) read.push(item);
          seen.push(read);
        }
      }
      one.terminate();
      return seen;
    },
    expect: Array.from({ length: 4 }, () => Array.from({ length: 13 }, (_, item) => item)),
  },
  "a list of two thousand million places, and an input without end, are errors at once": {
    run: async (w, pool) => {
      const sparse = [1];
      sparse.length = 2 ** 31;
      const said = await errorsOf({
        map: () => pool.mapAsync((x) => x, sparse),
        starmap: () => pool.starmapAsync((x) => x, sparse),
        kernel: () => pool.mapAsync(w.kernels.howmanyWithinRange(0, 1), sparse),
        endless: () =>
          pool.mapAsync(
            (x) => x,
            (function* () {
              for (;;) yield 1;
            })(),
          ),
      });
      return Object.values(said).map((text) => text.slice(0, text.indexOf(":")));
    },
    expect: ["RangeError", "TypeError", "RangeError", "RangeError"],
  },
};
