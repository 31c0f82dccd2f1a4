// Calls of map, starmap and apply: their forms, their functions, their items and chunksizes. Cases of ../contract.mjs.

/** @type {import("../contract.mjs").Cases} */
export const contract = {
  "map squares": { run: (w, pool) => pool.map((x) => x * x, [1, 2, 3]), expect: [1, 4, 9] },
  "an AsyncResult is awaited": {
    run: (w, pool) => pool.mapAsync((x) => x * x, [1, 2, 3]),
    expect: [1, 4, 9],
  },
  "starmap unpacks arrays": {
    run: (w, pool) => [
      pool.starmap(
        (a, b, c = 100) => a + b + c,
        [
          [1, 2],
          [3, 4, 5],
        ],
      ),
      pool.starmap(() => 1, [[]]),
    ],
    expect: [[103, 12], [1]],
  },
  "apply calls once, built-ins cross by name": {
    run: (w, pool) => [
      pool.apply(Math.hypot, [3, 4]),
      pool.apply(() => "none"),
      pool.map(parseInt, ["12px", "7"]),
      pool.apply(String.fromCharCode, [87, 80]),
    ],
    expect: [5, "none", [12, 7], "WP"],
  },
  "the async forms of starmap and apply": {
    run: async (w, pool) => [
      await pool.starmapAsync(
        (a, b) => a * b,
        [
          [2, 3],
          [4, 5],
        ],
      ),
      await pool.applyAsync((a, b) => a + b, ["a", "b"]),
    ],
    expect: [[6, 20], "ab"],
  },
  "functions of every form": {
    run: (w, pool) => {
      function declared(x) {
        return x + 1;
      }
      const object = {
        method(x) {
          return x + 2;
        },
        ["computed name"](x) {
          return x + 3;
        },
      };
      return [
        declared,
        object.method,
        object["computed name"],
        (x) => x + 4,
        function (x) {
          return x + 5;
        },
      ].map((fn) => pool.apply(fn, [10]));
    },
    expect: [11, 12, 13, 14, 15],
  },
  "an async function is awaited by its processor": {
    run: async (w, pool, place) => {
      const nap = async (x) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        return x * 10;
      };
      const async = await pool.mapAsync(nap, [1, 2, 3, 4, 5]);
      const sync = place === "page" ? async : pool.map(nap, [1, 2, 3, 4, 5]);
      return [async, sync];
    },
    expect: [
      [10, 20, 30, 40, 50],
      [10, 20, 30, 40, 50],
    ],
  },
  "a sync call of an async function is refused on a page's main thread": {
    run: (w, pool, place) => {
      if (place !== "page") return ["TypeError", "TypeError"];
      const name = (fn) => {
        try {
          pool.map(fn, [1]);
        } catch (error) {
          return error.name;
        }
      };
      return [name(async (x) => x), name((x) => Promise.resolve(x))];
    },
    expect: ["TypeError", "TypeError"],
  },
  "results keep the order of the input when tasks end in another": {
    run: (w, pool) => pool.map((ms) => (sleep(ms), ms), [30, 1, 20, 0, 10], { chunksize: 1 }),
    expect: [30, 1, 20, 0, 10],
  },
  "an empty input gives an empty result": {
    run: async (w, pool) => [
      pool.map((x) => x, []),
      pool.starmap((x) => x, []),
      await pool.mapAsync((x) => x, []),
      Array.from(pool.map(w.kernels.howmanyWithinRange(1, 2), [])),
    ],
    expect: [[], [], [], []],
  },
  "any iterable is an input": {
    run: (w, pool) => [
      pool.map((x) => x, new Set([1, 2])),
      pool.map((x) => x, "ab"),
      pool.map(
        (x) => x,
        (function* () {
          yield 1;
          yield "x";
        })(),
      ),
      pool.map((x) => x * 2, new Int8Array([1, -2])),
    ],
    expect: [
      [1, 2],
      ["a", "b"],
      [1, "x"],
      [2, -4],
    ],
  },
  "a large input with every chunksize": {
    run: (w, pool) => {
      const list = Array.from({ length: 1003 }, (_, i) => i);
      return [undefined, 1, 7, 1003, 5000].map((chunksize) =>
        pool
          .map((x) => x + 1, list, chunksize === undefined ? {} : { chunksize })
          .every((y, i) => y === i + 1),
      );
    },
    expect: [true, true, true, true, true],
  },
  "results of mixed kinds in one chunk": {
    run: (w, pool) =>
      pool
        .map((x) => (x === 0 ? undefined : x < 3 ? x : String(x)), [0, 1, 2, 3, 4], {
          chunksize: 5,
        })
        .map(String)
        .concat(pool.map((x) => (x < 3 ? x : String(x)), [1, 2, 3], { chunksize: 3 })),
    expect: ["undefined", "1", "2", "3", "4", 1, 2, "3"],
  },
  "items and results need not fit into one piece of memory": {
    run: (w, pool) => {
      const pieces = [];
      try {
        for (;;) pieces.push(w.share(new Uint8Array(2 ** 23)));
      } catch {
        // full
      }
      const kept = pieces.filter((piece, i) => i % 2 === 0 || void w.unshare(piece));
      try {
        const numbers = Float64Array.from({ length: 900_000 }, (_, i) => i);
        return [kept.length > 4, pool.map((x) => x + 1, numbers).every((x, i) => x === i + 1)];
      } finally {
        kept.forEach(w.unshare);
      }
    },
    expect: [true, true],
  },
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
  "apply takes arguments by their names as the last object": {
    run: async (w, pool) => [
      pool.apply((a, { b, c = 3 }) => [a, b, c], [1], { kwds: { b: 2 } }),
      await pool.applyAsync(({ b }) => b, [], { kwds: { b: 5 } }),
    ],
    expect: [[1, 2, 3], 5],
  },
  "two processors run at once": {
    needs: "threads",
    run: (w, pool) => {
      const meeting = w.share(new Int32Array(1));
      const met = pool.map(
        (meeting) => {
          Atomics.add(meeting, 0, 1);
          Atomics.notify(meeting, 0);
          const end = Date.now() + 20_000;
          while (Atomics.load(meeting, 0) < 2 && Date.now() < end) Atomics.wait(meeting, 0, 1, 100);
          return Atomics.load(meeting, 0);
        },
        [meeting, meeting],
        { chunksize: 1 },
      );
      w.unshare(meeting);
      return met;
    },
    expect: [2, 2],
  },
  "two thousand jobs in flight, sync calls among them": {
    run: async (w, pool) => {
      const results = Array.from({ length: 2000 }, (_, i) => pool.applyAsync((x) => x + 1, [i]));
      const between = pool.apply((x) => x, ["between"]);
      const values = await Promise.all(results);
      return [between, values.every((value, i) => value === i + 1)];
    },
    expect: ["between", true],
  },
};
