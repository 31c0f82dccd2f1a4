// Where a page is not isolated: the same contract on one processor, and programs that print, end and can be stopped.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { check, contract, endings, script } from "./contract.mjs";
import { places } from "./contract/places.mjs";
import { allBrowsers } from "./drivers/index.mjs";
import { runHere, texts } from "./run-program.mjs";
import { withLibrary } from "./with-library.mjs";

const cases = Object.fromEntries(
  Object.entries({ ...contract, ...endings }).filter(([, { needs }]) => !needs),
);

for (const { name: browserName, launch } of allBrowsers) {
  describe(`on one processor, in ${browserName}`, () => {
    // As GitHub Pages: a frame without an origin may load what is there.
    const headers = { "Access-Control-Allow-Origin": "*" };
    const site = withLibrary(launch, { isolation: false, headers, run: { traced: true } });
    const { run } = site;

    test("support says so, and why", async () => {
      const support = await site.page.evaluate(
        async (library) => ({ ...(await import(library)).support }),
        site.library,
      );
      assert.equal(support.threads, false);
      assert.equal(support.mode, "one processor");
      assert.match(support.reason, /not cross-origin isolated/);
      assert.equal(await site.page.evaluate("typeof SharedArrayBuffer"), "undefined");
    });

    for (const [place, { run: runThere, report }] of Object.entries(places)) {
      test(`the contract holds in a ${place}`, async (t) => {
        const other = await site.browser.open(site.url);
        const text = script({
          library: place === "program" ? "webpool" : site.library,
          url: site.library,
          place,
          report,
          threads: false,
        });
        await check(t, cases, await other.evaluate(runThere, text, site.library));
        await other.close();
      });
    }

    test("a pool has the size that was asked for, one processor works, in the order of the items", async () => {
      const { end, lines, events, notes } = await run(
        `import { Pool } from "webpool";
         const pool = new Pool(4);
         print("before", pool.processes);
         print(pool.map((x) => { print("task", x); return x * x; }, [1, 2, 3], { chunksize: 1 }));
         pool.close();
         pool.join();`,
      );
      assert.equal(end, "resolved");
      assert.deepEqual(
        lines.map(({ text, processor }) => [text, processor]),
        [
          ["before 4", null],
          ["task 1", 0],
          ["task 2", 0],
          ["task 3", 0],
          ["[ 1, 4, 9 ]", null],
        ],
      );
      const ended = events.filter(({ end }) => end !== null);
      assert.ok(ended.every(({ processor, begin, end }) => processor === 0 && begin <= end));
      const { pool, job } = ended[0];
      assert.deepEqual(
        notes.map(({ column, ...note }) => note),
        [
          { pool, job, line: 4, items: ["1", "2", "3"] },
          { pool, job, results: ["1", "4", "9"] },
        ],
      );
      assert.equal(
        ended.reduce((sum, { items }) => sum + items, 0),
        3,
      );
    });

    test("what a task prints after it has awaited something carries its processor", async () => {
      const { lines } = await run(
        `import { Pool } from "webpool";
         const pool = new Pool(2);
         const result = pool.applyAsync(async () => { await null; print("in the task"); });
         await result;
         print("outside");`,
      );
      assert.deepEqual(
        lines.map(({ text, processor }) => [text, processor]),
        [
          ["in the task", 0],
          ["outside", null],
        ],
      );
    });

    test("a task's error has its class, item, processor and place in the program", async () => {
      const { end } = await run(
        `import { Pool } from "webpool";\nconst pool = new Pool(2);\npool.map((x) => {\n  if (x === 2) throw new RangeError("no");\n  return x;\n}, [1, 2, 3]);`,
      );
      const { name, message, item, processor, line } = end;
      assert.deepEqual(
        { name, message, item, processor, line },
        { name: "RangeError", message: "no", item: 1, processor: 0, line: 4 },
      );
    });

    test("lines come while the program is blocked, and Stop ends tasks and programs that never end", async () => {
      for (const text of [
        `print("in the loop"); for (;;);`,
        `import { Pool } from "webpool"; new Pool(2).map(() => { print("in the loop"); for (;;); }, [1]);`,
      ]) {
        const { end, lines } = await run(text, { stopAt: "in the loop" });
        assert.equal(end.name, "CancelledError");
        assert.equal(lines[0].text, "in the loop");
      }
    });

    test("sync calls of async functions are refused with what to do", async () => {
      const { end } = await run(
        `import { Pool } from "webpool"; new Pool(2).map(async (x) => x, [1]);`,
      );
      assert.equal(end.name, "TypeError");
      assert.match(end.message, /one processor.*use the async call/);
    });

    test("an async initializer is awaited, also where the program has replaced Promise", async () => {
      const { end, lines } = await run(
        `import { Pool } from "webpool";
         globalThis.Promise = class extends Promise {};
         const initializer = async () => { await null; globalThis.initialized = true; };
         const pool = new Pool(1, { initializer });
         print(await pool.applyAsync(() => globalThis.initialized));`,
      );
      assert.equal(end, "resolved");
      assert.deepEqual(texts(lines), ["true"]);
    });

    test("join waits, terminate drops what waits, and tasks have no pools", async () => {
      const { end, lines } = await run(
        `import { Pool } from "webpool";
         const pool = new Pool(2);
         const result = pool.mapAsync((x) => x, [1, 2]);
         pool.close();
         pool.join();
         print(result.get());
         const other = new Pool(2);
         const dropped = other.applyAsync(() => 1);
         other.terminate();
         await dropped.catch((error) => print(error.name));
         globalThis.third = new Pool(1);
         try { third.apply(() => new third.constructor(1)); } catch (error) { print(error.name); }`,
      );
      assert.equal(end, "resolved");
      assert.deepEqual(texts(lines), ["[ 1, 2 ]", "PoolTerminatedError", "DeadlockError"]);
    });

    test("what a task gives after its pool's end goes to nobody else's memory", async () => {
      const seen = await site.page.evaluate(async (library) => {
        const { Pool, share, unshare } = await import(library);
        const { countWritten, fillMemory } = await import(new URL("../memory.js", library));
        const seen = [];
        for (const end of ["terminate", "cancel"]) {
          const pool = await Pool.create(1);
          const items = Array.from({ length: 1000 }, () => 1);
          // Tasks have the page's realm here.
          globalThis.calls = globalThis.given = 0;
          globalThis.gate = new Promise((open) => (globalThis.open = open));
          const gives = async () => {
            if (++globalThis.calls === 1) await globalThis.gate;
            ++globalThis.given;
            return 7;
          };
          await (async () => {
            const result = pool.mapAsync(gives, items, { chunksize: 1000 });
            while (globalThis.calls === 0) await new Promise((run) => setTimeout(run));
            if (end === "terminate") pool.terminate();
            else result.cancel({ force: true });
            seen.push(await result.catch((error) => error.name));
          })();
          if (end === "cancel") seen.push(await pool.applyAsync((x) => x + 1, [1]));
          for (let round = 0; round < 10; ++round) {
            globalThis.gc?.();
            await new Promise((run) => setTimeout(run));
          }
          const arrays = fillMemory((size) => share(new Float64Array(size)), 2 ** 20, 64);
          globalThis.open();
          while (globalThis.given === 0) await new Promise((run) => setTimeout(run));
          // Enough turns of the event loop for all that a processor would still call and write.
          for (let turn = 0; turn < 20; ++turn) await new Promise((run) => setTimeout(run));
          seen.push(countWritten(arrays));
          arrays.forEach(unshare);
          pool.terminate();
          await pool.joinAsync();
        }
        return seen;
      }, site.library);
      assert.deepEqual(seen, ["PoolTerminatedError", 0, "CancelledError", 2, 0]);
    });

    test("polling ready() in a loop gives the task its time", async () => {
      const { lines } = await run(
        `import { Pool } from "webpool";
         const result = new Pool(2).mapAsync((x) => x + 1, [1, 2]);
         print(result.ready());
         while (!result.ready());
         print(result.get());`,
      );
      assert.deepEqual(texts(lines), ["false", "[ 2, 3 ]"]);
    });

    for (const name of [
      "pool_map",
      "pool_map_async",
      "pool_apply_async",
      "pool_imap",
      "pool_errors",
    ]) {
      test(`the guide's ${name} in C++ ends`, async () => {
        // Some at once: then a look at the results comes late now and then, after its time.
        const runs = [1, 2, 3, 4].map(() => run(name, { compiled: true, processes: 2 }));
        for (const { end, lines } of await Promise.all(runs)) {
          assert.equal(end, "resolved");
          assert.ok(lines.length > 0);
        }
      });
    }

    test("a program whose worker does not begin gets another one", async () => {
      const other = await site.browser.open(site.url);
      await other.evaluate(() => {
        const { setTimeout, Worker } = globalThis;
        const silent = URL.createObjectURL(new Blob([], { type: "text/javascript" }));
        globalThis.started = 0;
        globalThis.Worker = class extends Worker {
          constructor(script, options) {
            super(++globalThis.started === 1 ? silent : script, options);
          }
        };
        // The time after which the library replaces it passes at once.
        globalThis.setTimeout = (call, time, ...rest) =>
          setTimeout(call, time === 10_000 ? 0 : time, ...rest);
      });
      const { end, lines } = await other.evaluate(runHere, site.library, `print("begins")`);
      assert.equal(end, "resolved");
      assert.deepEqual(texts(lines), ["begins"]);
      assert.equal(await other.evaluate("started"), 2);
      await other.close();
    });

    test("a sandboxed frame without an origin runs programs", async () => {
      const other = await site.browser.open(site.url);
      const text = `import { Pool } from "webpool"; print(new Pool(2).map((x) => x * x, [1, 2]));`;
      const source = `<script type="module">
        import { Program, support } from ${JSON.stringify(site.library)};
        const lines = [];
        new Program(${JSON.stringify(text)}, { onOutput: (more) => lines.push(...more) }).run()
          .then(() => parent.postMessage([support.mode, support.reason, lines[0].text], "*"),
                (error) => parent.postMessage([String(error)], "*"));
      </script>`;
      const answer = await other.evaluate(
        (source) =>
          new Promise((resolve) => {
            addEventListener("message", ({ data }) => resolve(data));
            const frame = document.createElement("iframe");
            frame.sandbox = "allow-scripts";
            frame.srcdoc = source;
            document.body.append(frame);
          }),
        source,
      );
      assert.deepEqual([answer[0], answer[2]], ["one processor", "[ 1, 4 ]"]);
      assert.match(answer[1], /sandboxed/);
      await other.close();
    });

    test("nothing went wrong meanwhile", () => assert.deepEqual(site.page.errors, []));
  });
}
