// Programs in the ways in which Pool is used, and the guide's own: what they print in a page is what CPython prints natively.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { describePython, runNatively, streamOf } from "./python-page.mjs";

const folder = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const own = folder("../data/python/");
const guide = folder("../../web/programs/");
const filesIn = (path) => readdirSync(path).filter((file) => file.endsWith(".py"));

// Times differ, and so does the order in which tasks on several processors end.
const withoutTimes = (text) =>
  text
    .replace(/\d+(\.\d+)? ms for/g, "… ms for")
    .replace(/speed-up [\d.e+-]+/g, "speed-up …")
    .replace(/took \d+ ms/g, "took … ms")
    .replace(/has ended|is ready/g, "$&\n") // the lines of native processes run into each other
    .split("\n")
    .filter((line) => line !== "")
    .sort()
    .join("\n");

// numpy is not the machine's; its numbers are those of tests/data/matrix_oracle.json.
const withoutNative = new Set(["matrix.py"]);

describePython(({ run: runText }) => {
  const run = async (file, processes) => {
    const options = processes === undefined ? {} : { processes };
    const { end, lines } = await runText(readFileSync(file, "utf8"), options);
    assert.equal(end, "resolved", end.stack);
    return streamOf(lines);
  };

  for (const file of filesIn(own)) {
    test(`${file} prints what it prints natively`, async () => {
      const [here, there] = await Promise.all([run(`${own}${file}`), runNatively(`${own}${file}`)]);
      assert.equal(here, there);
    });
  }

  for (const file of filesIn(guide).filter((name) => !withoutNative.has(name))) {
    test(`the guide's ${file} prints what it prints natively`, async () => {
      const [here, there] = await Promise.all([
        run(`${guide}${file}`, availableParallelism()),
        runNatively(`${guide}${file}`),
      ]);
      assert.equal(withoutTimes(here), withoutTimes(there));
    });
  }

  test("the guide's matrix.py draws numpy's numbers, and all methods count the same", async () => {
    const lines = (await run(`${guide}matrix.py`)).trim().split("\n");
    assert.equal(lines[1], "First ten: 4 2 1 2 3 2 2 2 2 2");
    assert.equal(lines.filter((line) => line.endsWith(", same counts")).length, 7);
  });
});
