// Programs in Python where the browser gives no threads: what they print is what CPython prints.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { describePython, failingCalls, runNatively, streamOf } from "./python-page.mjs";

const folder = fileURLToPath(new URL("../data/python/", import.meta.url));
const programs = [
  "callback_results",
  "closed_and_terminated",
  "error_types",
  "files_in_tasks",
  "globals_are_copies",
  "imap_after_close",
  "imap_errors",
  "initializer_globals",
  "iterator_open_at_fork",
  "large_data",
  "maxtasksperchild",
  "partial",
  "pools_at_once",
  "several_pools",
  "starmap_forms",
  "unpicklable_result",
];

describePython(
  ({ run }) => {
    for (const name of programs) {
      test(`${name}.py prints what it prints natively`, async () => {
        const file = `${folder}${name}.py`;
        const [{ end, lines }, there] = await Promise.all([
          run(readFileSync(file, "utf8")),
          runNatively(file),
        ]);
        assert.equal(end, "resolved", end.stack);
        assert.equal(streamOf(lines), there);
      });
    }

    test("calls are described as with threads", async () => {
      const { end, notes } = await run(failingCalls.text, { notes: [] });
      assert.equal(end, "resolved", end.stack);
      assert.deepEqual(...failingCalls.ended(notes));
    });

    test("a pool that cannot begin, and a result that comes too late, are errors as with threads", async () => {
      const { end, lines } = await run(`import multiprocessing as mp, os, time
def attempt(call):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, str(error).strip().splitlines()[-1:])
attempt(lambda: mp.get_context("spawn").Pool(1))
attempt(lambda: mp.Pool(1, os._exit, (5,)))
attempt(lambda: mp.Pool(1, divmod, (1, 0)))
with mp.Pool(1) as pool:
    result = pool.apply_async(time.sleep, (0.2,))
    attempt(lambda: result.get(timeout=0.01))
    print(result.get())
`);
      assert.equal(end, "resolved", end.stack);
      const could = "the processes of the pool could not begin: ";
      assert.deepEqual(streamOf(lines).trimEnd().split("\n"), [
        "NotImplementedError ['without threads a pool can only be forked: use the start method fork']",
        `WorkerLostError ['${could}the process ended with os._exit(5)']`,
        "WorkerLostError ['ZeroDivisionError: division by zero']",
        "TimeoutError []",
        "None",
      ]);
    });

    test("a task that ends its process, or fails its interpreter, is an error of its own", async () => {
      const { end, lines } = await run(`import os, sys
from multiprocessing import Pool
class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")
def fault(kind):
    return sys.exit(2) if kind == 0 else os._exit(3) if kind == 1 else Deep().a
with Pool(2) as pool:
    for kind in range(3):
        try:
            pool.apply(fault, (kind,))
        except Exception as error:
            print(type(error).__name__ in ("WorkerLostError", "RecursionError"))
    print(pool.map(abs, range(-3, 1)))
`);
      assert.equal(end, "resolved", end.stack);
      assert.equal(streamOf(lines), "True\nTrue\nTrue\n[3, 2, 1, 0]\n");
    });
  },
  { isolation: false },
);
