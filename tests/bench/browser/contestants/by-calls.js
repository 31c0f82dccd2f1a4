import { cut, sharedMatrix } from "../tasks.js";

/**
 * A contestant that has nothing but calls: `call(name, argument)` runs a task of tasks.js in one of its workers. A map is
 * then cut into chunks by hand, as many as ours has by default, and a matrix lies in memory that all share.
 */
export function byCalls({ processes, call, end, mapEach }) {
  const parts = 4 * processes;
  let matrix;
  let counts;
  return {
    parts,
    async map(items) {
      const chunks = cut(items.length, parts).map(([begin, end]) => items.slice(begin, end));
      const results = await Promise.all(chunks.map((chunk) => call("squares", chunk)));
      if (Array.isArray(items)) return results.flat();
      const all = new items.constructor(items.length);
      let at = 0;
      for (const result of results) {
        all.set(result, at);
        at += result.length;
      }
      return all;
    },
    mapEach: mapEach ?? ((items) => Promise.all(items.map((item) => call("square", item)))),
    apply: (x) => call("square", x),
    batch: (count) => Promise.all(Array.from({ length: count }, (_, i) => call("square", i))),
    setRows(rows, columns) {
      matrix = sharedMatrix(rows, columns);
      counts = new Int32Array(new SharedArrayBuffer(rows * 4));
      return matrix.numbers;
    },
    async rows() {
      const { numbers, rows, columns } = matrix;
      await Promise.all(
        cut(rows, parts).map(([begin, end]) =>
          call("countRows", { numbers, counts, columns, begin, end }),
        ),
      );
      return counts;
    },
    end,
  };
}
