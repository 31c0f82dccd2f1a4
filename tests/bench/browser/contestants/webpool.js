import { fill } from "../tasks.js";

const square = (x) => x * x;
const count = (row) => {
  let within = 0;
  for (let i = 0; i < row.length; ++i) if (4 <= row[i] && row[i] <= 8) ++within;
  return within;
};
const countBlock = ({ data, rowCount, columnCount }) => {
  const counts = new Int32Array(rowCount);
  for (let row = 0, at = 0; row < rowCount; ++row) {
    let within = 0;
    for (const end = at + columnCount; at < end; ++at) if (4 <= data[at] && data[at] <= 8) ++within;
    counts[row] = within;
  }
  return counts;
};
// The counts of all blocks as one array.
const joined = (blocks) => {
  const counts = new Int32Array(blocks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const block of blocks) {
    counts.set(block, at);
    at += block.length;
  }
  return counts;
};

/**
 * Ours, by its sync or its async calls. Rows are counted by a "function", which gets them one by one or in "blocks", or by
 * the "kernel", whose counts come in a new array, or go "out" into one that is there.
 */
export function webpool({ Matrix, kernels, share, unshare }, pool, sync, way = "function") {
  let matrix;
  let out;
  const kernel = kernels.howmanyWithinRange(4, 8);
  const call = sync
    ? { map: pool.map.bind(pool), apply: pool.apply.bind(pool) }
    : { map: pool.mapAsync.bind(pool), apply: pool.applyAsync.bind(pool) };
  const freeRows = () => {
    matrix?.free();
    if (out) unshare(out);
    matrix = out = undefined; // what was freed is not to be freed again, should the next not fit
  };
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
      freeRows();
      matrix = Matrix.zeros(rows, columns);
      if (way === "out") out = share(new Int32Array(rows));
      fill(matrix.data);
      return matrix.data;
    },
    freeRows,
    rows() {
      if (way === "function") return call.map(count, matrix.rows());
      if (way !== "blocks") return call.map(kernel, matrix.rows(), out && { out });
      const block = Math.ceil(matrix.rowCount / (4 * pool.processes));
      const counts = call.map(countBlock, matrix.rows({ block }));
      return sync ? joined(counts) : counts.then(joined);
    },
    end() {
      freeRows();
      pool.terminate();
      return sync ? pool.join() : pool.joinAsync();
    },
  };
}

// On a page, by the async calls.
export async function create(processes, base, way) {
  const library = await import(new URL("lib/webpool.js", base).href);
  return webpool(library, await library.Pool.create(processes), false, way);
}

/** One that does nothing but count rows. */
export async function createRows(processes, base, way) {
  const { sync, setRows, freeRows, rows, end } = await create(processes, base, way);
  return { sync, setRows, freeRows, rows, end };
}
