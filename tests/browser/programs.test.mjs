import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { withCards } from "./card-tools.mjs";
import { browsers } from "./drivers/index.mjs";

/** Lists are written as JavaScript's arrays by one language and with spaces by the other. */
const plain = ({ text }) =>
  text
    .replace(/[[\],]/g, "")
    .replace(/ +/g, " ")
    .trim();

/** What a program has to print: by the program itself, in this order; and by its tasks, in any. */
const expected = {
  first: {
    program: ["Results: 1 4 9 16 25 36"],
    tasks: [1, 2, 3, 4, 5, 6].map((n) => `${n} × ${n} is ready`),
  },
  cpu_count: {
    program: [
      /^Processors of this machine: \d+$/,
      "Results: 1 2 3 4 5 6",
      /^6 tasks of 150 ms took \d+ ms\.$/,
    ],
    tasks: [1, 2, 3, 4, 5, 6].map((n) => `task ${n} has ended`),
  },
  pool_map: {
    program: ["Results: 1 4 9 16 25 36 49 64"],
    tasks: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `the square of ${n} has ended`),
  },
  pool_starmap: {
    program: ["starmap: 2 12 30 56", "map: 2 12 30 56"],
    tasks: ["1 × 2", "3 × 4", "5 × 6", "7 × 8"].map((name) => `${name} has ended`),
  },
  pool_map_apply: {
    program: [
      "map: 1 8 27 64 125 216",
      /^map took \d+ ms/,
      "apply: 1 8 27 64 125 216",
      /^apply took \d+ ms/,
    ],
    tasks: [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6].map((n) => `the cube of ${n} has ended`),
  },
  pool_map_async: {
    program: [
      "mapAsync has returned. Ready? false",
      "50 ms later. Ready? false",
      "Results: 1 4 9 16 25 36 49 64",
      "Ready? true Successful? true",
    ],
    tasks: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `the square of ${n} has ended`),
  },
  pool_starmap_async: {
    program: ["Both jobs are handed out.", "Products: 2 12 30 56", "Sums: 3 7 11 15"],
    tasks: ["1 + 2", "3 + 4", "5 + 6", "7 + 8", "1 × 2", "3 × 4", "5 × 6", "7 × 8"].map(
      (name) => `${name} has ended`,
    ),
  },
  pool_apply_async: {
    program: [
      "Four tasks are handed out.",
      "Result: first: 400 ms",
      "Result: second: 100 ms",
      "Result: third: 250 ms",
      "Result: fourth: 150 ms",
    ],
    tasks: ["first", "second", "third", "fourth"].map((name) => `${name} has ended`),
  },
  pool_imap: {
    program: [
      ...[1, 2, 3].map((n) => `${n} is taken`),
      ...[1, 2, 3, 4, 5, 6].flatMap((n) => [`${n + 3} is taken`, `Result: ${n * n}`]),
      "100 ms have passed",
      // One processor rests for 300 ms in all, the other for 500: on a busy machine either may come first.
      /^(200|500) ms have passed$/,
      /^(200|500) ms have passed$/,
    ],
    tasks: [],
  },
  pool_errors: {
    program: ["RangeError: zero has no inverse", "It came from item 2", "Results: 0.25 0.5 1"],
    tasks: [4, 2, 1, 4, 2, 1].map((n) => `1 / ${n} has ended`),
  },
  pool_cancel: {
    program: [
      "A thousand tasks of 200 ms are handed out.",
      "Cancelled? true",
      "get throws: CancelledError",
      "Results: 1 4 9",
    ],
    tasks: [],
  },
  pool_initializer: {
    program: ["Results: 4 9 25 49 121 169 289 361"],
    tasks: Array(2).fill("a table of 100 squares is ready"),
  },
};
// Where a mode or a language says it otherwise:
const asyncProgram = {
  pool_map: ["The program goes on while the pool works.", ...expected.pool_map.program],
  pool_errors: ["Heard: zero has no inverse", ...expected.pool_errors.program],
  pool_cancel: [
    "A thousand tasks of 200 ms are handed out.",
    "await throws: CancelledError",
    "Results: 1 4 9",
  ],
};
const cppProgram = {
  pool_map_async: [
    "map_async has returned. Ready? no",
    "50 ms later. Ready? no",
    "Results: 1 4 9 16 25 36 49 64",
    "Ready? yes",
    "Successful? yes",
  ],
  pool_errors: ["domain_error: zero has no inverse", "Results: 0.25 0.5 1"],
  pool_cancel: [
    "A thousand tasks of 200 ms are handed out.",
    "Cancelled? yes",
    "get throws: CancelledError",
    "Results: 1 4 9",
  ],
};

/** What the programs in C++ with asynchronous calls print before the rest, where there are such. */
const cppAsync = {
  pool_map: ["The program goes on while the pool works."],
  pool_starmap: [],
  pool_map_apply: [],
  pool_errors: ["map_async has returned."],
  pool_initializer: [],
};

const matrixMethods = {
  sync: ["apply", "map", "starmap", "applyAsync", "mapAsync", "starmapAsync"],
  async: ["applyAsync", "mapAsync", "starmapAsync"],
};

function assertMatches(actual, wanted) {
  assert.equal(actual.length, wanted.length, `printed: ${JSON.stringify(actual)}`);
  for (const [index, text] of actual.entries()) {
    if (wanted[index] instanceof RegExp) assert.match(text, wanted[index]);
    else assert.equal(text, wanted[index]);
  }
}

function assertPrinted(lines, program, tasks) {
  const own = lines.filter(({ processor }) => processor === "program").map(plain);
  const others = lines.filter(({ processor }) => processor !== "program").map(plain);
  assertMatches(own, program);
  assert.deepEqual(others.toSorted(), tasks.toSorted());
}

for (const { name, launch } of browsers) {
  describe(`the guide's programs in ${name}`, () => {
    const cards = withCards(launch);

    for (const program of Object.keys(expected)) {
      for (const mode of ["sync", "async"]) {
        test(`${program} prints what it should, ${mode}`, async () => {
          const card = await cards.open(program, `mode=${mode}&processes=2`);
          const { state, lines, failure } = await card.run();
          assert.equal(state, "done", failure);
          assertPrinted(
            lines,
            (mode === "async" && asyncProgram[program]) || expected[program].program,
            expected[program].tasks,
          );
        });
      }
    }

    for (const mode of ["sync", "async"]) {
      test(`matrix counts the same by every method, ${mode}`, async () => {
        const card = await cards.open("matrix", `mode=${mode}&processes=2`);
        const { state, lines, failure } = await card.run();
        assert.equal(state, "done", failure);
        const measured = (method) =>
          new RegExp(`^${method}: [\\d.]+ ms for \\d+ rows, speed-up [\\d.]+, same counts$`);
        const methods = matrixMethods[mode].map(measured);
        assertMatches(
          lines.map(({ text }) => text),
          [
            measured("serial"),
            "First ten: 4 2 1 2 3 2 2 2 2 2",
            "A function in JavaScript:",
            ...methods,
            "A kernel in C++:",
            ...methods,
          ],
        );
      });
    }

    async function runCpp(program, mode = "sync") {
      const settings = `language=cpp&processes=2&mode=${mode}`;
      const card = await cards.open(program, settings);
      const text = await card.read((root) => root.querySelector("[data-part=cpp]").textContent);
      assert.match(text, /#include/);
      const { state, lines, failure } = await card.run();
      assert.equal(state, "done", failure);
      return lines;
    }

    for (const [program, { program: own, tasks }] of Object.entries(expected)) {
      test(`${program} in C++ is shown, and prints the same`, async () => {
        assertPrinted(await runCpp(program), cppProgram[program] ?? own, tasks);
      });
    }

    // Where C++ has a text of its own for this mode, it runs: that of another program would print otherwise.
    for (const [program, first] of Object.entries(cppAsync)) {
      test(`${program} in C++ with asynchronous calls is shown, and prints the same`, async () => {
        const { program: own, tasks } = expected[program];
        const printed = await runCpp(program, "async");
        assertPrinted(printed, [...first, ...(cppProgram[program] ?? own)], tasks);
      });
    }

    test("what differs between sync and async is shown in C++, too", async () => {
      const card = await cards.open("pool_map", "language=cpp&mode=async");
      await card.click("compare");
      await card.until("cpp", (text) => text.querySelector(".cm-changedLine"));
      const changed = await card.read((root) =>
        [...root.querySelectorAll("[data-part=cpp] .cm-changedLine")].map((line) => line.innerText),
      );
      assert.ok(
        changed.some((line) => line.includes("map_async")),
        changed.join("\n"),
      );
      await card.click("compare");
    });

    test("matrix in C++ is shown, and counts the same by every method", async () => {
      const texts = (await runCpp("matrix")).map(({ text }) => text);
      assert.ok(texts.includes("First ten: 4 2 1 2 3 2 2 2 2 2"), texts.join("\n"));
      for (const method of [
        "serial",
        "apply",
        "map",
        "starmap",
        "apply_async",
        "map_async",
        "starmap_async",
      ]) {
        assert.ok(
          texts.some((text) => text.startsWith(`${method}: `) && text.endsWith(", same counts")),
          `${method} in ${texts.join("\n")}`,
        );
      }
    });

    test("nothing went wrong meanwhile", () => assert.deepEqual(cards.page.errors, []));
  });
}
