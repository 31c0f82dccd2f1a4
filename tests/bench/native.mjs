// The native suite: `./tests/bench/run.sh native` builds what it needs and calls it.
//
// A round runs every contestant once: the C++ ones in one process of webpool_bench, work by work and side by side,
// Python's in one process for all rounds, and start-up in separate processes.
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Measurements } from "./report/measurements.mjs";
import { best, judge } from "./report/goals.mjs";
import { losses } from "./report/losses.mjs";
import { ranking, table, digits } from "./report/text.mjs";
import { growth, write } from "./report/write.mjs";

const { values: options } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    rounds: { type: "string" },
    binaries: { type: "string" },
    python: { type: "string" },
  },
});
const rounds = Number(options.rounds ?? (options.short ? 1 : 15));
const growthRounds = Math.ceil(rounds / 3);
const only = new RegExp(options.only);
const wanted = (work, size, contestant) => only.test(`${work}/${size}/${contestant}`);
const measurements = new Measurements();
const versions = {};
const failures = [];

/** What one unit of a work is measured in, from nanoseconds. */
const scales = { apply: 1e-3 };

// ---- C++ ----

function runNative(filter) {
  const { status, stdout, stderr } = spawnSync(
    `${options.binaries}/webpool_bench`,
    [
      `--benchmark_filter=${filter}`,
      `--benchmark_min_time=${options.short ? 0.0001 : 0.03}`,
      "--benchmark_format=json",
      ...(options.short ? ["--short"] : []),
    ],
    { encoding: "utf8", maxBuffer: 2 ** 26 },
  );
  if (status !== 0) throw new Error(`webpool_bench ended with ${status}: ${stderr}`);
  if (stdout === "") return;
  const { context, benchmarks } = JSON.parse(stdout);
  versions["C++ compiler"] = context.compiler;
  for (const name of ["oneTBB", "OpenMP", "Taskflow"])
    if (context[name]) versions[name] = context[name];
  versions["kernel"] = context.kernel;
  for (const { name, real_time, units, error_occurred, error_message } of benchmarks) {
    const [work, size, contestant] = name.split("/");
    if (error_occurred) failures.push(`${name}: ${error_message}`);
    else if (work === "rows") measurements.add(work, size, contestant, units / real_time);
    else measurements.add(work, size, contestant, (real_time / units) * (scales[work] ?? 1));
  }
}

function addFirst(contestant, { first, end, kilobytes }) {
  measurements.add("first", "", contestant, first);
  measurements.add("end", "", contestant, end);
  measurements.add("memory", "", contestant, Math.max(0, kilobytes));
}

const nativeFirsts = ["webpool", "ideal, spin then futex", "oneTBB", "std::async", "Taskflow"];
function runFirsts() {
  for (const contestant of nativeFirsts) {
    if (!wanted("first", "", contestant)) continue;
    const run = spawnSync(`${options.binaries}/webpool_bench_first`, [contestant], {
      encoding: "utf8",
    });
    if (run.status === 0) addFirst(contestant, JSON.parse(run.stdout));
    else if (run.status !== 2) failures.push(`first, ${contestant}: ended with ${run.status}`);
  }
}

// ---- Python ----

const child = spawn(
  options.python,
  [fileURLToPath(new URL("python/contestant.py", import.meta.url))],
  {
    stdio: ["pipe", "pipe", "inherit"],
  },
);
const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
async function ask(task) {
  child.stdin.write(`${JSON.stringify(task)}\n`);
  const { value, done } = await lines.next();
  if (done) throw new Error("Python has ended");
  return JSON.parse(value);
}

const many = (full, little) => (options.short ? little : full);
const pools = ["Python Pool", "Python ThreadPool"];
const both = (work, size, items, processes = 2) =>
  pools.map((contestant) => ({ work, size: `${size}`, contestant, items, processes }));
const shapes = options.short
  ? ["2000x5", "10x1000", "2x10000"]
  : ["200000x5", "1000x100000", "100x1000000"];
const python = [
  ...both("map", many(1_000_000, 1000), many(1_000_000, 1000)),
  ...both("map-1", many(1_000_000, 1000), many(5000, 100)), // the cost of an item does not depend on their number
  ...both("imap", many(100_000, 100), many(5000, 100)),
  ...both("apply", "hot", many(200, 5)),
  ...both("apply", "idle", many(20, 2)),
  ...both("batch", many(100_000, 100), many(2000, 100)),
  ...shapes.map((size) => ({ work: "rows", size, contestant: "numpy", items: 0, processes: 2 })),
  { work: "rows", size: shapes[0], contestant: "Python Pool", items: 0, processes: 2 },
  ...both("first", "", 0),
];
const pythonGrowth = [
  ...[10, 100, 1000, ...many([10_000, 100_000, 1_000_000], [])].flatMap((items) =>
    both("grow-items", items, items),
  ),
  ...many([1, 2, 4, 8, 16, 32], [1, 2]).flatMap((count) => [
    ...both("grow-processors", count, many(100_000, 100), count),
    ...both("grow-processors-1", count, many(2000, 100), count),
  ]),
  ...[1, 10, 100, ...many([1000], [])].flatMap((jobs) => both("grow-jobs", jobs, jobs)),
];
async function runPython(tasks) {
  for (const task of tasks) {
    const { work, size, contestant } = task;
    if (!wanted(work, size, contestant)) continue;
    const { value, error } = await ask(task);
    if (error) failures.push(`${work}/${size}/${contestant}: ${error}`);
    else if (work === "first") addFirst(contestant, value);
    else if (work === "rows") measurements.add(work, size, contestant, value / 1e9);
    else measurements.add(work, size, contestant, value * 1e9 * (scales[work] ?? 1));
  }
  await ask({ work: "rest" }); // processes that idle are no burden, but their memory is
}

// ---- rounds ----

// Google Benchmark's filter is one expression: without --only, the growth is left to some rounds.
const growing = "^grow-";
const filterOf = (withGrowth) => options.only || (withGrowth ? "." : `-${growing}`);
Object.assign(versions, await ask({ work: "versions" }));
for (let round = 0; round < rounds; ++round) {
  process.stderr.write(`round ${round + 1} of ${rounds}\n`);
  const withGrowth = round < growthRounds;
  runNative(filterOf(withGrowth));
  runFirsts();
  await runPython(python);
  if (withGrowth) await runPython(pythonGrowth);
}
child.stdin.end();

// ---- report ----

const one = (work) => measurements.sizes(work)[0];
const median = (work, contestant, size = one(work)) => measurements.median(work, size, contestant);
const peers = [
  "oneTBB",
  "OpenMP",
  "Taskflow",
  "std::async",
  "Python Pool",
  "Python ThreadPool",
  "numpy",
];
const peer = (work, size = one(work)) => best(measurements, work, size, peers);
const fast = "webpool, kernel on blocks of rows";
const read = "read bandwidth, 2 threads";
const waiting = "ideal whose caller waits";
const waitingKernel = "our kernel, 2 threads, the caller waits";
const [shortRows, ...longRows] = shapes;
// Goals are ratios within this run, since times alone differ between two days of one machine.
const ratio = (name, figure, limit) => ({ name, limits: [{ figure, unit: "times", ...limit }] });
const grown = (work) => median(work, "webpool", "32") / median(work, "webpool", "2");
const goals = [
  {
    ...ratio("map, default chunks", median("map", "webpool") / median("map", waiting), {
      most: 1,
      of: waiting,
    }),
    floor: {
      figure: peer("map") / median("map", waiting),
      unit: "times",
      of: "best peer, whose caller may work",
    },
  },
  ratio("map, chunksize 1", median("map-1", "webpool") / peer("map-1"), {
    most: 0.4,
    of: "best peer",
  }),
  ratio("apply on a processor, hot", median("apply", "webpool", "hot") / peer("apply", "hot"), {
    most: 0.1,
    of: "best peer",
  }),
  ratio("apply_async, a batch", median("batch", "webpool") / peer("batch"), {
    most: 1,
    of: "best peer",
  }),
  {
    ...ratio(
      `rows within a range, ${shortRows}`,
      median("rows", fast, shortRows) / median("rows", "our kernel, 2 threads, no pool", shortRows),
      { least: 0.9, of: "the kernel without a pool" },
    ),
    floor: {
      figure:
        median("rows", waitingKernel, shortRows) /
        median("rows", "our kernel, 2 threads, no pool", shortRows),
      unit: "times",
      of: waitingKernel,
    },
  },
  ...longRows.map((size) =>
    ratio(
      `rows within a range, ${size}`,
      median("rows", fast, size) /
        Math.min(
          median("rows", read, size),
          median("rows", "our kernel, 2 threads, no pool", size),
        ),
      { least: 0.9, of: "read bandwidth, or the kernel without a pool" },
    ),
  ),
  ratio("32 processors against 2, default chunks", grown("grow-processors"), { most: 1.2 }),
  ratio("32 processors against 2, chunksize 1", grown("grow-processors-1"), { most: 1.2 }),
].map(judge);

const notes = {
  "std::async": "a thread each",
  "oneTBB, by the caller": "no processor is woken",
};
const section = (title, work, size, unit, more = {}) =>
  measurements.of(work, size).length === 0
    ? []
    : [
        `### ${title}\n`,
        ranking(measurements, { work, size, unit, reference: "webpool", notes, ...more }),
        "",
      ];
const rowWays = measurements.contestants("rows");
const lost = [
  { title: "map, default chunks", work: "map", unit: "ns/item" },
  { title: "map, chunksize 1", work: "map-1", unit: "ns/item" },
  { title: "apply", work: "apply", unit: "µs" },
  { title: "apply_async, a batch", work: "batch", unit: "ns/task" },
  { title: "imap", work: "imap", unit: "ns/item" },
  { title: "rows within a range", work: "rows", unit: "GB/s", best: "high" },
  { title: "first result", work: "first", unit: "µs" },
  { title: "the end", work: "end", unit: "µs" },
  { title: "memory", work: "memory", unit: "kB" },
];
const ours = (name) => name.startsWith("webpool");
const others = (name) => !ours(name) && !/^(ideal|read bandwidth|our kernel)/.test(name);
const sections = [
  ...(options.short ? [] : losses(measurements, lost, ours, others)),
  ...section("map of x·x over a million ints, default chunks", "map", one("map"), "ns/item"),
  ...section("map, chunksize 1", "map-1", one("map-1"), "ns/item"),
  ...section("apply, round trip, hot", "apply", "hot", "µs"),
  ...section("apply, after 2 ms without work", "apply", "idle", "µs"),
  ...section("apply_async, a hundred thousand, then their results", "batch", undefined, "ns/task"),
  ...section("imap over a hundred thousand ints, chunksize 1", "imap", undefined, "ns/item"),
  ...(rowWays.length > 0
    ? [
        "### How many numbers of each row lie within a range, GB/s of int32\n",
        table(
          ["", ...shapes],
          rowWays.map((way) => [
            way.startsWith("webpool") ? `**${way}**` : way,
            ...shapes.map((size) => digits(measurements.median("rows", size, way))),
          ]),
        ),
        "",
      ]
    : []),
  ...section("From nothing to the first result, 2 processors", "first", "", "µs"),
  ...section("The end of a pool", "end", "", "µs"),
  ...section("Memory of a pool after its first result", "memory", "", "kB"),
  growth(measurements, {
    suite: "native",
    work: "grow-items",
    title: "map, default chunks, over more and more items",
    x: "items",
    y: "ns/item",
  }),
  growth(measurements, {
    suite: "native",
    work: "grow-processors",
    title: "map of a million ints, default chunks, on more and more processors",
    x: "processors",
    y: "ns/item",
  }),
  growth(measurements, {
    suite: "native",
    work: "grow-processors-1",
    title: "map, chunksize 1, on more and more processors",
    x: "processors",
    y: "ns/item",
  }),
  growth(measurements, {
    suite: "native",
    work: "grow-jobs",
    title: "apply_async, more and more of them at once",
    x: "jobs in flight",
    y: "ns/job",
  }),
];
if (!versions.Taskflow) versions.Taskflow = "not measured (no Debian package)";
const markdown = write({
  suite: "native",
  title: "Native",
  rounds,
  versions,
  measurements,
  goals: options.short ? [] : goals,
  sections,
});
console.log(markdown);
for (const failure of failures) console.error(failure);
console.log(`${measurements.count} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 || measurements.count === 0 ? 1 : 0;
