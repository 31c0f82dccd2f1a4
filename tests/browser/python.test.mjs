// Programs in Python: what they print, which files they have, how they end, and how they are stopped.
import assert from "node:assert/strict";
import { test } from "node:test";
import { describePython, failingCalls } from "./python-page.mjs";

const texts = (lines) => lines.map(({ text }) => text);

describePython(({ evaluate, run }) => {
  test("an onLoad that throws is logged, and all programs that wait for Python run", async () => {
    const told = await evaluate(async (library) => {
      const { Program } = await import(library);
      const calls = [0, 0];
      const programs = [0, 1].map(
        (index) =>
          new Program("print(1)", {
            language: "python",
            onLoad: () => {
              calls[index] += 1;
              if (index === 0) throw new Error("from onLoad");
            },
          }),
      );
      await Promise.all(programs.map((program) => program.run()));
      return calls;
    });
    assert.ok(
      told.every((calls) => calls > 0),
      `${told} calls`,
    );
  });

  test("print, with end and flush, and the standard streams come line by line", async () => {
    const { end, lines } = await run(`import sys
print("one", 1, [2], sep="-")
print("a", end="")
print("b", end="", flush=True)
print("c")
print("two\\nlines")
print("wrong", file=sys.stderr)
sys.stdout.write("no newline at the end")
`);
    assert.equal(end, "resolved");
    assert.deepEqual(
      lines.map(({ text, level, partial = false }) => [text, level, partial]),
      [
        ["one-1-[2]", "log", false],
        ["ab", "log", true],
        ["c", "log", false],
        ["two", "log", false],
        ["lines", "log", false],
        ["wrong", "error", false],
        ["no newline at the end", "log", true],
      ],
    );
    assert.ok(lines.every(({ processor }) => processor === null));
  });

  test("map on forked processes sees what the program has changed, and tells which process printed", async () => {
    const { end, lines } = await run(`import multiprocessing as mp
offset = 1
def f(x):
    print("task", x)
    return x * x + offset
offset = 100
pool = mp.Pool(2)
print(pool.map(f, [1, 2, 3]), pool)
pool.close()
pool.join()
print(pool)
`);
    assert.equal(end, "resolved");
    const own = lines.filter(({ processor }) => processor === null);
    assert.deepEqual(texts(own), [
      "[101, 104, 109] <multiprocessing.pool.Pool state=RUN pool_size=2>",
      "<multiprocessing.pool.Pool state=CLOSE pool_size=2>",
    ]);
    const tasks = lines.filter(({ processor }) => processor !== null);
    assert.deepEqual(texts(tasks).toSorted(), ["task 1", "task 2", "task 3"]);
  });

  test("those who follow the calls see results and errors, and at the end the errors that nobody has read", async () => {
    const { end, notes } = await run(failingCalls.text, { notes: [] });
    assert.equal(end, "resolved", end.stack);
    assert.deepEqual(...failingCalls.ended(notes));
    assert.deepEqual(
      notes.filter(({ line }) => line).map(({ line, items }) => [line, items]),
      [
        [5, ["0"]],
        [6, ["1, 0"]],
        [7, ["0"]],
        [8, ["1"]],
        [16, ["0"]],
      ],
    );
  });

  test("those who follow the program see when it forks, apart from its other calls", async () => {
    const spans = await evaluate(async (library) => {
      const { Program } = await import(library);
      const spans = new Map();
      const program = new Program(
        `from multiprocessing import Pool
import time
for _ in range(2):
    with Pool(2) as pool:
        pool.map(time.sleep, [0.3, 0.3])
`,
        {
          language: "python",
          processes: 2,
          onProgramState: (more) => more.forEach((span) => spans.set(span.begin, span)),
        },
      );
      await program.run();
      return [...spans.values()].sort((a, b) => a.begin - b.begin);
    });
    const waits = spans.filter(({ state }) => state === "starting" || state === "locked");
    const long = waits.filter(({ begin, end }) => end - begin > 5).map(({ state }) => state);
    const order = long.filter((state, index) => state !== long[index - 1]);
    assert.deepEqual(order, ["starting", "locked", "starting", "locked"], JSON.stringify(spans));
  });

  test("an error has Python's traceback, its line and column", async () => {
    const { end } = await run("def f():\n    return [] + 1 // 0\n\nf()\n");
    assert.deepEqual(
      { ...end, stack: end.stack.trim().split("\n").at(-1) },
      {
        name: "ZeroDivisionError",
        message: "division by zero",
        line: 2,
        column: 17,
        stack: "ZeroDivisionError: division by zero",
        exitCode: 1,
      },
    );
    assert.match(end.stack, /^Traceback \(most recent call last\):\n {2}File "main\.py", line 4/);
  });

  test("a text that is no Python says where", async () => {
    const { end } = await run("x = 1\nif x\n    pass\n");
    assert.equal(end.name, "SyntaxError");
    assert.deepEqual([end.message, end.line], ["expected ':' (main.py, line 2)", 2]);
  });

  test("sys.exit ends with its status, and without an error for none", async () => {
    assert.equal((await run("import sys\nsys.exit()")).end, "resolved");
    const { end } = await run("import sys\nsys.exit(3)");
    assert.deepEqual(
      [end.name, end.message, end.exitCode],
      ["SystemExit", "the program ended with exit code 3", 3],
    );
    const words = await run("import sys\nsys.exit('that was it')");
    assert.deepEqual(texts(words.lines), ["that was it"]);
    assert.equal(words.end.exitCode, 1);
  });

  test("input() is refused in a sentence", async () => {
    const { end, lines } = await run("input('name? ')");
    assert.deepEqual(texts(lines), ["name? "]);
    assert.equal(end.name, "EOFError");
    assert.match(end.message, /cannot be answered in a page/);
  });

  test("an interrupt is a KeyboardInterrupt, so that `finally` runs", async () => {
    const { end, lines } = await run(
      `try:
    print("runs")
    while True:
        pass
finally:
    print("in the end")
`,
      { stopAt: "runs", interrupt: true },
    );
    assert.equal(end.name, "KeyboardInterrupt");
    assert.deepEqual(texts(lines), ["runs", "in the end"]);
  });

  test("stop() ends endless loops of the program and its tasks", async () => {
    const loops = `import multiprocessing as mp
def loop(_):
    print("runs")
    while True:
        pass
`;
    const inTasks = await run(`${loops}mp.Pool(2).map(loop, [1, 2])`, { stopAt: "runs" });
    assert.equal(inTasks.end.name, "CancelledError");
    const here = await run(`${loops}loop(1)`, { stopAt: "runs" });
    assert.equal(here.end.name, "CancelledError");
  });

  test("an interrupt reaches a program that waits for tasks, whose pool ends with it", async () => {
    const { end, lines } = await run(
      `import multiprocessing as mp
def loop(_):
    print("runs")
    while True:
        pass
try:
    with mp.Pool(2) as pool:
        pool.map(loop, [1, 2])
except KeyboardInterrupt:
    print("interrupted")
print(mp.Pool(1).map(abs, [-1]))
`,
      { stopAt: "runs", interrupt: true },
    );
    assert.equal(end, "resolved");
    assert.deepEqual(
      lines.filter(({ processor }) => processor === null).map(({ text }) => text),
      ["interrupted", "[1]"],
    );
  });

  test("files that are given are there, and those that were written can be taken", async () => {
    const files = await evaluate(async (library) => {
      const { Program } = await import(library);
      const program = new Program(
        `from multiprocessing import Pool
def double(name):
    with open(name) as file, open(name + ".out", "w") as out:
        out.write(file.read() * 2)
with Pool(2) as pool:
    pool.map(double, ["data/a.txt", "b.txt"])
`,
        {
          language: "python",
          processes: 2,
          files: {
            "data/a.txt": new TextEncoder().encode("a"),
            "b.txt": new TextEncoder().encode("b"),
          },
        },
      );
      await program.run();
      return Object.fromEntries(
        Object.entries(program.files()).map(([name, bytes]) => [
          name,
          new TextDecoder().decode(bytes),
        ]),
      );
    });
    assert.deepEqual(files, {
      "data/a.txt": "a",
      "b.txt": "b",
      "data/a.txt.out": "aa",
      "b.txt.out": "bb",
    });
  });
});
