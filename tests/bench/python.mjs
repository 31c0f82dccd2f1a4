// Programs in Python in Chromium and Firefox beside CPython, in interleaved rounds. Every result is checked.
//
//   ./serve.sh --build-only && node tests/bench/python.mjs [rounds]
//
// Prints the best time of each, in milliseconds, and how many times CPython's that is; and what starting takes: from run() of a
// program that was prepared to its first line, and the same from nothing with what the browser has kept.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { browsers, serve } from "../browser/drivers/index.mjs";
import { librarySite } from "../browser/library-site.mjs";

const rounds = Number(process.argv[2] ?? 3);
const file = fileURLToPath(new URL("python/pool.py", import.meta.url));
const text = readFileSync(file, "utf8");
const server = await serve({ root: librarySite() });
const library = `${server.url}lib/webpool.js`;

/** In the page: the milliseconds that a program takes to its first line, and that line. */
async function runHere(library, text, prepare) {
  const begin = performance.now();
  const { Program } = await import(library);
  let first;
  const lines = [];
  const program = new Program(text, {
    language: "python",
    processes: 2,
    onOutput: (more) => {
      first ??= performance.now();
      lines.push(...more);
    },
  });
  if (prepare) await program.prepare();
  const started = prepare ? performance.now() : begin;
  await program.run();
  return { line: lines[0].text, time: first - started };
}

const best = new Map();
const keep = (name, where, milliseconds) => {
  const row = best.get(name) ?? {};
  best.set(name, row);
  row[where] = Math.min(row[where] ?? Infinity, milliseconds);
};
const keepAll = (where, line) => {
  for (const [name, milliseconds] of Object.entries(JSON.parse(line)))
    keep(name, where, milliseconds);
};

const pages = [];
for (const { name, launch } of browsers) {
  const browser = await launch();
  const page = await browser.open(server.url);
  page.timeout = 120_000;
  pages.push({ name, browser, page });
}
try {
  for (let round = 0; round < rounds; ++round) {
    keepAll("CPython", execFileSync("python3", [file], { encoding: "utf8" }));
    for (const { name, page } of pages) {
      const hello = async (prepare) => {
        const { line, time } = await page.evaluate(runHere, library, 'print("hello")', prepare);
        assert.equal(line, "hello");
        return time;
      };
      keep("run() to the first line, prepared", name, await hello(true));
      await page.goto?.(server.url);
      keep("from nothing to the first line, kept files", name, await hello(false));
      keepAll(name, (await page.evaluate(runHere, library, text, true)).line);
    }
  }
} finally {
  for (const { browser } of pages) await browser.close();
  await server.close();
}

console.log(`${cpus().length} × ${cpus()[0].model}, best of ${rounds} rounds, milliseconds\n`);
const names = ["CPython", ...pages.map(({ name }) => name)];
console.log(`| what | ${names.join(" | ")} |\n|---|${names.map(() => "--:|").join("")}`);
for (const [what, row] of best) {
  const cells = names.map((name) => {
    if (row[name] === undefined) return "–";
    const times =
      name === "CPython" || !row.CPython ? "" : ` (${(row[name] / row.CPython).toPrecision(2)}×)`;
    return `${row[name].toPrecision(3)}${times}`;
  });
  console.log(`| ${what} | ${cells.join(" | ")} |`);
}
