// How each work is measured, the same for all contestants. Every result is checked.
import { countRows, numbersOf, square } from "./tasks.js";

function check(right, what) {
  if (!right) throw new Error(`WRONG RESULTS: ${what}`);
}
const middle = (list) => list.sort((a, b) => a - b)[list.length >> 1];

/** Runs again and again for `least` milliseconds; the median time of a run, and the last result. */
async function timed(run, least) {
  const times = [];
  let result;
  for (const end = performance.now() + least; times.length === 0 || performance.now() < end;) {
    const begin = performance.now();
    result = run();
    if (typeof result?.then === "function") result = await result;
    times.push(performance.now() - begin);
  }
  return { time: middle(times), result };
}

const kept = new Map();
/** Makes something once. */
function once(key, make) {
  if (!kept.has(key)) kept.set(key, make());
  return kept.get(key);
}

async function checkedMap(run, items, least) {
  const { time, result } = await timed(() => run(items), least);
  check(result.length === items.length, "length");
  for (let i = 0; i < items.length; ++i) check(result[i] === square(items[i]), `item ${i}`);
  return (time * 1e6) / items.length;
}

const works = {
  // ns an item
  map: (to, { count, least }) =>
    checkedMap(
      to.map,
      once(`numbers ${count}`, () => numbersOf(count)),
      least,
    ),
  "map-typed": (to, { count, least }) =>
    checkedMap(
      to.map,
      once(`typed ${count}`, () => Float64Array.from(numbersOf(count))),
      least,
    ),
  "map-1": (to, { count, least }) =>
    checkedMap(
      to.mapEach,
      once(`numbers ${count}`, () => numbersOf(count)),
      least,
    ),
  imap: (to, { count, least }) =>
    to.imap &&
    checkedMap(
      to.imap,
      once(`numbers ${count}`, () => numbersOf(count)),
      least,
    ),

  // µs a call
  async apply(to, { least }) {
    const times = [];
    for (const end = performance.now() + least; times.length === 0 || performance.now() < end;) {
      const results = [];
      const begin = performance.now();
      if (to.sync) for (let i = 0; i < 20; ++i) results.push(to.apply(i));
      else for (let i = 0; i < 20; ++i) results.push(await to.apply(i));
      times.push((performance.now() - begin) / 20);
      check(
        results.every((result, i) => result === i * i),
        "apply",
      );
    }
    return middle(times) * 1e3;
  },
  async "apply-idle"(to, { calls }) {
    const times = [];
    for (let i = 0; i < calls; ++i) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      const begin = performance.now();
      let result = to.apply(i);
      if (!to.sync) result = await result;
      times.push(performance.now() - begin);
      check(result === i * i, "apply");
    }
    return middle(times) * 1e3;
  },
  async batch(to, { count, least }) {
    const { time, result } = await timed(() => to.batch(count), least);
    check(result.length === count && result.every((value, i) => value === i * i), "batch");
    return (time * 1e3) / count;
  },

  // GB/s
  async rows(to, { rows, columns, least }) {
    const shape = `${rows}x${columns}`;
    if (to.shape !== shape) to.numbers = to.setRows(rows, columns);
    to.shape = shape;
    const { numbers } = to;
    const { time, result } = await timed(to.rows, least);
    const bytes = numbers.length * 4;
    // The memory of a module does not hold large matrices of several contestants.
    const large = bytes > 2 ** 25;
    if (to.reads) {
      let sum = 0;
      for (let i = 0; i < numbers.length; ++i) sum = (sum + numbers[i]) >>> 0;
      check(result === sum, "sum");
    } else {
      const right = once(`counts ${shape}`, () => {
        const counts = new Int32Array(rows);
        countRows({ numbers, counts, columns, begin: 0, end: rows });
        return counts;
      });
      check(result.length === rows && right.every((count, row) => count === result[row]), "rows");
    }
    if (large) {
      to.freeRows?.();
      to.shape = to.numbers = undefined;
    }
    return bytes / time / 1e6;
  },

  // ms: the longest that the thread did not turn while the contestant worked
  async turns(to, { least, job, count }) {
    const items = once(`numbers ${count}`, () => numbersOf(count));
    const runs = {
      nothing: () => new Promise((resolve) => setTimeout(resolve, least / 4)),
      map: () => to.map(items),
      batch: () => to.batch(1000),
    };
    let longest = 0;
    let running = true;
    const { port1, port2 } = new MessageChannel();
    const beating = new Promise((resolve) => {
      let last = performance.now();
      port1.onmessage = () => {
        const now = performance.now();
        longest = Math.max(longest, now - last);
        last = now;
        if (running) port2.postMessage(0);
        else resolve();
      };
      port2.postMessage(0);
    });
    for (const end = performance.now() + least; performance.now() < end;) {
      await runs[job]();
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    running = false;
    await beating;
    port1.close();
    return longest;
  },
};

/** One figure of one work. */
export const measure = (contestant, task) =>
  contestant.measureItself ? contestant.measureItself(task) : works[task.work](contestant, task);

/** What a new pool does first: each of its workers has code of its own to make fast. */
export const warmUp = (processes, task) => ({ ...task, least: (task.least / 4) * processes });
