// The life of a Program: what it prints, how it ends, and that it can be stopped at every moment.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { browsers, serve } from "./drivers/index.mjs";
import { librarySite } from "./library-site.mjs";

/**
 * In the page: runs a program to its end, or until `stopAt` is printed. Gives how it ended and what it printed; with
 * `options.traced`, what its processors did as well.
 */
async function runHere(library, text, { stopAt, traced, compiled, ...options } = {}) {
  const { Program } = await import(library);
  const lines = [];
  const events = [];
  let stopped = false;
  const settings = {
    ...options,
    onOutput: (more) => {
      for (const line of more) lines.push(line);
      stopped ||= lines.some((line) => line.text === stopAt);
      if (stopped) program.stop();
    },
    ...(traced ? { onTrace: (more) => events.push(...more) } : {}),
  };
  const program = compiled ? Program.compiled(text, settings) : new Program(text, settings);
  const end = await program.run().then(
    () => "resolved",
    (thrown) =>
      thrown instanceof Error
        ? { ...thrown, name: thrown.name, message: thrown.message, stack: undefined }
        : { thrown: ArrayBuffer.isView(thrown) ? [...thrown] : thrown },
  );
  return { end, lines, events };
}

const texts = (lines) => lines.map(({ text }) => text);

for (const { name: browserName, launch } of browsers) {
  describe(browserName, () => {
    let server;
    let browser;
    let page;
    let library;
    before(async () => {
      server = await serve({ root: librarySite() });
      browser = await launch();
      page = await browser.open(server.url);
      library = `${server.url}lib/webpool.js`;
    });
    after(async () => {
      await browser?.close();
      await server?.close();
    });
    const run = (text, options = {}) => page.evaluate(runHere, library, text, options);

    describe("output", () => {
      test("comes in order, with level, sender and time, from tasks and program", async () => {
        const { end, lines } = await run(`
          import { Pool } from "webpool";
          const pool = new Pool(2);
          print("begin", 1, [2], { three: 3 });
          pool.map((x) => print("task", x), [1, 2, 3, 4], { chunksize: 1 });
          console.info("info"); console.warn("warn"); console.error("error"); console.debug("debug");
          sleep(50);
          print("end");
        `);
        assert.equal(end, "resolved");
        const own = lines.filter(({ processor }) => processor === null);
        assert.deepEqual(
          own.map(({ text, level }) => [text, level]),
          [
            ["begin 1 [ 2 ] { three: 3 }", "log"],
            ["info", "info"],
            ["warn", "warn"],
            ["error", "error"],
            ["debug", "debug"],
            ["end", "log"],
          ],
        );
        const tasks = lines.filter(({ processor }) => processor !== null);
        assert.ok(tasks.every(({ processor }) => processor === 0 || processor === 1));
        assert.deepEqual(texts(tasks).toSorted(), ["task 1", "task 2", "task 3", "task 4"]);
        assert.deepEqual(
          [texts(lines)[0], texts(lines)[5]],
          ["begin 1 [ 2 ] { three: 3 }", "info"],
        );
        const times = lines.map(({ time }) => time);
        assert.deepEqual(
          times,
          times.toSorted((a, b) => a - b),
        );
        assert.ok(times[0] >= 0 && times.at(-1) - times.at(-2) >= 45, String(times));
      });

      test("has the time of the printing, also when the page was busy", async () => {
        const seen = await page.evaluate(async (library) => {
          const { Program } = await import(library);
          const seen = [];
          const text = `
            const before = performance.now(); print(1); const after = performance.now();
            sleep(200);
            const later = performance.now(); print(2);
            print([later - after, performance.now() - before].join());`;
          await new Program(text, {
            onOutput: (lines) => {
              seen.push(...lines);
              const end = performance.now() + 600;
              while (performance.now() < end);
            },
          }).run();
          return seen;
        }, library);
        const between = seen[1].time - seen[0].time;
        const [least, most] = seen[2].text.split(",").map(Number);
        assert.ok(
          between > least - 1 && between < most + 1,
          `${between} ms of ${least} to ${most}`,
        );
      });

      test("of values that cannot be read, or are very long, is no error", async () => {
        const { end, lines } = await run(`
          print(new Proxy({}, { getPrototypeOf() { throw 1; }, get() { throw 2; }, ownKeys() { throw 3; } }));
          print(Object.assign(new Error("odd"), { stack: 5 }), Symbol("s"), new Int8Array(200).fill(7));
          const million = Array.from({ length: 1_000_000 }, (_, i) => i);
          print([[1], million]);
          print(new Set(million), { million });
        `);
        assert.equal(end, "resolved");
        assert.match(
          lines[1].text,
          /^Error: odd Symbol\(s\) Int8Array\(200\) \[7, 7, .*… 100 more\]$/,
        );
        assert.match(lines[2].text, /^\[ \[ 1 \], \[ 0, 1, .* 999, … 999,000 more \] \]$/);
        assert.match(
          lines[3].text.replace(/\s+/g, " "),
          /^\{ Set: \[ 0, .*more \] \} \{ million: .*more \] \}$/,
        );
      });

      test("of a hundred tasks is complete when the program ends", async () => {
        const { lines } = await run(`
          import { Pool } from "webpool";
          new Pool(2).map((x) => { for (let i = 0; i < 100; ++i) print(x); }, Array.from({ length: 100 }, (_, i) => i));
        `);
        assert.equal(lines.length, 10_000);
      });

      test("of a program that ends before its timers warns of them, unless it has awaited something else", async () => {
        const timer = `setTimeout(() => print("never"), 60_000);`;
        const { end, lines } = await run(
          `print("set"); ${timer} setInterval(() => {}, 1); ${timer}`,
        );
        assert.equal(end, "resolved");
        assert.deepEqual(
          lines.map(({ level, text }) => [level, text]),
          [
            ["log", "set"],
            [
              "warn",
              "The program has ended before its 3 timers ran: a program ends with its last line. " +
                "Await what it is to wait for: await new Promise((done) => setTimeout(done, 1000));",
            ],
          ],
        );
        const others = [
          `${timer} await new Promise((done) => setTimeout(done, 1)); print("awaited")`,
          `clearTimeout(setTimeout(print, 60_000)); print("cleared")`,
          // Nor is there a warning of a pool that is collected after the last line.
          `import { Pool } from "webpool";
           const { port1, port2 } = new MessageChannel();
           port1.onmessage = () => { globalThis.gc?.(); port2.postMessage(0); };
           port2.postMessage(0);
           new Pool(1).mapAsync((x) => x, [1]); print("called")`,
        ];
        for (const text of others) assert.equal((await run(text)).lines.length, 1, text);
      });

      test("of a program that ends with jobs in flight stops with it", async () => {
        const { end, lines } = await run(`
          import { Pool } from "webpool";
          const pool = new Pool(2);
          pool.mapAsync((x) => { for (;;) continue; }, [1, 2], { chunksize: 1 });
          const unread = pool.imap((x) => x, (function* () { for (;;) yield 1; })());
          print(pool.processes);
        `);
        assert.equal(end, "resolved");
        assert.deepEqual(texts(lines), ["2"]);
      });

      test("leaves the page its turns while it floods it", async () => {
        const end = await page.evaluate(async (library) => {
          const { Program } = await import(library);
          let lines = 0;
          const onOutput = (more) => (lines += more.length);
          const program = new Program(`for (;;) print("flood");`, { onOutput });
          const end = program.run().catch((error) => error.name);
          for (let turns = 0; turns < 300 || lines < 100_000; ++turns)
            await new Promise((resolve) => setTimeout(resolve, 0));
          program.stop();
          return end;
        }, library);
        assert.equal(end, "CancelledError");
      });
    });

    describe("callbacks", () => {
      test("that throw are reported and harm nothing", async () => {
        const seen = await page.evaluate(async (library) => {
          const { Program } = await import(library);
          const { error } = console;
          let reports = 0;
          console.error = () => ++reports;
          const program = new Program(
            `import { Pool } from "webpool"; print("a"); new Pool(1).map((x) => x, [1]); sleep(60); print("b");`,
            {
              onOutput() {
                throw new Error("output");
              },
              onTrace() {
                throw new Error("trace");
              },
            },
          );
          const end = await program.run().then(() => "resolved", String);
          console.error = error;
          return [end, reports >= 2];
        }, library);
        assert.deepEqual(seen, ["resolved", true]);
      });
    });

    describe("stop()", () => {
      const endings = {
        "in an endless program": `print("now"); for (;;);`,
        "in an endless task of a sync call": `
          import { Pool } from "webpool";
          const pool = new Pool(2);
          pool.map((x) => { if (x === 0) print("now"); for (;;); }, [0, 1], { chunksize: 1 });`,
        "in a program that awaits for ever": `print("now"); await new Promise(() => {});`,
        "in a program that sleeps": `print("now"); sleep(1e9);`,
        "in a program that prints without end": `for (;;) print("now");`,
        "in tasks that print without end": `
          import { Pool } from "webpool";
          new Pool(2).map((x) => { for (;;) print("now"); }, [0, 1], { chunksize: 1 });`,
      };
      for (const [moment, text] of Object.entries(endings)) {
        test(moment, async () => {
          const { end } = await run(text, { stopAt: "now" });
          assert.equal(end.name, "CancelledError");
        });
      }

      test("before, while and after the program is loaded, and when it has ended", async () => {
        const seen = await page.evaluate(async (library) => {
          const { Program } = await import(library);
          const outcome = (promise) =>
            promise.then(
              () => "resolved",
              (error) => error.name,
            );
          const make = () => new Program(`print("ran");`);
          const seen = {};
          const never = make();
          never.stop();
          seen.never = await outcome(never.run());
          seen.prepareAfter = await outcome(never.prepare());
          const loading = make();
          const end = outcome(loading.run());
          loading.stop();
          loading.stop();
          seen.loading = await end;
          const preparing = make();
          const prepared = outcome(preparing.prepare());
          preparing.stop();
          seen.preparing = [await prepared, await outcome(preparing.run())];
          const ready = make();
          await ready.prepare();
          ready.stop();
          seen.ready = await outcome(ready.run());
          const turns = [];
          for (let turn = 0; turn < 12; ++turn) {
            const early = make();
            const end = outcome(early.run());
            for (let i = 0; i < turn; ++i) await new Promise((resolve) => setTimeout(resolve, 4));
            early.stop();
            turns.push(await end);
          }
          seen.turns = turns.every((end) => end === "CancelledError" || end === "resolved");
          const done = make();
          seen.done = [await outcome(done.run())];
          done.stop();
          seen.done.push(await outcome(done.run()));
          return seen;
        }, library);
        assert.deepEqual(seen, {
          never: "CancelledError",
          prepareAfter: "resolved",
          loading: "CancelledError",
          preparing: ["resolved", "CancelledError"],
          ready: "CancelledError",
          turns: true,
          done: ["resolved", "resolved"],
        });
      });
    });

    describe("terminate()", () => {
      test("ends tasks that print without end, and nothing of them comes later", async () => {
        const { end, lines } = await run(`
          import { Pool, share } from "webpool";
          const printed = share(new Int32Array(1));
          for (let i = 0; i < 4; ++i) {
            const pool = new Pool(2);
            const task = (printed, i) => { for (;;) { print(i); Atomics.add(printed, 0, 1); } };
            pool.starmapAsync(task, [[printed, i], [printed, i]], { chunksize: 1 });
            for (const before = Atomics.load(printed, 0); Atomics.load(printed, 0) < before + 100;) sleep(1);
            pool.terminate();
            pool.join();
            print("ended", i);
          }
          sleep(2500);
          print("still well");
        `);
        assert.equal(end, "resolved");
        for (let i = 0; i < 4; ++i) {
          const at = lines.findIndex(({ text }) => text === `ended ${i}`);
          assert.ok(at >= 0);
          const late = lines.slice(at).filter(({ text }) => text === String(i));
          assert.equal(late.length, 0);
        }
        assert.equal(lines.at(-1).text, "still well");
      });
    });

    describe("errors", () => {
      const places = {
        "of the program": [`print(1);\nfunction f() {\n  null.x;\n}\nf();`, "TypeError", 3],
        "of an async program": [`await 0;\nawait 0;\nthrow new RangeError("r");`, "RangeError", 3],
        "of a task": [
          `import { Pool } from "webpool";\nconst pool = new Pool(2);\npool.map((x) => {\n  return x.y.z;\n}, [1, 2]);`,
          "TypeError",
          4,
        ],
        "of a method as a task": [
          `import { Pool } from "webpool";\nconst o = {\n  m(x) { if (x === 2) null.x; },\n};\nnew Pool(1).map(o.m, [1, 2]);`,
          "TypeError",
          3,
        ],
        "of an awaited result": [
          `import { Pool } from "webpool";\nconst pool = new Pool(1);\nawait pool.applyAsync(async () => {\n  throw new RangeError("r");\n});`,
          "RangeError",
          4,
        ],
        "of a misused pool": [`import { Pool } from "webpool";\n\nnew Pool(0);`, "RangeError", 3],
        "of the syntax": [`print("never");\n\nlet x = ;\nprint("never");`, "SyntaxError", 3],
        "of a bracket that is missing": [
          `import { Pool } from "webpool";\nprint((1);\n`,
          "SyntaxError",
          2,
        ],
        "of a name that the library has not": [
          `import { Pool } from "webpool";\nimport { Nope } from "webpool";`,
          "SyntaxError",
          2,
        ],
        "of a module that is not there": [
          `import { Pool } from "webpool";\nimport other from "./other.js";`,
          "TypeError",
          2,
        ],
        "of a timer": [
          `setTimeout(() => {\n  throw new RangeError("r");\n}, 0);\nawait new Promise(() => {});`,
          "RangeError",
          2,
        ],
        "of a promise that nobody awaits": [
          `Promise.reject(\n  new RangeError("r"));\nawait new Promise(() => {});`,
          "RangeError",
          2,
        ],
        "of a promise that nobody awaits, at the program's end,": [
          `async function main() {\n  throw new RangeError("r");\n}\nmain();`,
          "RangeError",
          2,
        ],
      };
      for (const [where, [text, errorName, line]] of Object.entries(places)) {
        test(`${where} bear their line`, async () => {
          const { end } = await run(text);
          assert.deepEqual([end.name, end.line], [errorName, line], JSON.stringify(end));
          assert.ok(end.column >= 1);
        });
      }

      test("of a task say where they were", async () => {
        const { end } = await run(`
          import { Pool } from "webpool";
          new Pool(2).map((x) => { if (x === 30) throw new RangeError("thirty"); }, [10, 20, 30], { chunksize: 1 });
        `);
        assert.deepEqual([end.message, end.item, typeof end.processor], ["thirty", 2, "number"]);
        assert.match(end.remoteStack, /webpool-function-/);
      });

      test("may be anything", async () => {
        const ends = [];
        for (const thrown of [
          "'text'",
          "7",
          "null",
          "{ a: 1 }",
          "() => 1",
          "(await import('webpool')).share(new Float64Array([1, 2]))",
        ]) {
          ends.push((await run(`throw ${thrown};`)).end.thrown);
        }
        assert.deepEqual(ends, ["text", 7, null, { a: 1 }, "() => 1", [1, 2]]);
        for (const thrown of [
          "new SharedArrayBuffer(8)",
          "Object.assign(new Error('m'), { view: new Int32Array(new SharedArrayBuffer(8)) })",
        ]) {
          const { end } = await run(`throw ${thrown};`);
          assert.ok(end.name === "Error", `${thrown}: ${JSON.stringify(end)}`);
          assert.match(end.message, /^m$|SharedArrayBuffer/);
          assert.equal(end.view, undefined);
        }
        const odd = [];
        for (const thrown of [
          "undefined",
          "{ get message() { throw 1; } }",
          "{ toString() { throw 1; }, f() {} }",
          "Object.assign(new Error('m'), { get remoteStack() { return 5; } })",
        ]) {
          odd.push((await run(`throw ${thrown};`)).end.name);
        }
        assert.deepEqual(odd, ["Error", "Error", "Error", "Error"]);
      });
    });

    describe("memory", () => {
      test("that the program has filled does not keep it from ending", async () => {
        const { end } = await run(`
          import { share } from "webpool";
          for (const size of [1 << 20, 1 << 12, 16]) {
            try { for (;;) share(new Uint8Array(size)); }
            catch (error) { if (size === 16) throw error; }
          }
        `);
        assert.equal(end.name, "RangeError");
        assert.match(end.message, /memory is full/);
      });

      test("comes back from pools that are watched and gone", async () => {
        const { end, lines } = await run(
          `
          import { Matrix, Pool } from "webpool";
          const most = Matrix.zeros(205, 1 << 18); // MB
          // The workers are gone some time after join().
          const until = Date.now() + 60_000;
          const made = async () => {
            for (;;) {
              try { return new Pool(8); } catch (error) { if (Date.now() > until) throw error; }
              await new Promise((resolve) => setTimeout(resolve, 20));
            }
          };
          for (let i = 0; i < 8; ++i) {
            const pool = await made();
            print(pool.apply((x) => x, [i]));
            pool.terminate();
            pool.join();
          }
        `,
          { traced: true },
        );
        assert.equal(end, "resolved");
        assert.equal(lines.length, 8);
      });
    });

    describe("the trace", () => {
      test("shows two processors at work at once", async () => {
        const { end, events } = await run(
          `
          import { Pool, share } from "webpool";
          const begun = share(new Int32Array(1));
          const meet = (begun) => {
            Atomics.add(begun, 0, 1);
            while (Atomics.load(begun, 0) < 2) sleep(1);
            sleep(10);
          };
          new Pool(2).map(meet, [begun, begun, begun, begun], { chunksize: 1 });
        `,
          { traced: true },
        );
        assert.equal(end, "resolved");
        const ended = events.filter(({ end }) => end !== null);
        assert.equal(
          ended.reduce((sum, { items }) => sum + items, 0),
          4,
        );
        const overlap = ended.some((a) =>
          ended.some((b) => a.processor !== b.processor && a.begin < b.end && b.begin < a.end),
        );
        assert.ok(overlap, JSON.stringify(ended));
      });

      test("ends with the task that is killed", async () => {
        const { events } = await run(
          `
          import { Pool, share } from "webpool";
          const pool = new Pool(1);
          const begun = share(new Int32Array(1));
          pool.mapAsync((begun) => { Atomics.store(begun, 0, 1); for (;;); }, [begun]);
          while (Atomics.load(begun, 0) === 0) sleep(1);
          sleep(60);
          pool.terminate();
          pool.join();
        `,
          { traced: true },
        );
        const [last] = events.slice(-1);
        assert.ok(last.end !== null && last.end - last.begin >= 50, JSON.stringify(events));
      });
    });

    test("results that are read without a turn of the event loop leave nothing in memory", async () => {
      const { end, lines } = await run(`
        import { Pool } from "webpool";
        const pool = new Pool(2);
        const items = new Float64Array(100000);
        for (let i = 0; i < 500; ++i) pool.mapAsync((x) => x, items).get();
        for (let i = 0; i < 50; ++i) {
          const results = Array.from({ length: 10 }, () => pool.mapAsync((x) => x, items));
          for (const result of results) result.get();
        }
        for (let i = 0; i < 300; ++i) {
          const first = pool.mapAsync((x) => x, items);
          pool.mapAsync((x) => x, items).get();
          while (!first.ready());
          first.successful();
        }
        let called = 0;
        const later = pool.mapAsync((x) => x, items, { callback: () => ++called });
        pool.mapAsync((x) => x, items).get();
        await later;
        print(called);
      `);
      assert.equal(end, "resolved", JSON.stringify(end));
      assert.deepEqual(
        lines.map(({ text }) => text),
        ["1"],
      );
    });

    describe("a program in C++", () => {
      test("that does not exist is an error", async () => {
        const { end } = await run("nothing", { compiled: true });
        assert.equal(end.name, "TypeError");
      });
    });

    test("a worker's script that does not load is an error, also after prepare()", async () => {
      const seen = await page.evaluate(async (library) => {
        const { Pool, Program } = await import(`${library}?again`);
        const outcome = (promise) =>
          promise.then(
            () => "resolved",
            (error) => error.message,
          );
        const RealWorker = globalThis.Worker;
        const failed = [];
        globalThis.Worker = class extends RealWorker {
          constructor(url, options) {
            super("/missing.js", options);
            failed.push(new Promise((resolve) => this.addEventListener("error", resolve)));
          }
        };
        try {
          const prepared = new Program(`print(1);`);
          await prepared.prepare();
          await Promise.all(failed);
          return [
            await outcome(prepared.run()),
            await outcome(new Program(`print(1);`).run()),
            await outcome(Pool.create(2)),
          ];
        } finally {
          globalThis.Worker = RealWorker;
        }
      }, library);
      assert.match(seen[0], /worker failed/);
      assert.match(seen[1], /worker failed/);
      assert.match(seen[2], /could not be started/);
    });

    test("what the program's own thread does is reported: locked in a sync call, free while it awaits", async () => {
      const [spans, times] = await page.evaluate(async (library) => {
        const { Program } = await import(library);
        const told = new Map();
        const lines = [];
        const program = new Program(
          `import { Pool } from "webpool";
           const pool = new Pool(2);
           const times = [];
           const look = () => times.push(performance.timeOrigin + performance.now());
           look();
           pool.map((ms) => sleep(ms), [400, 400]);
           look();
           await pool.mapAsync((ms) => sleep(ms), [400, 400]);
           look();
           for (const end = performance.now() + 400; performance.now() < end;);
           look();
           print(times.join());`,
          {
            onOutput: (more) => lines.push(...more),
            onProgramState: (more) => more.forEach((span) => told.set(span.begin, span)),
          },
        );
        await program.run();
        const spans = [...told.values()].sort((a, b) => a.begin - b.begin);
        return [spans, lines[0].text.split(",").map(Number)];
      }, library);
      for (const [i, state] of ["locked", "free", "running"].entries()) {
        const within = ({ begin, end }) => Math.min(end, times[i + 1]) - Math.max(begin, times[i]);
        const long = spans.find((span) => span.state === state && within(span) > 100);
        assert.ok(long, `${state} from ${times[i]} to ${times[i + 1]}: ${JSON.stringify(spans)}`);
      }
      for (const [i, span] of spans.entries()) {
        if (i > 0) assert.ok(span.begin >= spans[i - 1].end - 1, "spans do not overlap");
      }
    });

    test("two programs and a pool of the page work side by side", async () => {
      const seen = await page.evaluate(async (library) => {
        const { Matrix, Pool, Program } = await import(library);
        const text = (n) => `
          import { Matrix, Pool } from "webpool";
          const matrix = Matrix.zeros(100, 3);
          const pool = new Pool(2);
          for (let i = 0; i < 20; ++i) pool.map((row) => { row[1] += ${n}; }, matrix.rows());
          print(matrix.data.reduce((a, b) => a + b));`;
        const printed = [[], []];
        const programs = [1, 2].map((n, i) =>
          new Program(text(n), { onOutput: (lines) => printed[i].push(...lines) }).run(),
        );
        const pool = await Pool.create(2);
        const matrix = Matrix.zeros(100, 3);
        for (let i = 0; i < 20; ++i) {
          await pool.mapAsync((row) => {
            row[1] += 3;
          }, matrix.rows());
        }
        await Promise.all(programs);
        pool.terminate();
        await pool.joinAsync();
        return [...printed.map((lines) => lines[0].text), matrix.data.reduce((a, b) => a + b)];
      }, library);
      assert.deepEqual(seen, ["2000", "4000", 6000]);
    });
  });
}
