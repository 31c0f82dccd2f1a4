import { measure } from "../measure.js";
import { fill, square } from "../tasks.js";

// Words of shared memory, each on a cache line of its own.
const asked = 0; // counted up by the caller for each task of the helper
const done = 16; // the last that it has done
const kind = 32; // what to do, and with what
const result = 48;
const kinds = { end: 0, count: 1, read: 2, square: 3 };

// Below it lie the module's own data; each thread has a stack of its own there.
const numbersAt = 1 << 20;
let exports;
let words;
let memory;

function run([what, numbers, rows, columns, counts]) {
  if (what === kinds.count) exports.count_rows(numbers, rows, columns, counts);
  else if (what === kinds.read)
    Atomics.store(words, result, exports.read_sum(numbers, rows * columns));
  else if (what === kinds.square) Atomics.store(words, result, square(numbers));
}

function help() {
  for (let seen = Atomics.load(words, done); ;) {
    while (Atomics.load(words, asked) === seen);
    seen = Atomics.load(words, asked);
    const task = Array.from({ length: 5 }, (_, i) => words[kind + i]);
    if (task[0] !== kinds.end) run(task);
    Atomics.store(words, done, seen);
    if (task[0] === kinds.end) return;
  }
}

function give(...task) {
  words.set(task, kind);
  Atomics.add(words, asked, 1);
}
function wait() {
  while (Atomics.load(words, done) !== Atomics.load(words, asked));
}

function contestant({ reads, copies }) {
  let shape;
  let counts;
  return {
    sync: true,
    apply(x) {
      give(kinds.square, x);
      wait();
      return Atomics.load(words, result);
    },
    setRows(rows, columns) {
      shape = { rows, columns };
      const numbers = new Int32Array(memory.buffer, numbersAt, rows * columns);
      fill(numbers);
      counts = new Int32Array(memory.buffer, numbersAt + numbers.byteLength, rows);
      return numbers;
    },
    reads,
    rows() {
      const { rows, columns } = shape;
      const half = rows >> 1;
      const what = reads ? kinds.read : kinds.count;
      give(
        what,
        numbersAt + half * columns * 4,
        rows - half,
        columns,
        counts.byteOffset + half * 4,
      );
      if (reads) {
        const own = exports.read_sum(numbersAt, half * columns);
        wait();
        return (own + Atomics.load(words, result)) >>> 0;
      }
      exports.count_rows(numbersAt, half, columns, counts.byteOffset);
      wait();
      return copies ? counts.slice() : counts;
    },
  };
}

async function begin({ role, module, memory: shared, words: control, does }) {
  memory = shared;
  words = control;
  ({ exports } = await WebAssembly.instantiate(module, { env: { memory } }));
  exports.__stack_pointer.value = role === "caller" ? 512 << 10 : 256 << 10;
  return role === "caller" ? contestant(does) : undefined;
}

let begun;
onmessage = async ({ data }) => {
  if (data.role) {
    begun = begin(data);
    return;
  }
  const own = await begun;
  if (data.help) return help();
  try {
    postMessage({ value: await measure(own, data.task) });
  } catch (error) {
    postMessage({ error: `${error.message}\n${error.stack}` });
  } finally {
    give(kinds.end);
  }
};
