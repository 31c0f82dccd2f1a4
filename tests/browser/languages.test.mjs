// The interface by which a program's text is of another language (Language in web/src/bindings/program-contract.ts), with a
// language of this test's own: a line of it is a command.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { browsers, serve } from "./drivers/index.mjs";
import { librarySite } from "./library-site.mjs";

const language = `
export function prepare({ source, files, onLoad }, parts) {
  const wasm = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
  const words = new Int32Array(globalThis.crossOriginIsolated ? new SharedArrayBuffer(8) : 8);
  parts.set("program", { source, files });
  parts.set("wasm", wasm);
  parts.set("words", words);
  onLoad?.(1, 2, "the test");
  return {
    ready: source === "unloadable" ? Promise.reject(new Error("no network")) : Promise.resolve(),
    interrupt: () => Atomics.compareExchange(words, 0, 0, 2) === 0,
  };
}
let warm = 0;
export function warmUp() { ++warm; }
const realm = () => globalThis[Symbol.for("webpool.realm")];

export async function task(x) {
  const here = realm();
  const wasm = await here.part("wasm");
  here.print("task " + x, "error", true);
  return [x * x, warm, wasm instanceof WebAssembly.Module, await here.part("late")].join();
}

const commands = {
  async print(here, library, text) { here.print(text, "log", false); },
  async write(here, library, text) { here.print(text, "log", true); },
  async file(here, library, name) {
    const { files } = await here.part("program");
    here.print(new TextDecoder().decode(files[name]), "log", false);
  },
  async pool(here, { Pool }, count) {
    here.setPart("late", "given by the program");
    const pool = new Pool(Number(count));
    here.print("ready: " + pool.waitUntilReady(), "log", false);
    const results = pool.map({ module: import.meta.url, name: "task" }, [1, 2]);
    here.print(results.join(" "), "log", false);
  },
  async settle(here, { Pool }) {
    const pool = new Pool(1);
    let told;
    pool.applyAsync((x) => x + 1, [1], { callback: (value) => (told = value) });
    while (told === undefined) here.settle(1000);
    here.print("told " + told, "log", false);
  },
  async wait(here) {
    const words = await here.part("words");
    here.print("waiting", "log", false);
    while (Atomics.load(words, 0) === 0) Atomics.wait(words, 1, 0, 5);
    throw Object.assign(new Error("interrupted by " + words[0]), { line: 3 });
  },
  async exit(here, library, code) { throw { code: Number(code) }; },
};

export async function run(here, library, processes) {
  const { source } = await here.part("program");
  for (const [index, line] of source.trim().split("\\n").entries()) {
    const [name, ...rest] = line.split(" ");
    try {
      if (!commands[name]) throw new SyntaxError("no command " + name);
      await commands[name](here, library, rest.join(" "));
    } catch (error) {
      if (error.code !== undefined) return { exitCode: error.code };
      const { message } = error;
      return { exitCode: 1, failure: { name: error.name, message, traceback: "line " + (index + 1), line: index + 1, column: 1 } };
    }
  }
  here.print("processes " + processes, "log", false);
  return { exitCode: 0 };
}
`;

/** In the page: runs a program of the language; what it printed and how it ended. */
async function runHere(library, source, { interruptAt, ...options } = {}) {
  const { Program } = await import(library);
  const lines = [];
  const loaded = [];
  const interrupts = [];
  const program = new Program(source, {
    ...options,
    language: "python",
    files: { "data.txt": new TextEncoder().encode("of the file") },
    onLoad: (...progress) => loaded.push(progress.join(" ")),
    onOutput: (more) => {
      lines.push(...more);
      if (lines.some(({ text }) => text === interruptAt))
        interrupts.push(program.interrupt(), program.interrupt());
    },
  });
  const before = program.interrupt();
  const end = await program.run().then(
    () => "resolved",
    ({ name, message, stack, line, column }) => ({ name, message, stack, line, column }),
  );
  return { end, lines, loaded, interrupts: [before, ...interrupts, program.interrupt()] };
}

const texts = ({ lines }) => lines.map(({ text }) => text);

for (const { name: browserName, launch } of browsers) {
  describe(browserName, () => {
    let server;
    let browser;
    let page;
    let library;
    before(async () => {
      const root = librarySite();
      writeFileSync(`${root}/language.js`, language);
      server = await serve({ root });
      browser = await launch();
      page = await browser.open(server.url);
      const moved = new URLSearchParams({
        "python/webpool-python.js": `${server.url}language.js`,
      });
      library = `${server.url}lib/webpool.js#${moved}`;
    });
    after(async () => {
      await browser?.close();
      await server?.close();
    });
    const run = (source, options = {}) => page.evaluate(runHere, library, source, options);

    test("a program of another language is run by the language's file, with its files and processors", async () => {
      const { end, lines, loaded } = await run("print one\nfile data.txt\nwrite a\nwrite b", {
        processes: 3,
      });
      assert.equal(end, "resolved");
      assert.deepEqual(loaded, ["1 2 the test"]);
      assert.deepEqual(
        lines.map(({ text, partial = false, level }) => [text, partial, level]),
        [
          ["one", false, "log"],
          ["of the file", false, "log"],
          ["a", true, "log"],
          ["b", true, "log"],
          ["processes 3", false, "log"],
        ],
      );
    });

    test("its processors run functions of the same file, warmed up, with what the page and the program handed them", async () => {
      const { end, lines } = await run("pool 2");
      assert.equal(end, "resolved");
      const [ready, ...rest] = texts({ lines });
      assert.equal(ready, "ready: true");
      assert.equal(
        rest.find((text) => text.startsWith("1,")),
        "1,1,true,given by the program 4,1,true,given by the program",
      );
      const tasks = lines.filter(({ level }) => level === "error");
      assert.deepEqual(tasks.map(({ text, partial }) => [text, partial]).sort(), [
        ["task 1", true],
        ["task 2", true],
      ]);
      assert.ok(tasks.every(({ processor }) => processor === 0 || processor === 1));
    });

    test("a program waits for results without its event loop, and callbacks come meanwhile", async () => {
      assert.deepEqual(texts(await run("settle", { processes: 1 })), ["told 2", "processes 1"]);
    });

    test("an error has the name, the text and the position that the language gave", async () => {
      const { end } = await run("print 1\nnothing");
      assert.deepEqual(end, {
        name: "SyntaxError",
        message: "no command nothing",
        stack: "line 2",
        line: 2,
        column: 1,
      });
      const { end: exit } = await run("exit 3");
      assert.equal(exit.name, "SystemExit");
      assert.match(exit.message, /exit code 3/);
    });

    test("interrupt() reaches a program that blocks, once", async () => {
      const { end, interrupts } = await run("wait", { interruptAt: "waiting" });
      assert.equal(end.message, "interrupted by 2");
      assert.deepEqual(interrupts, [false, true, false, false]);
    });

    test("what cannot be loaded ends the program with an error that says so", async () => {
      assert.equal((await run("unloadable")).end.message, "no network");
      const missing = `${server.url}lib/webpool.js#${new URLSearchParams({
        "python/webpool-python.js": `${server.url}nothing.js`,
      })}`;
      const { end } = await page.evaluate(runHere, missing, "print 1", {});
      assert.match(
        end.message,
        /nothing\.js could not be loaded: the folder webpool\/dist\/lib\/python has to be there/,
      );
    });
  });
}
