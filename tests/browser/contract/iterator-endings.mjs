// Iterators whose pool ends, and iterators that are left. Cases of ../contract.mjs.

/** @type {import("../contract.mjs").Cases} */
export const endings = {
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
  "terminate() ends an iterator whose input has nothing to give": {
    run: async (w, make) => {
      const pool = await make(2);
      const seen = [];
      const input = async function* () {
        yield 1;
        await new Promise(() => {});
      };
      const all = [pool.imap, pool.imapUnordered].map((call) =>
        call.call(pool, (x) => x, input())[Symbol.asyncIterator](),
      );
      for (const results of all) seen.push((await results.next()).value);
      const waiting = all.map((results) => results.next().catch((error) => error.name));
      pool.terminate();
      seen.push(...(await Promise.all(waiting)));
      for (const results of all) seen.push((await results.next()).done);
      await pool.joinAsync();
      return seen;
    },
    expect: [1, 1, "PoolTerminatedError", "PoolTerminatedError", true, true],
  },
  "an input that terminates the pool of its iterator ends it as terminate() does": {
    run: async (w, make) => {
      const seen = [];
      for (const call of ["imap", "imapUnordered"]) {
        for (const before of [[], [1, 2]]) {
          const pool = await make(2);
          const input = function* () {
            yield* before;
            pool.terminate();
            yield 3;
          };
          const results = pool[call]((x) => x, input(), { buffersize: 1 });
          let sum = 0;
          try {
            for await (const x of results) sum += x;
          } catch (error) {
            seen.push(sum, error.name);
          }
          await pool.joinAsync();
        }
      }
      return seen;
    },
    expect: [0, 3, 0, 3].flatMap((sum) => [sum, "PoolTerminatedError"]),
  },
  "an item whose getter ends the pool gets an error of the call": {
    run: async (w, make) => {
      const said = [];
      for (const items of [
        ["a", 1],
        [1, 2],
      ]) {
        const pool = await make(2);
        const get = () => {
          pool.terminate();
          return 1;
        };
        Object.defineProperty(items, 1, { get });
        said.push(...Object.values(await errorsOf({ map: () => pool.mapAsync((x) => x, items) })));
        await pool.joinAsync();
      }
      return said.map((text) => text.slice(0, text.indexOf(":")));
    },
    expect: ["PoolNotRunningError", "PoolNotRunningError"],
  },
  "close() and joinAsync() end an iterator whose input has nothing to give": {
    run: async (w, make) => {
      const pool = await make(2);
      const input = async function* () {
        yield 1;
        await new Promise(() => {});
      };
      const results = pool.imap((x) => x, input())[Symbol.asyncIterator]();
      const seen = [(await results.next()).value];
      const waiting = results.next().catch((error) => error.name);
      pool.close();
      await pool.joinAsync();
      seen.push(await waiting, (await results.next()).done);
      return seen;
    },
    expect: [1, "PoolNotRunningError", true],
  },
};
