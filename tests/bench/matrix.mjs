// The matrix problem in a browser tab and in Python, in one interleaved run:
//
//   ./serve.sh --build-only && node tests/bench/matrix.mjs [rounds]
//
// 200000 × 5 numbers, how many of each row lie within 4 and 8, on two processors. Every result is checked. Prints a
// Markdown table of medians, their spread, and how many times faster than Python's Pool each is.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { browsers, serve, site } from "../browser/drivers/index.mjs";

const rounds = Number(process.argv[2] ?? 15);
const processes = 2;
const expected = { first: [4, 2, 1, 2, 3, 2, 2, 2, 2, 2], total: 500557 };

/** In the page: starts a program that measures each way once for each message that it is sent. */
async function startProgram(library, processes) {
  const { Program } = await import(library);
  const text = `
import { Matrix, Pool, kernels } from "webpool";
const data = Matrix.random(200_000, 5, { seed: 100, low: 0, high: 10 });
const rows = Array.from(data.rows());
const triples = rows.map((row) => [row, 4, 8]);
const howmany = (row, minimum = 4, maximum = 8) => {
  let count = 0;
  for (let i = 0; i < row.length; ++i) if (minimum <= row[i] && row[i] <= maximum) ++count;
  return count;
};
const pool = new Pool(${processes});
const { howmanyWithinRange } = kernels;
const ways = {
  "plain loop in JavaScript, 1 thread": () => rows.map((row) => howmany(row)),
  "map, function": () => pool.map(howmany, data.rows()),
  "starmap, function": () => pool.starmap(howmany, triples),
  "map, kernel": () => pool.map(howmanyWithinRange(4, 8), data.rows()),
  "starmap, kernel": () => pool.starmap(howmanyWithinRange, triples),
};
const channel = new BroadcastChannel("bench");
await new Promise((end) => {
  channel.onmessage = ({ data: message }) => {
    if (message === "end") end();
    if (message !== "measure") return;
    const results = {};
    for (const [way, run] of Object.entries(ways)) {
      const begin = performance.now();
      const counts = run();
      const milliseconds = performance.now() - begin;
      const total = counts.reduce((sum, count) => sum + count, 0);
      results[way] = { first: Array.from(counts.slice(0, 10)), total, milliseconds };
    }
    channel.postMessage(results);
  };
  channel.postMessage("ready");
});`;
  const channel = new BroadcastChannel("bench");
  const next = () => new Promise((resolve) => (channel.onmessage = ({ data }) => resolve(data)));
  globalThis.measure = () => {
    const results = next();
    channel.postMessage("measure");
    return results;
  };
  const ready = next();
  const run = new Program(text, { processes }).run();
  await Promise.race([ready, run]);
}

function startPython(numbers) {
  const file = `${tmpdir()}/webpool-matrix.json`;
  writeFileSync(file, JSON.stringify(numbers));
  const script = fileURLToPath(new URL("matrix.py", import.meta.url));
  const python = spawn("python3", [script, file, String(processes)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  return {
    async measure() {
      python.stdin.write("measure\n");
      const { value, done } = await lines.next();
      if (done) throw new Error("python3 has ended");
      return JSON.parse(value);
    },
    end: () => python.stdin.end(),
  };
}

const times = new Map();
function record(way, { first, total, milliseconds }) {
  assert.deepEqual({ first, total }, expected, way);
  times.set(way, [...(times.get(way) ?? []), milliseconds]);
}

const server = await serve({ root: site });
const library = `${server.url}lib/webpool.js`;
const opened = [];
for (const { name, launch } of browsers) {
  const browser = await launch();
  const page = await browser.open(server.url);
  page.timeout = 120_000;
  await page.evaluate(startProgram, library, processes);
  opened.push({ name, browser, page });
}
const numbers = await opened[0].page.evaluate(async (library) => {
  const { load, Matrix } = await import(library);
  await load();
  return Array.from(Matrix.random(200_000, 5, { seed: 100, low: 0, high: 10 }).data);
}, library);
const python = startPython(numbers);
const pythonWay = `Python, multiprocessing.Pool(${processes}).starmap`;
for (let round = -2; round < rounds; ++round) {
  if (round === 0) times.clear(); // the first rounds warm up
  record(pythonWay, await python.measure());
  for (const { name, page } of opened) {
    const results = await page.evaluate(() => globalThis.measure());
    for (const [way, result] of Object.entries(results)) record(`${name}: ${way}`, result);
  }
}
python.end();
for (const { browser } of opened) await browser.close();
await server.close();

const sorted = (list) => [...list].sort((a, b) => a - b);
const at = (list, share) => sorted(list)[Math.floor(share * (list.length - 1))];
const reference = at(times.get(pythonWay), 0.5);
console.log(`${rounds} interleaved rounds, ${cpus()[0].model}, ${cpus().length} cores\n`);
console.log("| | median, ms | 10 % to 90 % | times Python |\n|---|---:|---:|---:|");
for (const [way, list] of times) {
  const [low, median, high] = [0.1, 0.5, 0.9].map((share) => at(list, share));
  const digits = (x) => (x < 10 ? x.toFixed(2) : x.toFixed(0));
  console.log(
    `| ${way} | ${digits(median)} | ${digits(low)} – ${digits(high)} | ${digits(reference / median)} |`,
  );
}
