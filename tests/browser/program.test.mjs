// The life of a Program: that it can be stopped at every moment, what it leaves behind, and what runs beside it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { browsers } from "./drivers/index.mjs";
import { withLibrary } from "./with-library.mjs";

for (const { name, launch } of browsers) {
  describe(name, () => {
    const site = withLibrary(launch);
    const { run } = site;

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
        const seen = await site.page.evaluate(async (library) => {
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
        }, site.library);
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
      const seen = await site.page.evaluate(async (library) => {
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
      }, site.library);
      assert.match(seen[0], /worker failed/);
      assert.match(seen[1], /worker failed/);
      assert.match(seen[2], /could not be started/);
    });

    test("two programs and a pool of the page work side by side", async () => {
      const seen = await site.page.evaluate(async (library) => {
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
      }, site.library);
      assert.deepEqual(seen, ["2000", "4000", 6000]);
    });
  });
}
