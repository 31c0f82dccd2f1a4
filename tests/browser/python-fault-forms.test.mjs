// What goes wrong in a task in Python is the same error in whichever way the pool was called, and the pool stays whole.
import assert from "node:assert/strict";
import { test } from "node:test";
import { describePython } from "./python-page.mjs";

const program = (expected, definition) => `import multiprocessing as mp, os, sys
${definition}
def well(x):
    return x + 1
FORMS = {
    "map": lambda pool: pool.map(fault, [3]),
    "map in chunks": lambda pool: pool.map(fault, [3, 4, 5], chunksize=2),
    "apply": lambda pool: pool.apply(fault, (3,)),
    "apply_async": lambda pool: pool.apply_async(fault, (3,)).get(30),
    "map_async": lambda pool: pool.map_async(fault, [3, 4]).get(30),
    "starmap": lambda pool: pool.starmap(fault, [(3,)]),
    "starmap_async": lambda pool: pool.starmap_async(fault, [(3,)]).get(30),
    "imap": lambda pool: list(pool.imap(fault, [3])),
    "imap in chunks": lambda pool: list(pool.imap(fault, [3, 4], chunksize=2)),
    "imap_unordered": lambda pool: list(pool.imap_unordered(fault, [3])),
}
with mp.Pool(2) as pool:
    for name, call in FORMS.items():
        try:
            print(name, "gave", call(pool))
        except BaseException as error:
            said = (type(error).__name__, str(error))
            if not any(said[0] == kind and said[1].strip().startswith(text) for kind, text in ${JSON.stringify(expected)}):
                print(name, *said)
        if pool.map(well, range(6)) != [1, 2, 3, 4, 5, 6]:
            print("after", name, "the pool is not whole")
`;

const lost = (message) => ["WorkerLostError", message];
const recursion = ["RecursionError", "maximum recursion depth exceeded"];
// Browsers have stacks of their own sizes, of which Python knows nothing.
const crash = [lost("the process crashed"), recursion];
const deep = `class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")
def fault(_):
    return Deep().a`;
const faults = {
  "sys.exit": [
    [lost("a task ended its process with sys.exit(3)")],
    "def fault(_):\n    sys.exit(3)",
  ],
  "os._exit": [[lost("the process ended with os._exit(3)")], "def fault(_):\n    os._exit(3)"],
  "recursion through C": [crash, deep],
  "recursion of repr()": [
    crash,
    "def fault(_):\n    deep = []\n    for _ in range(200_000):\n        deep = [deep]\n    return repr(deep)",
  ],
  "plain recursion": [[recursion], "def fault(x):\n    return fault(x)"],
  KeyboardInterrupt: [
    [lost("the process of a task ended with KeyboardInterrupt")],
    "def fault(_):\n    raise KeyboardInterrupt",
  ],
  "an error that cannot be rebuilt": [
    [lost("what a task returned or raised cannot be rebuilt here: TypeError")],
    "class Own(Exception):\n    def __init__(self, a, b):\n        super().__init__(a)\ndef fault(_):\n    raise Own(1, 2)",
  ],
  "a result that cannot be pickled": [
    [["MaybeEncodingError", "Error sending result"]],
    "def fault(_):\n    return lambda: 0",
  ],
  "a pool in a task": [
    [["AssertionError", "daemonic processes are not allowed to have children"]],
    "def fault(_):\n    return mp.Pool(1)",
  ],
  "more memory than there can be": [
    [["MemoryError", ""]],
    "def fault(_):\n    return bytearray(2**31 - 1)",
  ],
};

describePython(({ printed }) => {
  for (const [name, [expected, definition]] of Object.entries(faults)) {
    test(`${name}, in every call`, async () => {
      const text = program(expected, definition);
      assert.equal(await printed(text), "");
    });
  }
});
