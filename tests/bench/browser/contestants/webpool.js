import { fill } from "../tasks.js";

const square = (x) => x * x;
const count = (row) => {
  let within = 0;
  for (let i = 0; i < row.length; ++i) if (4 <= row[i] && row[i] <= 8) ++within;
  return within;
};

/** Ours, by its sync or its async calls. `functions` false: rows are counted by the kernel. */
export function webpool({ Matrix, kernels }, pool, sync, functions = true) {
  let matrix;
  const kernel = kernels.howmanyWithinRange(4, 8);
  const call = sync
    ? { map: pool.map.bind(pool), apply: pool.apply.bind(pool) }
    : { map: pool.mapAsync.bind(pool), apply: pool.applyAsync.bind(pool) };
  const task = functions ? count : kernel;
  return {
    sync,
    map: (items) => call.map(square, items),
    mapEach: (items) => call.map(square, items, { chunksize: 1 }),
    ...(pool.imap && {
      imap: sync
        ? (items) => Array.from(pool.imap(square, items))
        : async (items) => {
            const results = [];
            for await (const result of pool.imap(square, items)) results.push(result);
            return results;
          },
    }),
    apply: (x) => call.apply(square, [x]),
    batch(count) {
      const handles = Array.from({ length: count }, (_, i) => pool.applyAsync(square, [i]));
      return sync ? handles.map((handle) => handle.get()) : Promise.all(handles);
    },
    setRows(rows, columns) {
      matrix?.free();
      matrix = undefined; // what was freed is not to be freed again, should the next not fit
      matrix = Matrix.zeros(rows, columns);
      fill(matrix.data);
      return matrix.data;
    },
    freeRows() {
      matrix.free();
      matrix = undefined;
    },
    rows: () => call.map(task, matrix.rows()),
    end() {
      matrix?.free();
      pool.terminate();
      return sync ? pool.join() : pool.joinAsync();
    },
  };
}

// On a page, by the async calls.
export async function create(processes, base, functions) {
  const library = await import(new URL("lib/webpool.js", base).href);
  return webpool(library, await library.Pool.create(processes), false, functions);
}
