// What the library says to those who call it in another way than it is made for. Cases of ../contract.mjs.

/** In a case: what calls throw, or reject with, by their names: "TypeError: …". */
export const errorsOf = async (calls) => {
  const said = {};
  for (const [name, call] of Object.entries(calls)) {
    try {
      await call();
      said[name] = "nothing";
    } catch (error) {
      said[name] = `${error.name}: ${error.message}`;
    }
  }
  return said;
};

/** @type {import("../contract.mjs").Cases} */
export const contract = {
  "every misuse is an error at once": {
    run: (w, pool) => {
      const name = (call) => {
        try {
          call();
          return "nothing";
        } catch (error) {
          return error.name;
        }
      };
      return [
        name(() => pool.map((x) => x, [1], { chunksize: 0 })),
        name(() => pool.map((x) => x, [1], { chunksize: 1.5 })),
        name(() => pool.map(5, [1])),
        name(() => pool.map((x) => x, 5)),
        name(() => pool.starmap((x) => x, [1])),
        name(() => pool.apply((x) => x, 1)),
        name(() => pool.map(w.kernels.howmanyWithinRange, [[1]])),
        name(() => pool.map(w.kernels.howmanyWithinRange(1, 2), [["a"]])),
        name(() => w.kernels.howmanyWithinRange(0.5, 1)),
        name(() => w.share(5)),
        name(() => w.share(new DataView(new ArrayBuffer(8)))),
        name(() => w.Matrix.random(1, 1, { seed: -1, low: 0, high: 1 })),
        name(() => w.Matrix.random(1, 1, { seed: 1, low: 1, high: 1 })),
        name(() => w.Matrix.random(1 << 20, 1 << 20, { seed: 1, low: 0, high: 1 })),
        name(() => pool.join()),
      ];
    },
    expect: [
      "RangeError",
      "RangeError",
      "TypeError",
      "TypeError",
      "TypeError",
      "TypeError",
      "TypeError",
      "TypeError",
      "RangeError",
      "TypeError",
      "TypeError",
      "RangeError",
      "RangeError",
      "RangeError",
      "PoolStillRunningError",
    ],
  },
  "methods without their object, and objects that only calls make, are errors that say what to write":
    {
      run: async (w, pool) => {
        const { map, close } = pool;
        const result = pool.mapAsync((x) => x, [1]);
        const { get, then } = result;
        const results = pool.imap((x) => x, [1]);
        const { next } = results;
        const { stop } = w.Program.prototype;
        const errors = await errorsOf({
          map: () => map((x) => x, [1]),
          close: () => close.call({}),
          prototype: () => w.Pool.prototype.applyAsync(() => 1),
          get: () => get(),
          then: () => then.call(Promise.resolve(), () => {}),
          next: () => next(),
          stop: () => stop(),
          joinAsync: () => {
            const joined = w.Pool.prototype.joinAsync.call({});
            return joined.finally(() => {});
          },
          rows: () => w.Matrix.prototype.rows.call(null),
          result: () => new w.AsyncResult(),
          results: () => new w.ImapIterator(),
          matrix: () => new w.Matrix(2, 2),
        });
        const { name, length } = map;
        return [errors, await result, [...results], [name, length]];
      },
      expect: [
        {
          map: "TypeError: map was called without its Pool: write pool.map(…), or pass (…args) => pool.map(…args)",
          close:
            "TypeError: close was called without its Pool: write pool.close(…), or pass (…args) => pool.close(…args)",
          prototype:
            "TypeError: applyAsync was called without its Pool: write pool.applyAsync(…), or pass (…args) => pool.applyAsync(…args)",
          get: "TypeError: get was called without its AsyncResult: write result.get(…), or pass (…args) => result.get(…args)",
          then: "TypeError: then was called without its AsyncResult: write result.then(…), or pass (…args) => result.then(…args)",
          next: "TypeError: next was called without its ImapIterator: write results.next(…), or pass (…args) => results.next(…args)",
          stop: "TypeError: stop was called without its Program: write program.stop(…), or pass (…args) => program.stop(…args)",
          joinAsync:
            "TypeError: joinAsync was called without its Pool: write pool.joinAsync(…), or pass (…args) => pool.joinAsync(…args)",
          rows: "TypeError: rows was called without its Matrix: write matrix.rows(…), or pass (…args) => matrix.rows(…args)",
          result:
            "TypeError: new AsyncResult() makes nothing that works: pool.mapAsync and the other async calls return one",
          results:
            "TypeError: new ImapIterator() makes nothing that works: pool.imap and imapUnordered return one",
          matrix:
            "TypeError: new Matrix() makes nothing that works: write Matrix.zeros(rows, columns) or Matrix.random(…)",
        },
        [1],
        [1],
        ["map", 2],
      ],
    },
  "more arguments than a function can be called with are an error that says so": {
    run: async (w, pool) => {
      const count = (...all) => all.length;
      const many = Array(10_000).fill(1);
      const sparse = [1];
      sparse.length = 2 ** 31;
      const said = await errorsOf({
        apply: () => pool.applyAsync(count, sparse),
        starmap: () => pool.starmapAsync(count, [[1], sparse]),
        initargs: () => w.Pool.create(1, { initializer: count, initargs: Array(65_536).fill(1) }),
      });
      return [await pool.applyAsync(count, many), said];
    },
    expect: [
      10_000,
      {
        apply:
          "RangeError: applyAsync: 2147483648 arguments are more than a function can be called with; pass them as one array, [[…]]",
        starmap:
          "RangeError: item 1: 2147483648 arguments are more than a function can be called with; pass them as one array, [[…]]",
        initargs:
          "RangeError: initargs: 65536 arguments are more than a function can be called with; pass them as one array, [[…]]",
      },
    ],
  },
  "get(null), wait(null) and next(null) wait without limit, as None does in Python": {
    run: (w, pool) => {
      const slowly = (x) => {
        for (const end = Date.now() + 50; Date.now() < end;);
        return x + 1;
      };
      return [
        pool.mapAsync(slowly, [1, 2]).get(null),
        pool.applyAsync(slowly, [1]).wait(null),
        pool.imap(slowly, [1]).next(null),
      ];
    },
    expect: [[2, 3], true, { done: false, value: 2 }],
  },
};
