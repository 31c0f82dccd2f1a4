// The library's contract in Node 20 and 22, Bun and Deno, and in a worker of the application's own.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { check, contract, endings, script } from "../browser/contract.mjs";
import { library, runtimes, run } from "./runtimes.mjs";

const cases = { ...contract, ...endings };
const folder = fileURLToPath(new URL("../../build/tests/runtimes", import.meta.url));
mkdirSync(folder, { recursive: true });

// By the name of the runtime, or of all.
const skips = {
  all: {
    "a relative address in a task starts where the page's own do":
      "XMLHttpRequest, and requests for what is beside a page, are of browsers",
  },
  Bun: {
    "functions of a module run strict, whatever their form":
      "Bun writes what `typeof this` is in a module into the text of an arrow function",
  },
};

const report = '(outcomes) => console.log("outcomes " + JSON.stringify(outcomes))';
const onMainThread = `${folder}/contract.mjs`;
// The calls may block, as in a worker of a page.
writeFileSync(onMainThread, script({ library, url: library, place: "worker", report }));
const inWorker = `${folder}/contract-in-worker.mjs`;
writeFileSync(
  inWorker,
  `import { Worker } from "node:worker_threads";
new Worker(new URL(${JSON.stringify(pathToFileURL(onMainThread).href)}));\n`,
);

for (const runtime of runtimes) {
  describe(runtime.name, () => {
    for (const [where, file] of [
      ["on the main thread", onMainThread],
      ["in a worker of the application", inWorker],
    ]) {
      // One runtime's worker shows that the library does not need the main thread.
      if (file === inWorker && runtime.file !== process.execPath) continue;
      test(`the contract holds ${where}`, async (t) => {
        const { stdout, stderr } = await run(runtime, [file], { timeout: 600_000 });
        const line = stdout.split("\n").find((text) => text.startsWith("outcomes "));
        assert.ok(line, `nothing was reported:\n${stdout}\n${stderr}`);
        const outcomes = JSON.parse(line.slice("outcomes ".length));
        await check(t, cases, outcomes, { ...skips[runtime.name], ...skips.all });
      });
    }
  });
}
