// What happens when the module's memory grows, as cases for ../contract.mjs: the first ones, since others fill the memory.

/**
 * In the script of ../contract.mjs: has the memory grow in each call. They get `share`, and all that it has shared. Gives the name
 * of each, what it gave, and whether it made the memory grow.
 */
export const growing = async (w, calls) => {
  const held = [];
  const share = (bytes) => {
    held.push(w.share(new Uint8Array(bytes)));
    return held.at(-1);
  };
  try {
    const seen = [];
    for (const [name, call] of Object.entries(calls)) {
      let last;
      do
        last = share(2 ** 18); // until the next megabyte makes it grow
      while (last.byteOffset + last.length + 2 ** 20 < last.buffer.byteLength);
      const before = last.buffer.byteLength;
      const value = await call(share, held);
      seen.push([name, value, share(1).buffer.byteLength > before]);
    }
    return seen;
  } finally {
    for (const array of held) w.unshare(array);
  }
};

/** @type {import("../contract.mjs").Cases} */
export const contract = {
  "memory that has grown is seen by items, results and shared arrays": {
    run: (w, pool) =>
      growing(w, {
        items: () =>
          pool.mapAsync((text) => text.length, Array(2).fill("x".repeat(2 ** 21)), {
            chunksize: 1,
          }),
        results: async () => {
          const fill = (x) => new Uint8Array(2 ** 21).fill(x);
          const made = await pool.mapAsync(fill, [5, 6], { chunksize: 1 });
          return made.map((bytes) => [bytes.length, bytes[0], bytes.at(-1)].join());
        },
        arrays: async (share, held) => {
          const [old, young] = [held[0], share(2 ** 21)];
          const mark = (a, b, at) => {
            a[at] = 1;
            b[b.length - 1 - at] = 2;
            return { a, b };
          };
          const both = [0, 1].map((at) => [old, young, at]);
          const back = await pool.starmapAsync(mark, both, { chunksize: 1 });
          back[0].b[7] = 3;
          return [old[0], old[1], young.at(-1), young.at(-2), young[7], back[1].a[0]].join();
        },
      }),
    expect: [
      ["items", [2 ** 21, 2 ** 21], true],
      ["results", ["2097152,5,5", "2097152,6,6"], true],
      ["arrays", "1,1,2,2,3,1", true],
    ],
  },
  "memory that has grown is seen by all threads, and by those of other pools": {
    needs: "threads",
    run: (w) =>
      growing(w, {
        pools: async (share) => {
          const other = await w.Pool.create(2);
          const matrix = w.Matrix.zeros(4, 2 ** 18);
          matrix.data.fill(5);
          const counts = await other.mapAsync(w.kernels.howmanyWithinRange(4, 8), matrix.rows());
          matrix.free();
          const begun = share(4);
          const endless = (flag) => {
            for (;;) Atomics.store(flag, 0, 1);
          };
          const end = other.applyAsync(endless, [begun]).catch((error) => error.name);
          while (Atomics.load(begun, 0) === 0) await new Promise((resolve) => setTimeout(resolve));
          const { length } = other.stats();
          other.terminate();
          await other.joinAsync();
          return [...counts, length, await end].join();
        },
      }),
    expect: [["pools", "262144,262144,262144,262144,2,PoolTerminatedError", true]],
  },
};
