// How pools are made: their size, initializers, fresh workers, subclasses. Cases of ../contract.mjs.

/** @type {import("../contract.mjs").Cases} */
export const endings = {
  "bad numbers of processes are errors": {
    run: async (w, make) => {
      const names = [];
      for (const processes of [0, -1, 1.5, 1025, "2", NaN]) {
        try {
          (await make(processes)).terminate();
        } catch (error) {
          names.push(error.name);
        }
      }
      return names;
    },
    expect: ["RangeError", "RangeError", "RangeError", "RangeError", "RangeError", "RangeError"],
  },
  "a pool that the memory does not hold is an error at once": {
    needs: "threads",
    run: (w, make) =>
      make(1000).then(
        () => "made",
        (error) => [error instanceof RangeError, error.message.includes("memory")],
      ),
    expect: [true, true],
  },
  "a pool of more processors than cores": {
    run: async (w, make) => {
      const pool = await make(7);
      const result = [
        pool.processes,
        await pool.mapAsync(
          (x) => x * 2,
          Array.from({ length: 100 }, (_, i) => i),
        ),
      ];
      pool.close();
      await pool.joinAsync();
      return [result[0], result[1].every((y, i) => y === 2 * i)];
    },
    expect: [7, true],
  },
  "pools come and go": {
    run: async (w, make) => {
      let sum = 0;
      for (let i = 0; i < 10; ++i) {
        const pool = await make(2);
        sum += (await pool.mapAsync((x) => x, [i, 1])).reduce((a, b) => a + b);
        pool.terminate();
        await pool.joinAsync();
      }
      return sum;
    },
    expect: 55,
  },
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
