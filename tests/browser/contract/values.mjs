// What crosses as argument and result, by copy and by reference; and matrices and kernels. Cases of ../contract.mjs.

/** @type {import("../contract.mjs").Cases} */
export const contract = {
  "values cross by the rules of structured clone": {
    run: (w, pool) => {
      const cycle = { name: "cycle" };
      cycle.self = cycle;
      const [back] = pool.map((x) => x, [cycle]);
      const date = pool.apply((x) => x, [new Date(0)]);
      const map = pool.apply((x) => x, [new Map([[{ a: 1 }, new Set([1, "b"])]])]);
      const big = pool.apply((x) => x + 1n, [2n ** 80n]);
      const typed = pool.apply((x) => x, [new Float32Array([1.5, 2])]);
      const numbers = pool.map((x) => x, [NaN, -0, Infinity, 1e300, 2 ** 53]);
      const mixed = pool.map((x) => x, [undefined, null, true, "ü €", 3, [undefined]]);
      const kinds = pool.map((x) => [typeof x, x === undefined], [undefined, null]);
      return [
        back.self === back,
        date instanceof Date && date.getTime() === 0,
        [...map][0][0].a,
        [...[...map][0][1]],
        big === 2n ** 80n + 1n,
        typed instanceof Float32Array && typed.join(),
        numbers.map((x) => (Object.is(x, -0) ? "-0" : String(x))),
        mixed.map((x) => (x === undefined ? "undefined" : x)).slice(0, 5),
        kinds,
      ];
    },
    expect: [
      true,
      true,
      1,
      [1, "b"],
      true,
      "1.5,2",
      ["NaN", "-0", "Infinity", "1e+300", "9007199254740992"],
      ["undefined", null, true, "ü €", 3],
      [
        ["undefined", true],
        ["object", false],
      ],
    ],
  },
  "what cannot cross is a SerializationError that names it": {
    run: (w, pool) => {
      const caught = (call) => {
        try {
          call();
          return "nothing";
        } catch (error) {
          return `${error instanceof w.SerializationError} ${error.message}`;
        }
      };
      return [
        caught(() => pool.map((x) => x, [1, () => {}])).startsWith("true item 1: "),
        caught(() => pool.map((x) => x, [{ deep: [{ f() {} }] }])).startsWith(
          "true item 0: the function f",
        ),
        caught(() => pool.map((x) => x, [Promise.resolve()])).startsWith("true item 0: a Promise"),
        caught(() => pool.map((x) => x, [Symbol("s")])).startsWith("true item 0: "),
        caught(() => pool.map((x) => (x === 2 ? () => 1 : x), [1, 2], { chunksize: 2 })).startsWith(
          "true the result of item 1",
        ),
        caught(() => pool.map(Math.max.bind(null, 1), [1])).startsWith("true "),
        caught(() => pool.map(class A {}, [1])).startsWith("true "),
        caught(() => pool.apply((a, b) => b, [1, { list: [Symbol("s")] }])).split(" cannot")[0],
        caught(() => pool.apply((a, b) => b, [1], { kwds: { f() {} } })).split(" cannot")[0],
        caught(() => pool.map((x) => x, [arguments_(1)])).split(" cannot")[0],
        caught(() => pool.map((x) => x, [[].values()])).split(" cannot")[0],
        pool.map((x) => x, ["fine"]),
      ];
      function arguments_() {
        return arguments;
      }
    },
    expect: [
      ...Array.from({ length: 7 }, () => true),
      "true the arguments: a symbol at args[1].list[0]",
      "true the arguments: the function f at kwds.f",
      "true item 0: an Arguments object",
      "true item 0: an Array Iterator object",
      ["fine"],
    ],
  },
  "a list that grows while it crosses": {
    run: (w, pool) => {
      const list = [
        {
          get x() {
            for (let i = 0; i < 3000; ++i) list.push("more");
            return 1;
          },
        },
        "second",
      ];
      return [pool.map((x) => x, list, { chunksize: 1 }), pool.map((x) => x + 1, [1, 2])];
    },
    expect: [
      [{ x: 1 }, "second"],
      [2, 3],
    ],
  },
  "what structured clone refuses is refused": {
    needs: "threads",
    run: (w, pool) =>
      [
        () => pool.apply(() => new SharedArrayBuffer(8)),
        () => pool.apply((x) => x, [new Blob(["x"])]),
        () =>
          pool.apply(function* () {
            yield 1;
          }),
        () => pool.apply(() => new WeakMap()),
      ].map((call) => {
        try {
          return call();
        } catch (error) {
          return error.name;
        }
      }),
    expect: [
      "SerializationError",
      "SerializationError",
      "SerializationError",
      "SerializationError",
    ],
  },
  "rows of a matrix cross without a copy": {
    run: (w, pool) => {
      const matrix = w.Matrix.zeros(50, 3);
      const places = pool.map((row) => ((row[1] = 7), row.byteOffset), matrix.rows());
      const passed = pool.starmap(
        (row, i) => ((row[2] = i), row.byteOffset),
        matrix.rows().map((row, i) => [row, i]),
      );
      const same = (list) => list.every((at, i) => at === matrix.row(i).byteOffset);
      const written = matrix
        .rows()
        .map((row, i) => row[1] === 7 && row[2] === i)
        .every(Boolean);
      const seen = [same(places), same(passed), written];
      matrix.free();
      return seen;
    },
    expect: [true, true, true],
  },
  "shared arrays cross without a copy, and so do views of them": {
    run: async (w, pool) => {
      const shared = w.share(new Float64Array([1, 2, 3, 4]));
      await pool.applyAsync(
        (all, part) => {
          all[0] = 10;
          part[0] = 30;
        },
        [shared, shared.subarray(2)],
      );
      const seen = [...shared];
      const doubled = pool.map((x) => x * 2, shared);
      w.unshare(shared);
      return [seen, doubled];
    },
    expect: [
      [10, 2, 30, 4],
      [20, 4, 60, 8],
    ],
  },
  "the matrix problem, by kernel and by function, sync and async": {
    run: async (w, pool) => {
      const data = w.Matrix.random(2000, 5, { seed: 100, low: 0, high: 10 });
      const kernel = w.kernels.howmanyWithinRange;
      const count = (row) => row.filter((n) => 4 <= n && n <= 8).length;
      const serial = data.rows().map(count);
      const tuples = data.rows().map((row) => [row, 4, 8]);
      const all = [
        pool.map(kernel(4, 8), data.rows()),
        pool.map(kernel(4, 8), [...data.rows()]),
        pool.map(
          kernel(4, 8),
          data.rows().map((row) => [...row]),
        ),
        pool.starmap(kernel, tuples),
        pool.map(count, data.rows()),
        pool.starmap((row, low, high) => row.filter((n) => low <= n && n <= high).length, tuples),
        await pool.mapAsync(kernel(4, 8), data.rows()),
        await pool.starmapAsync(kernel, tuples),
        await pool.mapAsync(count, data.rows()),
      ];
      const one = [
        pool.apply(kernel(4, 8), [data.row(0)]),
        pool.apply(kernel, [data.row(0), 4, 8]),
        await pool.applyAsync(count, [data.row(0)]),
      ];
      const right = all.map(
        (counts) => counts.length === 2000 && serial.every((n, i) => n === counts[i]),
      );
      const result = [serial.slice(0, 10), right.every(Boolean), one, all[0] instanceof Int32Array];
      data.free();
      return result;
    },
    expect: [[4, 2, 1, 2, 3, 2, 2, 2, 2, 2], true, [4, 4, 4], true],
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
};
