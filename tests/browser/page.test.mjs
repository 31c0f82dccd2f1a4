import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { browsers, serve, site } from "./drivers/index.mjs";

const { source: axe } = createRequire(new URL("../../web/package.json", import.meta.url))(
  "axe-core",
);

const hook = (name) => `[data-testid=${name}]`;

/** Waits, by the page's own events, until the status is one of `states`; gives the console's content as well. */
function outcome(page, ...states) {
  return page.evaluate(
    (wanted) =>
      new Promise((resolve) => {
        const status = document.querySelector("[data-testid=status]");
        const look = () => {
          if (!wanted.includes(status.dataset.state)) return;
          observer.disconnect();
          const lines = [...document.querySelectorAll("[data-testid=console] .line")].map(
            (line) => ({
              text: line.textContent,
              processor: line.dataset.processor,
            }),
          );
          const failure = document.querySelector(".failure")?.innerText ?? null;
          resolve({ state: status.dataset.state, lines, failure });
        };
        const observer = new MutationObserver(look);
        observer.observe(status, { attributes: true });
        look();
      }),
    states,
  );
}

const ended = (page) => outcome(page, "done", "failed", "stopped");

async function open(page, url) {
  await page.goto("about:blank"); // an address that differs in its hash alone would not be loaded anew
  await page.goto(url);
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        const look = () =>
          document.querySelector(".cm-content") && (observer.disconnect(), resolve());
        const observer = new MutationObserver(look);
        observer.observe(document.body, { childList: true, subtree: true });
        look();
      }),
  );
}

async function write(page, text) {
  await page.click(".cm-content");
  await page.press("Control+a");
  await page.press("Delete");
  await page.type(".cm-content", text);
}

async function run(page) {
  await page.click(hook("run"));
  return ended(page);
}

/** Lists are written as JavaScript's arrays by one language and with spaces by the other. */
const plain = ({ text }) =>
  text
    .replace(/[[\],]/g, "")
    .replace(/ +/g, " ")
    .trim();

/** What a program has to print: by the program itself, in this order; and by its tasks, in any. */
const expected = {
  cpu_count: {
    program: [
      /^Processors of this machine: \d+$/,
      "Results: 1 2 3 4 5 6",
      /^Six tasks of 150 ms took \d+ ms\.$/,
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
};
// Where a mode or a language says it otherwise:
const asyncProgram = {
  pool_map: ["The program goes on while the pool works.", ...expected.pool_map.program],
};
const cppProgram = {
  pool_map_async: [
    "map_async has returned. Ready? no",
    "50 ms later. Ready? no",
    "Results: 1 4 9 16 25 36 49 64",
    "Ready? yes",
    "Successful? yes",
  ],
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

test("at least one browser is installed", () => assert.notEqual(browsers.length, 0));

for (const { name, launch } of browsers) {
  describe(`the page in ${name}`, () => {
    let server, plain, browser, page;
    before(async () => {
      server = await serve({ root: site });
      plain = await serve({ root: site, isolation: false });
      browser = await launch();
      page = await browser.open();
      page.timeout = 90_000;
    });
    after(async () => {
      await browser?.close();
      await server?.close();
      await plain?.close();
    });

    for (const program of Object.keys(expected)) {
      for (const mode of ["sync", "async"]) {
        test(`${program} prints what it should, ${mode}`, async () => {
          await open(page, `${server.url}#${program}&mode=${mode}&processes=2`);
          const { state, lines, failure } = await run(page);
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
        await open(page, `${server.url}#matrix&mode=${mode}&processes=2`);
        const { state, lines, failure } = await run(page);
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

    async function runCpp(program) {
      await open(page, `${server.url}#${program}&language=cpp&processes=2`);
      assert.match(
        await page.evaluate(() => document.querySelector(".pane-cpp pre").textContent),
        /#include/,
      );
      const { state, lines, failure } = await run(page);
      assert.equal(state, "done", failure);
      return lines;
    }

    for (const [program, { program: own, tasks }] of Object.entries(expected)) {
      test(`${program} in C++ is shown, and prints the same`, async () => {
        assertPrinted(await runCpp(program), cppProgram[program] ?? own, tasks);
      });
    }

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

    test("an edited program runs with Ctrl+Enter, and Reset brings the guide's back", async () => {
      await open(page, `${server.url}#pool_map`);
      await write(page, `print("edited");`);
      await page.press("Control+Enter");
      assert.deepEqual((await ended(page)).lines, [{ text: "edited", processor: "program" }]);
      await open(page, `${server.url}#pool_map`);
      assert.match(
        await page.evaluate(() => document.querySelector(".cm-content").textContent),
        /edited/,
      );
      await page.click("[data-part=reset]");
      assert.match(
        await page.evaluate(() => document.querySelector(".cm-content").textContent),
        /function square/,
      );
    });

    test("an error of the program shows its message and its line, marked in the editor", async () => {
      await open(page, `${server.url}#pool_starmap`);
      await write(page, `print("one");\n\nthrow new RangeError("on line three");`);
      const { state, failure } = await run(page);
      assert.equal(state, "failed");
      assert.match(failure, /RangeError: on line three/);
      assert.match(failure, /line 3\b/);
      assert.equal(
        await page.evaluate(() => document.querySelectorAll(".cm-lint-marker-error").length),
        1,
      );
      await page.click("[data-part=reset]");
    });

    test("an error of a task says on which processor, for which item and on which line", async () => {
      await open(page, `${server.url}#pool_starmap&processes=2`);
      await write(
        page,
        `import { Pool } from "webpool";\nconst pool = new Pool();\npool.map((x) => { if (x > 7) throw new TypeError("too large"); }, [7, 8]);`,
      );
      const { state, failure } = await run(page);
      assert.equal(state, "failed");
      assert.match(failure, /TypeError: too large/);
      assert.match(failure, /line 3\b/);
      assert.match(failure, /In a task on P\d, item 1/);
      await page.click("[data-part=reset]");
    });

    for (const [where, text] of [
      ["the program", `print("begun"); while (true) {}`],
      [
        "a task",
        `import { Pool } from "webpool"; const pool = new Pool(); pool.map(() => { print("begun"); while (true) {} }, [1, 2]);`,
      ],
    ]) {
      test(`Stop ends an endless loop in ${where}, while which the page goes on`, async () => {
        await open(page, `${server.url}#pool_apply_async&processes=2`);
        await write(page, text);
        await page.click(hook("run"));
        await page.evaluate(
          () =>
            new Promise((resolve) => {
              const list = document.querySelector("[data-testid=console]");
              const look = () => list.querySelector(".line") && (observer.disconnect(), resolve());
              const observer = new MutationObserver(look);
              observer.observe(list, { childList: true, subtree: true });
              look();
            }),
        );
        // The page draws frame after frame, and answers to its controls.
        await page.evaluate(async () => {
          for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame);
        });
        await page.click(hook("stop"));
        assert.equal((await ended(page)).state, "stopped");
        await page.click("[data-part=reset]");
        assert.equal((await run(page)).state, "done");
      });
    }

    test("a hundred thousand lines do not freeze the page", async () => {
      await open(page, `${server.url}#pool_map`);
      await write(page, `for (let i = 0; i < 100000; i++) print("line", i);`);
      await page.evaluate(() => {
        globalThis.longestFrame = 0;
        let last = performance.now();
        const frame = (now) => {
          globalThis.longestFrame = Math.max(globalThis.longestFrame, now - last);
          last = now;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      });
      const { state, lines } = await run(page);
      assert.equal(state, "done");
      assert.equal(lines.at(-1).text, "line 99999");
      assert.ok(
        lines.length >= 1_000 && lines.length <= 2_000,
        `${lines.length} lines in the page`,
      );
      const longest = await page.evaluate("longestFrame");
      assert.ok(longest < 1_000, `a frame took ${longest} ms`);
      await page.click(".notice button");
      const first = await page.evaluate(() => document.querySelector(".line").textContent);
      assert.equal(first, "line 98000");
      await page.click("[data-part=reset]");
    });

    test("the address selects program, mode, language and processors, and follows them", async () => {
      await open(page, `${server.url}#pool_starmap_async&mode=async&language=cpp&processes=1`);
      const settings = () => {
        const query = (selector) => document.querySelector(selector);
        return [
          query("[data-testid=program-select]").value,
          query("[data-testid=mode-async] input").checked,
          query("[data-testid=language-cpp] input").checked,
          query("[data-testid=processes]").value,
          [...document.querySelectorAll(".lesson")]
            .filter((lesson) => lesson.checkVisibility())
            .map(({ id }) => id),
        ];
      };
      assert.deepEqual(await page.evaluate(settings), [
        "pool_starmap_async",
        true,
        true,
        "1",
        ["pool_starmap_async"],
      ]);
      await page.click(hook("language-js"));
      await page.click(hook("mode-sync"));
      assert.equal(await page.evaluate("location.hash"), "#pool_starmap_async&processes=1");
      await page.evaluate(() => (location.hash = "#matrix"));
      await page.evaluate("new Promise(requestAnimationFrame)");
      assert.deepEqual((await page.evaluate(settings))[4], ["matrix"]);
    });

    test("where the page is not isolated, a note says why there are no threads", async () => {
      const other = await browser.open(`${plain.url}#pool_map`);
      const note = await other.evaluate(
        () =>
          new Promise((resolve) => {
            const note = document.querySelector("[data-testid=threads-note]");
            const look = () => !note.hidden && (observer.disconnect(), resolve(note.textContent));
            const observer = new MutationObserver(look);
            observer.observe(note, { attributes: true });
            look();
          }),
      );
      assert.match(note, /isolated/);
      await other.close();
    });

    test("axe finds nothing to object to, in three widths, light and dark, with output and an error", async () => {
      for (const width of [360, 768, 1440]) {
        await page.setViewport(width, 900);
        for (const scheme of ["light", "dark"]) {
          await page.setColorScheme(scheme);
          await open(page, `${server.url}#pool_map`);
          await run(page);
          const violations = await page.evaluate(async (source) => {
            new Function(source)();
            const { violations } = await globalThis.axe.run();
            return violations.map(
              ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`,
            );
          }, axe);
          assert.deepEqual(violations, [], `${width} px, ${scheme}`);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(wide <= 0, `${wide} px too wide for ${width}`);
        }
      }
      await write(
        page,
        `console.warn("a warning"); console.error("an error"); throw new Error("thrown");`,
      );
      await run(page);
      const violations = await page.evaluate(async () =>
        (await globalThis.axe.run()).violations.map(({ id }) => id),
      );
      assert.deepEqual(violations, []);
      await page.click("[data-part=reset]");
      await page.setColorScheme("light");
    });

    test("nothing is loaded from another origin, and nothing went wrong meanwhile", async () => {
      const others = await page.evaluate(() =>
        performance
          .getEntriesByType("resource")
          .map(({ name }) => name)
          .filter((name) => new URL(name).origin !== location.origin),
      );
      assert.deepEqual(others, []);
      assert.deepEqual(page.errors, []);
    });
  });
}
