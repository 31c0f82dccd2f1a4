// The browser suite: `./tests/bench/run.sh browser` builds what it needs and calls it.
//
// A round measures every workload with every contestant once, interleaved, in each browser. Pools are kept in one page; start-up
// is measured in a separate page under an address that is in no cache.
import { parseArgs } from "node:util";
import { browsers, serve } from "../browser/drivers/index.mjs";
import { childrenMegabytes } from "./browser/memory.mjs";
import { buildSite, rivals, sizes } from "./browser/site.mjs";
import { judge } from "./report/goals.mjs";
import { Measurements } from "./report/measurements.mjs";
import { losses } from "./report/losses.mjs";
import { digits, ranking, table } from "./report/text.mjs";
import { growth, write } from "./report/write.mjs";

const { values: options } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    rounds: { type: "string" },
  },
});
const rounds = Number(options.rounds ?? (options.short ? 1 : 7));
const growthRounds = Math.ceil(rounds / 4);
const warmUp = options.short ? 0 : 1;
const only = new RegExp(options.only);
const measurements = new Measurements(); // sizes are `browser` or `browser, size`
const failures = [];
const absent = new Map();
const many = (full, little) => (options.short ? little : full);

// ---- what is measured ----

/** Modules of browser/contestants, and what the tables call them. */
const names = {
  plain: "plain JavaScript",
  "webpool-program": "webpool, program",
  webpool: "webpool, page",
  "webpool-program-blocks": "webpool, program, blocks of rows",
  "webpool-blocks": "webpool, page, blocks of rows",
  "webpool-program-kernel": "webpool, program, kernel",
  "webpool-kernel": "webpool, page, kernel",
  "webpool-program-out": "webpool, program, kernel, out",
  "webpool-out": "webpool, page, kernel, out",
  "post-message": "postMessage",
  comlink: "comlink",
  workerpool: "workerpool",
  threads: "threads",
  poolifier: "poolifier",
  multithreading: "multithreading",
  ideal: "ideal, wasm, no pool",
  "ideal-copy": "ideal, wasm, counts in a new array",
  "ideal-read": "wasm read bandwidth",
};
const npm = ["comlink", "workerpool", "threads", "poolifier", "multithreading"];
const peers = ["post-message", ...npm];
const ours = ["webpool-program", "webpool"];
const blocks = ["webpool-program-blocks", "webpool-blocks"];
const kernels = ["webpool-program-kernel", "webpool-kernel", "webpool-program-out", "webpool-out"];
/** How long each is called again and again, in milliseconds: kernels leave two threads on one core for up to 20. */
const least = many(100, 0);
const shapes = many(
  [
    [200_000, 5],
    [250, 100_000],
    [25, 1_000_000],
  ],
  [
    [2000, 5],
    [20, 1000],
    [4, 10_000],
  ],
);
const [shortRows, ...longRows] = shapes.map(([rows, columns]) => `${rows}x${columns}`);

/** `{ work, size, contestants, task }`; what a task counts does not depend on how many there are. */
const plan = [
  { work: "map", contestants: ["plain", ...ours, ...peers], task: { count: many(1e5, 100) } },
  { work: "map-typed", contestants: ["plain", ...ours, ...peers], task: { count: many(1e5, 100) } },
  { work: "map-1", contestants: ours, task: { count: many(1e5, 100) } },
  { work: "map-1", contestants: peers, task: { count: many(2000, 20) } },
  { work: "imap", contestants: ours, task: { count: many(10_000, 20) } },
  { work: "apply", contestants: [...ours, ...peers, "ideal"], task: {} },
  { work: "apply-idle", contestants: [...ours, ...peers], task: { calls: many(10, 1) } },
  { work: "batch", contestants: ours, task: { count: many(1e5, 50) } },
  { work: "batch", contestants: peers, task: { count: many(2000, 20) } },
  ...shapes.map(([rows, columns], i) => ({
    work: "rows",
    size: `${rows}x${columns}`,
    contestants: [
      "ideal-read",
      "ideal",
      "ideal-copy",
      ...kernels,
      ...ours,
      ...blocks,
      "plain",
      ...(i === 0 ? peers : ["post-message"]),
    ],
    task: { rows, columns },
  })),
  ...[
    { job: "nothing", contestants: ["webpool"] },
    { job: "map", contestants: ["webpool", "post-message"] },
    { job: "batch", contestants: ["webpool", "post-message"] },
  ].map(({ job, contestants }) => ({
    work: "turns",
    size: job,
    contestants,
    task: { job, count: many(1e5, 100), least: many(200, 5) },
  })),
];
/** More processors than cores beside a few, in each round: jobs long enough that the clock does not matter. */
const [few, crowd] = many([2, 32], [2, 4]);
for (const processes of [few, crowd]) {
  for (const measures of ["map", "map-1"]) {
    plan.push({
      work: `crowd-${measures}`,
      size: processes,
      processes,
      contestants: ours,
      task: { measures, count: many(measures === "map" ? 1e6 : 1e5, 50) },
    });
  }
}
const growing = ["plain", ...ours, "post-message", "workerpool"];
const growthPlan = [
  ...many([10, 100, 1000, 1e4, 1e5, 1e6, 1e7], [10, 100]).map((count) => ({
    work: "grow-items",
    size: count,
    contestants: count > 1e6 ? ["plain", ...ours] : growing,
    task: { count, measures: "map" },
  })),
  ...many([1, 2, 4, 8, 16, 32], [1, 2, 4]).flatMap((processes) =>
    ["map", "map-1"].map((measures) => ({
      work: measures === "map" ? "grow-processors" : "grow-processors-1",
      size: processes,
      processes,
      contestants: measures === "map" ? ours.concat("post-message", "workerpool") : ours,
      task: { measures, count: many(measures === "map" ? 1e5 : 1e4, 50) },
    })),
  ),
  ...many([1, 10, 100, 1000, 10_000], [1, 10]).map((count) => ({
    work: "grow-jobs",
    size: count,
    contestants: [...ours, "post-message", "workerpool", "poolifier", "multithreading"],
    task: { measures: "batch", count },
  })),
];
const starters = ["webpool", "webpool-program", ...peers];

// ---- in the page ----

const measureIn = (contestant, processes, task) =>
  globalThis.measureIn(contestant, processes, task);

/** From nothing to the first result of two processors, and the end of it, in milliseconds. */
async function start(base, contestant) {
  const square = (x) => x * x;
  const begin = performance.now();
  let result;
  let end;
  if (contestant === "webpool") {
    const { Pool } = await import(`${base}lib/webpool.js`);
    const pool = await Pool.create(2);
    result = await pool.applyAsync(square, [12]);
    end = () => (pool.terminate(), pool.joinAsync());
  } else if (contestant === "webpool-program") {
    const { Program } = await import(`${base}lib/webpool.js`);
    const text =
      'import { Pool } from "webpool";\nconst pool = new Pool(2);\nprint(pool.apply((x) => x * x, [12]));\nawait new Promise(() => {});';
    await new Promise((resolve, reject) => {
      const program = new Program(text, {
        processes: 2,
        onOutput: ([line]) => ((result = Number(line.text)), resolve()),
      });
      end = () => program.stop();
      program.run().catch(reject);
    });
  } else {
    const { create } = await import(`${base}contestants/${contestant}.js`);
    const pool = await create(2, base);
    result = await pool.apply(12);
    end = pool.end;
  }
  const first = performance.now() - begin;
  if (result !== 144) throw new Error(`WRONG RESULTS: ${result}`);
  globalThis.endContestant = async () => {
    const ending = performance.now();
    await end();
    return performance.now() - ending;
  };
  return first;
}

// ---- rounds ----

const wanted = (work, browser, size, contestant) =>
  only.test(
    `${work}/${[browser, size].filter((part) => part !== undefined).join(", ")}/${names[contestant]}`,
  );
const place = (browser, size) => (size === undefined ? browser : `${browser}, ${size}`);

/** Runs and records; what cannot run at all in a browser is left out from then on. */
async function attempt(work, browser, size, contestant, run) {
  const key = `${names[contestant]} in ${browser}`;
  if (absent.has(key) || absent.has(`${work}: ${key}`)) return;
  if (!wanted(work, browser, size, contestant)) return;
  try {
    await run();
  } catch (error) {
    const message = `${work}/${place(browser, size)}/${names[contestant]}: ${error.message.split("\n")[0]}`;
    if (process.env.WEBPOOL_BENCH_DEBUG) console.error(error);
    // Another library that fails in one browser is reported without failing the suite; wrong results fail it.
    if (peers.includes(contestant) && !/WRONG/.test(message))
      absent.set(`${work}: ${key}`, message);
    else (failures.push(message), absent.set(`${work}: ${key}`, message));
  }
}

const root = await buildSite((rounds + warmUp) * starters.length * browsers.length);
const server = await serve({ root });
const opened = [];
const versions = {};
for (const { name, launch } of browsers) {
  const browser = await launch();
  const page = await browser.open(server.url);
  page.timeout = many(120_000, 20_000);
  await page.evaluate(async (url) => void (await import(url)), `${server.url}suite.js`);
  const agent = await page.evaluate("navigator.userAgent");
  versions[name] = /(?:Chrome|Firefox)\/([\d.]+)/.exec(agent)?.[1] ?? agent;
  opened.push({ name, browser, page });
}
Object.assign(versions, rivals());

let starts = 0;
async function measureStart(name, browser, contestant, record) {
  const prefix = `${server.url}r${starts++}/`;
  const page = await browser.open(`${prefix}empty.html`);
  try {
    const before = childrenMegabytes();
    const first = await page.evaluate(start, prefix, contestant);
    const after = childrenMegabytes();
    const end = await page.evaluate(() => globalThis.endContestant());
    if (!record) return;
    measurements.add("first", name, names[contestant], first);
    measurements.add("end", name, names[contestant], end);
    if (after) measurements.add("memory", name, names[contestant], Math.max(0, after - before));
  } finally {
    await page.close();
  }
}

const began = Date.now();
for (let round = -warmUp; round < rounds; ++round) {
  process.stderr.write(
    `${round < 0 ? "warm-up" : `round ${round + 1} of ${rounds}`} (${Math.round((Date.now() - began) / 1000)} s)\n`,
  );
  const tasks = [...plan, ...(round >= 0 && round < growthRounds ? growthPlan : [])];
  for (const { work, size, contestants, task, processes = 2 } of tasks) {
    for (const { name, page } of opened) {
      for (const contestant of contestants) {
        await attempt(work, name, size, contestant, async () => {
          const full = { least, ...task, work: task.measures ?? work };
          const value = await page.evaluate(measureIn, contestant, processes, full);
          if (round < 0 || value == null) return;
          // Plots need figures for sizes, so growth is one work for each browser.
          if (work.startsWith("grow-"))
            measurements.add(`${work}-${name}`, size, names[contestant], value);
          else measurements.add(work, place(name, size), names[contestant], value);
        });
      }
    }
  }
  for (const { name, browser } of opened) {
    for (const contestant of starters) {
      await attempt("first", name, undefined, contestant, () =>
        measureStart(name, browser, contestant, round >= 0),
      );
    }
  }
}
const zipped = await sizes();
for (const [name, size] of Object.entries(zipped)) {
  if (only.test(`size//${name}`)) measurements.add("size", "", name, size);
}
for (const { browser } of opened) await browser.close();
await server.close();

// ---- report ----

const median = (work, contestant, where) => measurements.median(work, where, names[contestant]);
const bestOf = (work, where, contestants, kind = "min") => {
  const medians = contestants
    .map((one) => median(work, one, where))
    .filter((one) => one !== undefined);
  return medians.length > 0 ? Math[kind](...medians) : undefined;
};
const first = opened[0].name;
const read = (size) => median("rows", "ideal-read", place(first, size));
const rowsTime = (contestant, size) => {
  const [rows, columns] = size.split("x").map(Number);
  return (rows * columns * 4) / 1e6 / median("rows", contestant, place(first, size));
};
const crowded = (measures, contestant) => ({
  figure:
    median(`crowd-${measures}`, contestant, place(first, crowd)) /
    median(`crowd-${measures}`, contestant, place(first, few)),
  most: 1.2,
  unit: "times",
});
const turns = (job) => ({
  figure: median("turns", "webpool", place(first, job)),
  most: 16,
  unit: "ms",
});
const builtOn = ["Emscripten's threads and exceptions alone"];
// Goals are ratios within this run, since times alone differ between two days of one machine.
const ratio = (name, figure, limit) => ({ name, limits: [{ figure, unit: "times", ...limit }] });
const others = (work) => bestOf(work, first, peers);
const goals = [
  ratio(
    `rows within a range, kernel with out, ${shortRows}`,
    median("rows", "webpool-program-out", place(first, shortRows)) /
      bestOf("rows", place(first, shortRows), peers, "max"),
    { least: 30, of: "the best other pool's rate" },
  ),
  ...longRows.map((size) =>
    ratio(
      `rows within a range, kernel with out, ${size}`,
      median("rows", "webpool-program-out", place(first, size)) /
        Math.min(read(size), median("rows", "ideal", place(first, size))),
      { least: 0.9, of: "read bandwidth in WebAssembly, or our kernel by hand" },
    ),
  ),
  ratio(
    "map of a function over 100 000 numbers, default chunks",
    median("map", "webpool-program", first) / others("map"),
    { most: 0.05, of: "the best other way across workers" },
  ),
  ratio(
    "map of a function, default chunks, against a plain loop",
    median("map", "webpool-program", first) / median("map", "plain", first),
    { most: 1, of: "a plain loop" },
  ),
  ratio(
    `map of rows, JavaScript function, ${shortRows}`,
    rowsTime("webpool-program", shortRows) / rowsTime("plain", shortRows),
    { most: 1, of: "plain JavaScript" },
  ),
  ratio(
    "cold start to the first result, 2 processors",
    median("first", "webpool", first) / median("first", "workerpool", first),
    { most: 1.2, of: "workerpool" },
  ),
  {
    name: "transfer, minified and zipped",
    limits: [{ figure: measurements.median("size", "", "webpool"), most: 80, unit: "kB" }],
    floor: {
      figure: builtOn
        .map((name) => measurements.median("size", "", name))
        .reduce((sum, size) => sum + size),
      unit: "kB",
      of: "Emscripten's threads and exceptions",
    },
  },
  {
    name: "longest task of the page's main thread during async work (map; a thousand applyAsync)",
    limits: [turns("map"), turns("batch")],
  },
  {
    name: "32 processors against 2, default chunks (program; page)",
    limits: ours.map((contestant) => crowded("map", contestant)),
  },
  {
    name: "32 processors against 2, chunksize 1 (program; page)",
    limits: ours.map((contestant) => crowded("map-1", contestant)),
  },
].map(judge);

/** A table over contestants with a column for each browser, best first. */
function section(title, work, unit, { size, best = "low", reference = "webpool-program" } = {}) {
  const places = opened
    .map(({ name }) => place(name, size))
    .filter((where) => measurements.of(work, where).length > 0);
  return places.flatMap((where) => [
    `### ${title}, ${where}\n`,
    ranking(measurements, { work, size: where, unit, reference: names[reference], best }),
    "",
  ]);
}
const rowWays = measurements.contestants("rows");
const lost = [
  { title: "map of an array, default chunks", work: "map", unit: "ns/item" },
  { title: "map of a Float64Array, default chunks", work: "map-typed", unit: "ns/item" },
  { title: "map, one item a chunk or message", work: "map-1", unit: "ns/item" },
  { title: "apply, hot", work: "apply", unit: "µs" },
  { title: "apply, after 5 ms without work", work: "apply-idle", unit: "µs" },
  { title: "applyAsync, all at once", work: "batch", unit: "µs/task" },
  { title: "rows within a range", work: "rows", unit: "GB/s", best: "high" },
  { title: "first result", work: "first", unit: "ms" },
  { title: "the end", work: "end", unit: "ms" },
  { title: "memory", work: "memory", unit: "MB" },
  { title: "transfer", work: "size", unit: "kB" },
  { title: "longest task of the page's main thread", work: "turns", unit: "ms" },
];
const isOurs = (name) => name.startsWith("webpool");
const isOther = (name) => !isOurs(name) && !/^(ideal|wasm read|Emscripten)/.test(name);
const sections = [
  ...(options.short ? [] : losses(measurements, lost, isOurs, isOther)),
  ...section("map of x·x over an array of 100 000 numbers, default chunks", "map", "ns/item"),
  ...section("The same over a Float64Array", "map-typed", "ns/item"),
  ...section("map, one item a chunk or message", "map-1", "ns/item"),
  ...section("imap, chunksize 1", "imap", "ns/item"),
  ...section("apply, round trip, hot", "apply", "µs"),
  ...section("apply, after 5 ms without work", "apply-idle", "µs"),
  ...section("applyAsync, all at once, then their results", "batch", "µs/task"),
  ...(rowWays.length > 0
    ? [
        "### How many numbers of each row lie within a range, GB/s of int32\n",
        table(
          ["", ...opened.flatMap(({ name }) => shapes.map(([r, c]) => `${name}, ${r}x${c}`))],
          rowWays.map((way) => [
            way.startsWith("webpool") ? `**${way}**` : way,
            ...opened.flatMap(({ name }) =>
              shapes.map(([r, c]) =>
                digits(measurements.median("rows", `${name}, ${r}x${c}`, way)),
              ),
            ),
          ]),
        ),
        "",
      ]
    : []),
  ...section("From nothing to the first result, 2 processors, nothing cached", "first", "ms", {
    reference: "webpool",
  }),
  ...section("The end of a pool", "end", "ms", { reference: "webpool" }),
  ...section("Memory of the browser's processes after the first result", "memory", "MB", {
    reference: "webpool",
  }),
  ...(measurements.of("size").length > 0
    ? [
        "### Transfer: page and worker sides, JavaScript and WebAssembly, minified and zipped\n",
        ranking(measurements, { work: "size", size: "", unit: "kB", reference: "webpool" }),
        "",
      ]
    : []),
  ...["nothing", "map", "batch"].flatMap((size) =>
    section(`Longest task of the page's main thread meanwhile: ${size}`, "turns", "ms", {
      size,
      reference: "webpool",
    }),
  ),
  ...opened.flatMap(({ name }) =>
    [
      {
        work: "grow-items",
        title: "map, default chunks, over more and more items",
        x: "items",
        y: "ns/item",
      },
      {
        work: "grow-processors",
        title: "map of 100 000 numbers on more and more processors",
        x: "processors",
        y: "ns/item",
      },
      {
        work: "grow-processors-1",
        title: "map, chunksize 1, on more and more processors",
        x: "processors",
        y: "ns/item",
      },
      {
        work: "grow-jobs",
        title: "applyAsync, more and more of them at once",
        x: "jobs in flight",
        y: "µs/job",
      },
    ].map(({ work, title, ...axes }) =>
      growth(measurements, {
        suite: "browser",
        work: `${work}-${name}`,
        title: `${title}, ${name}`,
        ...axes,
        picture: name === opened[0].name,
      }),
    ),
  ),
  ...(absent.size > 0
    ? ["### What did not run\n", ...[...absent.values()].map((why) => `- ${why}`), ""]
    : []),
];
const markdown = write({
  suite: "browser",
  title: "Browser",
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
