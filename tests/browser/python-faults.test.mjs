// Tasks and programs in Python that go wrong: each gets the error of exactly what went wrong, and the pool stays whole.
import assert from "node:assert/strict";
import { test } from "node:test";
import { describePython } from "./python-page.mjs";

// Runs a task that goes wrong, between others that do not.
const fault = (
  definitions,
  call = "pool.apply(fault, (0,))",
) => `import multiprocessing as mp, os, sys
${definitions}
def well(x):
    return x + 1
with mp.Pool(2) as pool:
    others = pool.map_async(well, range(20), chunksize=1)
    try:
        print(${call})
    except Exception as error:
        print(type(error).__name__, str(error).partition('\\n')[0], isinstance(error, mp.ProcessError))
    print(others.get() == list(range(1, 21)), pool.map(well, range(6)))
`;
const well = "True [1, 2, 3, 4, 5, 6]\n";

describePython(({ run, printed }) => {
  const faults = {
    "that ends its process with sys.exit": [
      "def fault(_):\n    sys.exit(3)",
      "WorkerLostError a task ended its process with sys.exit(3) True\n",
    ],
    "that ends its process with os._exit": [
      "def fault(_):\n    try:\n        os._exit(7)\n    finally:\n        print('never')",
      "WorkerLostError the process ended with os._exit(7) True\n",
    ],
    "that recurses without end": [
      "def fault(n):\n    return fault(n + 1)",
      "RecursionError maximum recursion depth exceeded False\n",
    ],
    "that exhausts memory": [
      "def fault(_):\n    parts = []\n    while True:\n        parts.append(bytearray(500_000_000))",
      "MemoryError",
    ],
    "that recurses through C": [
      "class Deep:\n    def __getattr__(self, name):\n        return getattr(self, name + 'x')\ndef fault(_):\n    return Deep().a",
      /^(WorkerLostError the process crashed: .*|RecursionError .*)\n/,
    ],
    "whose exception cannot be rebuilt": [
      "class Own(Exception):\n    def __init__(self, a, b):\n        super().__init__(a)\ndef fault(_):\n    raise Own(1, 2)",
      "WorkerLostError what a task returned or raised cannot be rebuilt here: TypeError",
    ],
  };
  for (const [name, [definitions, expected]] of Object.entries(faults)) {
    test(`a task ${name} is an error of its own call`, async () => {
      const text = await printed(fault(definitions));
      if (expected instanceof RegExp) assert.match(text, expected);
      else assert.ok(text.startsWith(expected), text);
      assert.ok(text.endsWith(well), text);
    });
  }

  test("tasks that harm their process in many ways have errors of their own, and the pool goes on", async () => {
    const text = await printed(
      `import builtins, io, multiprocessing as mp, os, pickle, signal, sys
def nothing(): pass
def abort(): os.abort()
def kill(): os.kill(os.getpid(), signal.SIGKILL)
def terminate(): signal.raise_signal(signal.SIGTERM)
def interrupt(): raise KeyboardInterrupt
def close(): sys.stdout.close()
def replace(): sys.stdout = io.StringIO(); print("unseen"); return sys.stdout.getvalue()
def remove(): sys.stdout = sys.stderr = None
def unflushable():
    class Broken:
        def write(self, text): raise OSError("full")
        flush = write
    sys.stdout = Broken()
def patch(): mp.pool.worker = pickle.loads = None
def forget(): builtins.__dict__.clear()
def syntax(): exec("def (:")
class Pickled:
    def __init__(self, call, *args): self.call, self.args = call, args
    def __reduce__(self): return self.call, self.args
class Exits:
    def __reduce__(self): sys.exit(3)
def exits(): return Exits()
def unpickled_exit(): return Pickled(sys.exit, 3)
def bomb(): return Pickled(bytes, 10**10)
def huge(): return bytes(10**10)
class Unprintable(Exception):
    def __str__(self): raise RuntimeError
    __repr__ = __str__
def unprintable(): raise Unprintable
def base(): raise BaseException("all")
def group(): raise ExceptionGroup("two", [ValueError(1), TypeError(2)])
def recursion(): sys.setrecursionlimit(10**9); return [sorted([1, 2], key=lambda _: recursion())]
faults = (abort, kill, terminate, interrupt, close, replace, remove, unflushable, patch, forget, syntax, exits,
          unpickled_exit, bomb, huge, unprintable, base, group, recursion)
with mp.Pool(2) as pool:
    for fault in faults:
        try:
            print(fault.__name__, pool.apply(fault))
        except BaseException as error:
            print(fault.__name__, type(error).__name__)
        # With each of them, both processes go on.
        assert pool.map(abs, range(-4, 0), chunksize=1) == [4, 3, 2, 1], fault
`,
    );
    const lost = (...names) => names.map((name) => `${name} WorkerLostError`);
    assert.deepEqual(
      text
        .trimEnd()
        .split("\n")
        .filter((line) => line !== ""),
      [
        ...lost("abort", "kill", "terminate", "interrupt"),
        ...["close None", "replace unseen", "remove None", "unflushable None", "patch None"],
        ...lost("forget"),
        "syntax SyntaxError",
        ...lost("exits", "unpickled_exit", "bomb"),
        ...["huge OverflowError", "unprintable Unprintable"],
        ...lost("base"),
        "group ExceptionGroup",
        ...lost("recursion"),
      ],
    );
  });

  test("a function that was defined after the pool is not found, and its tasks fail", async () => {
    const text = await printed(
      `from multiprocessing import Pool
pool = Pool(1)
def later(x):
    return x
try:
    pool.map(later, [1])
except AttributeError as error:
    print("later" in str(error))
print(pool.map(abs, [-1]))
pool.terminate()
`,
    );
    assert.equal(text, "True\n[1]\n");
  });

  test("terminate ends endless loops, and results that can never come are errors", async () => {
    const text = await printed(
      `import multiprocessing as mp
def loop(_):
    while True:
        pass
pool = mp.Pool(2)
result = pool.map_async(loop, [1, 2])
try:
    result.get(timeout=0.2)
except mp.TimeoutError:
    print("runs")
pool.terminate()
pool.join()
try:
    result.get()
except mp.ProcessError as error:
    print(type(error).__name__)
with mp.Pool(1) as pool:
    print(pool.map(abs, [-1]))
`,
    );
    assert.equal(text, "runs\nWorkerLostError\n[1]\n");
  });

  test("an initializer that raises or exits ends Pool() with an error that shows it", async () => {
    const text = await printed(
      `import multiprocessing as mp, os, sys
def wrong():
    raise ValueError("not today")
for initializer, arguments in ((wrong, ()), (sys.exit, (4,)), (os._exit, (5,))):
    try:
        mp.Pool(2, initializer, arguments)
    except mp.ProcessError as error:
        print(type(error).__name__, str(error).strip().splitlines()[-1])
with mp.Pool(1) as pool:
    print(pool.map(abs, [-1]))
`,
    );
    assert.equal(
      text,
      "WorkerLostError ValueError: not today\nWorkerLostError SystemExit: 4\n" +
        "WorkerLostError the processes of the pool could not begin: the process ended with os._exit(5)\n[1]\n",
    );
  });

  test("that a process cannot begin again is an error of the next tasks, not of those that ended", async () => {
    const text = await printed(
      `import multiprocessing as mp, os
def begin():
    open("begun", "x").close()
def task(kind):
    return os._exit(1) if kind else "well"
def attempt(call):
    try:
        print(call())
    except mp.ProcessError as error:
        print(type(error).__name__, str(error).partition(":")[0], str(error).strip().splitlines()[-1])
with mp.Pool(1, begin) as pool:
    results = [pool.apply_async(task, (kind,)) for kind in (0, 1, 0)]
    for result in results:
        attempt(result.get)
    attempt(lambda: pool.map(task, [0, 0], chunksize=1))
    os.remove("begun")
    attempt(lambda: pool.map(task, [0, 0], chunksize=1))
    os.remove("begun")
    attempt(lambda: pool.map(task, [0, 1], chunksize=1))
`,
    );
    const lost = "WorkerLostError the process of a task could not begin FileExistsError";
    const exit = "the process ended with os._exit(1)";
    const exits = `WorkerLostError ${exit} ${exit}`;
    const exists = `${lost}: [Errno 17] File exists: 'begun'`;
    assert.equal(text, ["well", exits, exists, exists, "['well', 'well']", exits, ""].join("\n"));
  });

  test("more processes than there can be are an error, and the next pool works", async () => {
    const text = await printed(
      `import errno
from multiprocessing import Pool
try:
    Pool(1025)
except ValueError as error:
    print(error)
try:
    Pool(1000)
except OSError as error:
    print(error.errno == errno.ENOMEM == 12, str(error).partition(":")[0])
with Pool(2) as pool:
    print(pool.map(abs, [-1]))
`,
    );
    assert.equal(
      text,
      "Number of processes must be at most 1024\nTrue [Errno 12] Cannot allocate memory for a pool of 1000 processes\n[1]\n",
    );
  });

  test("a program whose interpreter fails, or that ends at once, ends with an error", async () => {
    const { end } = await run("import os\nprint('here')\nos._exit(5)");
    assert.deepEqual([end.name, end.exitCode], ["SystemExit", 5]);
    const deep = await run(
      "class Deep:\n    def __getattr__(self, name):\n        return getattr(self, name + 'x')\nDeep().a",
    );
    assert.ok(["InterpreterError", "RecursionError"].includes(deep.end.name), deep.end.name);
  });

  test("pools that come and go leave nothing behind", async () => {
    const text = await printed(
      `import multiprocessing as mp
for n in range(40):
    with mp.Pool(2) as pool:
        assert pool.map(abs, [-n]) == [n]
print("well")
`,
    );
    assert.equal(text, "well\n");
  });
});
