// What a Program prints, and what it tells of its processors and of itself.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { browsers } from "./drivers/index.mjs";
import { texts } from "./run-program.mjs";
import { withLibrary } from "./with-library.mjs";

for (const { name, launch } of browsers) {
  describe(name, () => {
    const site = withLibrary(launch);
    const { run } = site;

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
        const seen = await site.page.evaluate(async (library) => {
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
        }, site.library);
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
        const end = await site.page.evaluate(async (library) => {
          const { Program } = await import(library);
          let lines = 0;
          const onOutput = (more) => (lines += more.length);
          const program = new Program(`for (;;) print("flood");`, { onOutput });
          const end = program.run().catch((error) => error.name);
          for (let turns = 0; turns < 300 || lines < 100_000; ++turns)
            await new Promise((resolve) => setTimeout(resolve, 0));
          program.stop();
          return end;
        }, site.library);
        assert.equal(end, "CancelledError");
      });
    });

    describe("callbacks", () => {
      test("that throw are reported and harm nothing", async () => {
        const seen = await site.page.evaluate(async (library) => {
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
        }, site.library);
        assert.deepEqual(seen, ["resolved", true]);
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

    test("what the program's own thread does is reported: locked in a sync call, free while it awaits", async () => {
      const [spans, times] = await site.page.evaluate(async (library) => {
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
      }, site.library);
      for (const [i, state] of ["locked", "free", "running"].entries()) {
        const within = ({ begin, end }) => Math.min(end, times[i + 1]) - Math.max(begin, times[i]);
        const long = spans.find((span) => span.state === state && within(span) > 100);
        assert.ok(long, `${state} from ${times[i]} to ${times[i + 1]}: ${JSON.stringify(spans)}`);
      }
      for (const [i, span] of spans.entries()) {
        if (i > 0) assert.ok(span.begin >= spans[i - 1].end - 1, "spans do not overlap");
      }
    });
  });
}
