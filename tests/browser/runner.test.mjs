// How tests/node_tests.sh counts failures, and which files it runs again.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("../node_tests.sh", import.meta.url));
const helpers = `say() { echo "$*"; }; fail() { say "$*"; exit 1; }; node="$1" results="$PWD" part=some`;

// What stands before the tests of a file: how often it has run, and functions for `passes` and `fails`.
const beginning = (name) => `
import { appendFileSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
appendFileSync("${name}.runs", "x");
const runs = readFileSync("${name}.runs", "utf8").length;
const fails = (name) => test(name, () => { throw new Error(name); });
const passes = (name) => test(name, () => {});
`;
// A helper, whose suites and tests have their places in it.
const helper = `
import { describe, test } from "node:test";
export const suite = (define) => describe("a suite of the helper", define);
export const failing = () => test("a test of the helper", () => { throw new Error(); });
`;

/** Runs files of tests, whose texts are given by name. */
function runFiles(t, files) {
  const folder = mkdtempSync(join(tmpdir(), "webpool-runner-test-"));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "tests/some"), { recursive: true });
  writeFileSync(join(folder, "tests/some/helper.mjs"), helper);
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, `tests/some/${name}.test.mjs`), beginning(name) + text);
  const { NODE_TEST_CONTEXT, ...env } = process.env;
  const { status, stdout } = spawnSync(
    "bash",
    [
      "-euo",
      "pipefail",
      "-c",
      `${helpers}; . "$2"; node_tests some`,
      "bash",
      process.execPath,
      script,
    ],
    { cwd: folder, env, encoding: "utf8" },
  );
  const read = (name) => readFileSync(join(folder, name), "utf8");
  const runs = Object.fromEntries(
    Object.keys(files).map((name) => [name, read(`${name}.runs`).length]),
  );
  const named = stdout.split("\n").filter((line) => line.startsWith("******** UNSTEADY:"));
  return { status, runs, named, counts: read("some.count").trim(), stdout };
}

const steady = `passes("one"); passes("two");`;
const always = `fails("always");`;
// As after the crash of a browser: all tests of one of its suites.
const once = `describe("in one browser", () => { for (const i of [1, 2, 3, 4, 5, 6, 7, 8]) (runs > 1 ? passes : fails)("test " + i); });`;

test("a file in which many tests failed runs again, and is named when it passes then", (t) => {
  const { status, runs, named, counts, stdout } = runFiles(t, { steady, once });
  assert.equal(status, 0, stdout);
  assert.deepEqual(runs, { steady: 1, once: 2 });
  assert.match(named.join(), /passed when run again: tests\/some\/once\.test\.mjs/);
  assert.match(stdout, /^ {2}test 8$/m);
  assert.equal(counts, "10 0");
});

test("so does one whose process ends", (t) => {
  const { status, runs } = runFiles(t, { steady, ends: `if (runs === 1) process.exit(3);` });
  assert.equal(status, 0);
  assert.deepEqual(runs, { steady: 1, ends: 2 });
});

test("so does one whose suite a helper describes; a failure that is in no file by its place is not forgotten", (t) => {
  const suite = `import { suite } from "./helper.mjs"; suite(() => (runs > 1 ? passes : fails)("by a helper"));`;
  const described = runFiles(t, { steady, suite });
  assert.equal(described.status, 0, described.stdout);
  assert.deepEqual(described.runs, { steady: 1, suite: 2 });
  const failing = `import { failing } from "./helper.mjs"; failing();`;
  const unknown = runFiles(t, { once, failing });
  assert.equal(unknown.status, 1, unknown.stdout);
  assert.deepEqual(unknown.runs, { once: 1, failing: 1 });
});

test("a file that fails again is a failure, and more than two files are not run again", (t) => {
  const one = runFiles(t, { steady, once, always });
  assert.equal(one.status, 1);
  assert.deepEqual(one.runs, { steady: 1, once: 2, always: 2 });
  assert.deepEqual(one.named, []);
  assert.equal(one.counts, "2 9");
  const three = runFiles(t, { first: always, second: always, third: always });
  assert.equal(three.status, 1);
  assert.deepEqual(three.runs, { first: 1, second: 1, third: 1 });
  assert.equal(three.counts, "0 3");
});
