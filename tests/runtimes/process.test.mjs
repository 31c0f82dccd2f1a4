// When a process that uses pools ends, in Node 20 and 22, Bun and Deno.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { library, run, runtimes } from "./runtimes.mjs";

const folder = fileURLToPath(new URL("../../build/tests/runtimes", import.meta.url));
const alone = `${folder}/alone/webpool.js`;
mkdirSync(`${folder}/alone`, { recursive: true });
copyFileSync(new URL(library), alone);

/** What a program does with `pool`, of two processors, and what it prints; it ends by itself, in any case. */
const programs = {
  "an idle pool does not keep the process alive": {
    code: "console.log(pool.map((x) => x, [1]).join());",
    prints: "1\n",
  },
  "a pending result does": {
    code: `pool
      .applyAsync(() => new Promise((resolve) => setTimeout(resolve, 300, "late")))
      .then((value) => console.log(value));`,
    prints: "late\n",
  },
  "a callback that has not been called does": {
    code: 'pool.applyAsync(() => sleep(300), [], { callback: () => console.log("called") });',
    prints: "called\n",
  },
  "joinAsync() after close() does, and not longer": {
    code: `pool.mapAsync((x) => sleep(x), [200, 200]);
      pool.close();
      pool.joinAsync().then(() => console.log("joined"));`,
    prints: "joined\n",
  },
  "joinAsync() after terminate() ends tasks that never end": {
    code: `const begun = w.share(new Int32Array(1));
      pool
        .applyAsync((begun) => { Atomics.store(begun, 0, 1); for (;;); }, [begun])
        .catch((error) => console.log(error.name));
      while (Atomics.load(begun, 0) === 0) await new Promise((resolve) => setTimeout(resolve));
      pool.terminate();
      await pool.joinAsync();
      console.log("joined");`,
    prints: "PoolTerminatedError\njoined\n",
  },
  "an iterator that is read does": {
    code: "for await (const x of pool.imap((x) => (sleep(50), x), [1, 2, 3])) console.log(x);",
    prints: "1\n2\n3\n",
  },
  "a pool makes Node load nothing for requests, which would take as long as the start of a thread":
    {
      code: `const loaded = () => (process.moduleLoadList ?? []).filter((name) => name.includes("undici"));
      console.log([...loaded(), ...pool.apply(loaded)].join());`,
      prints: "\n",
    },
  "what tasks print comes before the process ends": {
    code: 'pool.apply(() => { print("printed", [1]); console.error("and logged"); });',
    prints: "printed [ 1 ]\n",
  },
  "a task that ends its thread is an error of its job": {
    code: "pool.applyAsync(() => process.exit(3)).catch((error) => console.log(error.name));",
    prints: "ProcessorCrashedError\n",
  },
  "a task that ends its thread ends a call that blocks, and the calls after it wait for the new worker":
    {
      code: `const one = await w.Pool.create(1);
      for (const call of [
        () => one.apply(() => process.exit()),
        () => one.apply(() => 1),
        () => (one.close(), one.join()),
        () => pool.imap(() => process.exit(), [1]).next(),
      ]) try { console.log(call()); } catch (error) { console.log(error.name); }
      console.log(await pool.mapAsync((x) => x, [1, 2]));`,
      prints: "ProcessorCrashedError\n1\nundefined\nProcessorCrashedError\n[ 1, 2 ]\n",
    },
  "an initializer that ends its thread is the reason why there is no pool": {
    code: `await w.Pool.create(1, { initializer: () => process.exit() }).catch(({ message }) => console.log(message));`,
    prints:
      "the worker of a processor could not be started: its thread has ended, as by process.exit()\n",
  },
  "an initializer that a subclass gives may take longer than workers may to start": {
    code: `const state = w.share(new Int32Array(2));
      const initializer = (state) => {
        Atomics.store(state, 0, 1);
        while (Atomics.load(state, 1) === 0);
      };
      class Slow extends w.Pool {
        constructor(count, options) { super(count, { ...options, initializer, initargs: [state] }); }
      }
      const slow = Slow.create(1);
      while (Atomics.load(state, 0) === 0) await new Promise((resolve) => setTimeout(resolve));
      const now = performance.now.bind(performance);
      let looks = 0;
      performance.now = () => {
        if (++looks === 5) Atomics.store(state, 1, 1);
        return now() + looks * 60_000;
      };
      await slow.then((own) => console.log(own.processes), ({ message }) => console.log(message));`,
    prints: "1\n",
  },
  "a failed call that nobody reads is an unhandled rejection; one that is read, cancelled or has a callback is none":
    {
      code: `process.on("unhandledRejection", ({ message }) => console.log(message));
      const fail = (message) => { throw new Error(message); };
      const read = pool.applyAsync(fail, ["read"]);
      while (!read.ready());
      try { read.get(); } catch {}
      const told = pool.applyAsync(fail, ["told"]);
      told.wait();
      told.successful();
      pool.applyAsync(() => sleep(1)).cancel();
      await new Promise((errorCallback) => pool.applyAsync(fail, ["called"], { errorCallback }));
      pool.applyAsync(fail, ["unhandled"]);
      await new Promise((resolve) => process.once("unhandledRejection", resolve));
      await pool.mapAsync(() => sleep(1), [1, 2]);`,
      prints: "unhandled\n",
    },
  "an input whose return() throws, after its pool has ended, does not end the process": {
    code: `const input = {
        [Symbol.iterator]: () => input,
        next: () => (pool.terminate(), { value: 1 }),
        return: () => { throw new Error("return"); },
      };
      try { pool.imap((x) => x, input).next(); } catch (error) { console.log(error.name); }
      await new Promise((resolve) => setTimeout(resolve));`,
    prints: "PoolTerminatedError\n",
  },
  "built-in objects may be frozen after the library has loaded; before, it says so": {
    // The copy may load with an Emscripten that assigns to no property that errors inherit.
    code: `const copy = await import(${JSON.stringify(`${library}?copy`)});
      for (const { prototype } of [Object, Array, Function, Error, TypeError, RangeError, Promise, Map, Set])
        Object.freeze(prototype);
      const said = await copy.load().then(() => "loaded", ({ message }) => message);
      console.log(/^(?:loaded|the built-in objects of this realm are frozen)/.exec(said)?.length ?? said);
      const map = await pool.applyAsync((map) => map, [new Map([["toString", { constructor: 5 }]])]);
      const failed = await pool.applyAsync(() => { throw new TypeError("own", { cause: 1 }); }).catch((error) => error);
      console.log(map.get("toString").constructor, failed instanceof TypeError, failed.cause);`,
    prints: "1\n5 true 1\n",
  },
  "a failure to load that has another reason is not blamed on frozen objects, and is told of once":
    {
      code: `WebAssembly.compile = async () => { throw new TypeError("no module"); };
      Object.freeze(Error.prototype);
      const copy = await import(${JSON.stringify(`${library}?copy`)});
      // The module's script fails first, unless its Emscripten assigns to no property that errors inherit.
      await copy.load().catch(({ message }) => console.log(/frozen|no module/.test(message)));
      EventTarget.prototype.addEventListener = () => { throw new TypeError("no listener"); };
      await copy.Pool.create(1).catch(({ message }) => console.log(message));`,
      prints: "true\nno listener\n",
      skips: { Bun: "Bun gives the module that is loaded already, whatever its query" },
    },
  "a page that Node simulates, as for tests, is said to have no workers": {
    // As jsdom has none; Bun and Deno have theirs.
    code: `globalThis.document = {};
      globalThis.Worker = undefined;
      const { support } = await import(${JSON.stringify(`${library}?simulated`)});
      console.log(support.mode, support.reason.includes("simulated by Node"));`,
    prints: "none true\n",
    skips: { Bun: "Bun gives the module that is loaded already, whatever its query" },
  },
  "the library can be imported where a page lacks what it needs, and in versions that are too old":
    {
      code: `const support = async (query) => (await import(${JSON.stringify(library)} + query)).support;
      globalThis.TextEncoder = globalThis.TextDecoder = globalThis.WebAssembly = undefined;
      const { mode, reason } = await support("?without");
      process.getBuiltinModule = undefined;
      console.log(mode, reason, (await support("?old")).reason.includes("is too old"));`,
      prints: "none WebAssembly is missing or switched off here, as by Node's --jitless. true\n",
      skips: { Bun: "Bun gives the module that is loaded already, whatever its query" },
    },
  "a pool of a library without the files beside it says that they must be there": {
    code: `const { Pool } = await import(${JSON.stringify(pathToFileURL(alone).href)});
      const { message } = await Pool.create(1).catch((error) => error);
      console.log(/^\\S+ could not be loaded in \\w+: the library's whole folder/.test(message));`,
    prints: "true\n",
  },
  "a Program says at once that it is for browsers": {
    code: `try { new w.Program("print(1)"); } catch (error) { console.log(error.message.slice(0, 24)); }`,
    prints: "Program runs in browsers\n",
  },
  "cpuCount() is the number of processors": {
    code: `const { availableParallelism } = await import("node:os");
      console.log(w.cpuCount() === availableParallelism(), w.support.mode);`,
    prints: "true threads\n",
  },
};

const square = `Pool.create(2).then(async (pool) => {
  console.log((await pool.mapAsync((x) => x * x, [1, 2])).join());
}, ({ message }) => console.log(message))`;
const imported = `import { Pool } from ${JSON.stringify(library)};\n${square}`;
const required = `import(${JSON.stringify(library)}).then(({ Pool }) => ${square})`;
/** Ways to start Node, and what the same program then prints. */
const commands = {
  "from text, as a module": [["--input-type=module", "-e", imported], "1,4\n"],
  "from text, not as a module": [["--input-type=commonjs", "-e", required], "1,4\n"],
  "from text that says nothing": [["-e", required], "1,4\n"],
  "with frozen built-in objects": [["--frozen-intrinsics", "-e", required], "1,4\n"],
  "without a compiler": [
    ["--jitless", "-e", required],
    "WebAssembly is missing or switched off here, as by Node's --jitless.\n",
  ],
};
for (const runtime of runtimes.filter(({ name }) => name.startsWith("Node"))) {
  describe(runtime.name, () => {
    for (const [how, [args, prints]] of Object.entries(commands)) {
      test(`a program starts ${how}`, async () => {
        const { stdout, stderr, code } = await run(runtime, args);
        assert.deepEqual([stdout, code], [prints, 0], stderr);
      });
    }
  });
}

for (const runtime of runtimes) {
  describe(runtime.name, () => {
    for (const [index, [name, { code, prints, skips }]] of Object.entries(programs).entries()) {
      test(name, { skip: skips?.[runtime.name] }, async () => {
        const file = `${folder}/process-${index}.mjs`;
        writeFileSync(
          file,
          `import * as w from ${JSON.stringify(library)};\nconst pool = await w.Pool.create(2);\n${code}\n`,
        );
        const { stdout, stderr, code: exit } = await run(runtime, [file]);
        assert.deepEqual([stdout, exit], [prints, 0], stderr);
      });
    }
  });
}
