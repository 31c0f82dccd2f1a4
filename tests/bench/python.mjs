// Programs in Python in Chromium and Firefox beside CPython: `./tests/bench/run.sh python` builds what it needs and calls it.
//
// A round runs python/pool.py, which checks its results, once natively and once in each browser, and measures what starting
// takes: from run() of a program that was prepared to its first line, and the same from nothing with what the browser has kept.
// It also measures how long stop() takes, and how much more memory the browser has with more processes in a pool.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { childProcesses } from "../browser/drivers/children.mjs";
import { browsers, serve } from "../browser/drivers/index.mjs";
import { librarySite } from "../browser/library-site.mjs";
import { childrenMegabytes } from "./browser/memory.mjs";
import { judge } from "./report/goals.mjs";
import { losses } from "./report/losses.mjs";
import { Measurements } from "./report/measurements.mjs";
import { digits, table } from "./report/text.mjs";
import { write } from "./report/write.mjs";

const { values: options } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    rounds: { type: "string" },
  },
});
const rounds = Number(options.rounds ?? (options.short ? 1 : 7));
const only = new RegExp(options.only);
const sizes = JSON.stringify(
  options.short
    ? { calls: 5, items: 100, tasks: 2, steps: 1000, rows: 100, few: 5, repetitions: 1 }
    : {
        ...{ calls: 200, items: 100_000, tasks: 8, steps: 300_000 },
        ...{ rows: 100_000, few: 200, repetitions: 3 },
      },
);
const { calls, tasks } = JSON.parse(sizes);
const measurements = new Measurements();
const memory = new Measurements();
const failures = [];
const keep = (what, contestant, milliseconds) => {
  if (only.test(`${what}//${contestant}`)) measurements.add(what, "", contestant, milliseconds);
};
const keepAll = (contestant, line) => {
  for (const [what, milliseconds] of Object.entries(JSON.parse(line)))
    keep(what, contestant, milliseconds);
};

/** In the page: the milliseconds that a program takes to its first line, and all lines. */
async function runHere(library, text, prepare, sizes) {
  const begin = performance.now();
  const { Program } = await import(library);
  let first;
  const lines = [];
  const program = new Program(text, {
    language: "python",
    processes: 2,
    files: { "sizes.json": new TextEncoder().encode(sizes) },
    onOutput: (more) => {
      first ??= performance.now();
      lines.push(...more.map((line) => line.text));
    },
  });
  if (prepare) await program.prepare();
  const started = prepare ? performance.now() : begin;
  await program.run();
  return { lines, time: first - started };
}

/** Programs that are stopped when they print "runs". */
const stopped = {
  "a loop": "print('runs')\nwhile True: pass",
  "a loop in C": "print('runs')\nsum(range(10**12))",
  "a regular expression": "import re\nprint('runs')\nre.match('(a+)+b', 40 * 'a')",
  "a sleep": "import time\nprint('runs')\ntime.sleep(1000)",
  "loops in tasks": `from multiprocessing import Pool
def loop(_):
    while True: pass
result = Pool(2).map_async(loop, [1, 2])
print("runs")
result.get()`,
  "pools that start": `from multiprocessing import Pool
print("runs")
while True: Pool(2).terminate()`,
};
const waiting = (processes) => `import time
from multiprocessing import Pool
pool = Pool(${processes})
print(len(pool.map(abs, range(1000))))
time.sleep(1000)`;

/** In the page: starts a program, until its first line. */
async function startHere(library, text, processes) {
  const { Program } = await import(library);
  await new Promise((resolve, reject) => {
    globalThis.running = new Program(text, { language: "python", processes, onOutput: resolve });
    globalThis.ended = globalThis.running.run();
    globalThis.ended.catch(reject);
  });
}

/** In the page: stops the program, and gives the milliseconds until its end. */
async function stopHere() {
  const begin = performance.now();
  globalThis.running.stop();
  await globalThis.ended.catch(() => {});
  return performance.now() - begin;
}

/**
 * The megabytes that a process of a pool takes, from the difference between pools of two sizes, in two fresh browsers: one keeps
 * memory of pages that it has left for a while.
 */
async function megabytesOfProcess(launch) {
  const [few, many] = [1, 5];
  const megabytes = [];
  for (const processes of [few, many]) {
    const others = [...(childProcesses() ?? [])];
    const browser = await launch();
    try {
      const page = await browser.open(server.url);
      await page.evaluate(startHere, library, waiting(processes), processes);
      megabytes.push(childrenMegabytes(others));
    } finally {
      await browser.close();
    }
  }
  return (megabytes[1] - megabytes[0]) / (many - few);
}

const text = readFileSync(new URL("python/pool.py", import.meta.url), "utf8");
const folder = mkdtempSync(join(tmpdir(), "webpool-bench-"));
writeFileSync(join(folder, "sizes.json"), sizes);
const native = "CPython";
const file = fileURLToPath(new URL("python/pool.py", import.meta.url));
const runNatively = () => execFileSync("python3", [file], { cwd: folder, encoding: "utf8" });

/** What was measured of starting; CPython has nothing to load. */
const starts = { prepared: "run() to the first line, prepared", kept: "the same from nothing" };

const server = await serve({ root: librarySite() });
const library = `${server.url}lib/webpool.js`;
const pages = [];
try {
  for (const { name, launch } of browsers) {
    const browser = await launch();
    pages.push({ name: `webpool, ${name}`, browser, launch });
    const page = await browser.open(server.url);
    page.timeout = 120_000;
    Object.assign(pages.at(-1), { page });
  }
  for (let round = 0; round < rounds; ++round) {
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
    keepAll(native, runNatively());
    for (const { name, page, launch } of pages) {
      const run = (program, prepare) => page.evaluate(runHere, library, program, prepare, sizes);
      const hello = async (what, prepare) => {
        const { lines, time } = await run('print("hello")', prepare);
        assert.deepEqual(lines, ["hello"]);
        keep(what, name, time);
      };
      try {
        await hello(starts.prepared, true);
        await page.goto(server.url);
        await hello(starts.kept, false);
        keepAll(name, (await run(text, true)).lines[0]);
        for (const [what, program] of Object.entries(stopped)) {
          await page.evaluate(startHere, library, program, 2);
          keep(`stop() of ${what}`, name, await page.evaluate(stopHere));
        }
        memory.add("process", "", name, await megabytesOfProcess(launch));
      } catch (error) {
        failures.push(`${name}: ${error.message}`);
      }
    }
  }
} finally {
  for (const { browser } of pages) await browser.close();
  await server.close();
  rmSync(folder, { recursive: true });
}

const works = [...new Set(measurements.toJSON().map(({ work }) => work))];
const ours = pages.map(({ name }) => name);
const median = (work, contestant) => measurements.median(work, "", contestant);
const goals = ours.flatMap((name) => {
  const limit = (work, most, times = 1) =>
    judge({
      name: `${work}, ${name}`,
      limits: [{ figure: median(work, name) / times, most, unit: "ms" }],
    });
  const against = (what, figure, bound) =>
    judge({ name: `${what}, ${name}`, limits: [{ figure, unit: "times", ...bound }] });
  const map = "map of x·x";
  const computing = "tasks of computing";
  const slowestStop = Math.max(
    ...Object.keys(stopped).map((what) => median(`stop() of ${what}`, name)),
  );
  return [
    against("the slowest stop()", slowestStop, { most: 100, unit: "ms" }),
    against("memory of a process", memory.median("process", "", name), { most: 60, unit: "MB" }),
    limit(starts.prepared, 150),
    limit(starts.kept, 1500),
    limit("Pool(2) to its first result", 1000),
    limit("the next Pool(2) to its first result", 500),
    { ...limit("apply, one by one", 0.5, calls), name: `a call of apply, ${name}` },
    against("map of x·x, in CPython's", median(map, name) / median(map, native), { most: 1.5 }),
    against(
      `${tasks} tasks of computing, serial by map`,
      median(`${computing}, serial`, name) / median(`${computing}, map`, name),
      { least: 1.8 },
    ),
  ];
});
const contestants = [native, ...ours];
const figures = table(
  ["milliseconds", ...contestants],
  works.map((work) => [
    work,
    ...contestants.map((name) => {
      const [figure, base] = [median(work, name), median(work, native)];
      const times =
        name === native || !base || figure === undefined ? "" : ` (${digits(figure / base)} ×)`;
      return `${digits(figure)}${times}`;
    }),
  ]),
);
const version = execFileSync("python3", ["--version"], { encoding: "utf8" }).trim();
const { version: pyodide } = JSON.parse(
  readFileSync(new URL("../../web/node_modules/pyodide/package.json", import.meta.url), "utf8"),
);
const markdown = write({
  suite: "python",
  title: "Python",
  rounds,
  versions: { native: version, Pyodide: pyodide },
  measurements,
  goals: options.short ? [] : goals,
  sections: [
    ...(options.short
      ? []
      : losses(
          measurements,
          works.map((work) => ({ title: work, work, unit: "ms" })),
          (name) => name !== native,
          (name) => name === native,
        )),
    `### Pools of two processes, and the matrix problem by each method\n\nFor ${sizes.slice(1, -1).replaceAll('"', "").replaceAll(":", " ").replaceAll(",", ", ")}; \`few\` is for apply and apply_async, which have a call for each row.\n`,
    figures,
    "",
  ],
});
console.log(markdown);
for (const failure of failures) console.error(failure);
console.log(`${measurements.count} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 || measurements.count === 0 ? 1 : 0;
