// Functions named by module, and policies that forbid eval.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { browsers, serve } from "./drivers/index.mjs";
import { librarySite, onPage } from "./library-site.mjs";

/** In the page: tasks by module in every kind of call; errors by their name and message. */
async function byModule(library) {
  const { Pool } = await import(library);
  const pool = await Pool.create(2);
  const told = (promise) => promise.then(String, (error) => `${error.name}: ${error.message}`);
  const task = (name) => ({ module: "./tasks.js", name });
  const seen = {
    map: await told(pool.mapAsync(task("triple"), [1, 2, 3], { chunksize: 1 })),
    defaultExport: await told(pool.mapAsync({ module: "tasks.js" }, [1, 2])),
    url: await told(
      pool.applyAsync({ module: new URL("/tasks.js", location.href), name: "triple" }, [5]),
    ),
    later: await told(pool.mapAsync(task("later"), [1, 2, 3])),
    starmap: await told(pool.starmapAsync(task("triple"), [[1], [2]])),
    realm: await pool.applyAsync(task("realm")).then(({ index }) => index === 0 || index === 1),
    fails: await told(pool.mapAsync(task("fail"), [7])),
    noExport: await told(pool.mapAsync(task("missing"), [1])),
    noFunction: await told(pool.mapAsync(task("noFunction"), [1])),
    noModule: await told(pool.mapAsync({ module: "./missing.js", name: "f" }, [1])),
    after: await told(pool.mapAsync(task("triple"), [4])),
  };
  try {
    pool.map(task("triple"), [1]);
  } catch (error) {
    seen.sync = error.name;
  }
  try {
    await pool.mapAsync({ module: "http://[" }, [1]);
  } catch (error) {
    seen.noAddress = error.name;
  }
  pool.terminate();
  await pool.joinAsync();
  return seen;
}

/**
 * In the page: calls and a program where elements bear the names of the document's properties and of what other runtimes have,
 * and where all objects have got properties that are called as options.
 */
async function amongOtherNames(library) {
  const { Pool, Program } = await import(library);
  const { body } = document;
  for (const name of ["baseURI", "createElement", "head", "body", "currentScript"]) {
    const image = document.createElementNS("http://www.w3.org/1999/xhtml", "img");
    image.name = name;
    body.append(image);
  }
  for (const id of ["process", "Bun", "Deno", "trustedTypes", "SharedArrayBuffer", "Float16Array"])
    body.insertAdjacentHTML("beforeend", `<form id="${id}"></form>`);
  const others = { timeout: 1, chunksize: -1, callback: 5, signal: 5, kwds: 5, initializer: 5 };
  Object.assign(others, { maxtasksperchild: 1, buffersize: 0, name: "other", force: true, x: 9 });
  const names = [...Object.keys(others), "language", "processes", "onOutput", "module"];
  for (const name of names)
    Object.defineProperty(Object.prototype, name, {
      get: () => others[name] ?? 5,
      set: () => {},
      enumerable: true,
      configurable: true,
    });
  const pool = await Pool.create(2);
  const seen = {
    clobbered: typeof document.createElement + typeof document.baseURI,
    map: await pool.mapAsync((x) => x + 1, [1, 2], { onProgress() {} }),
    apply: await pool.applyAsync((...all) => all.length, [1, 2]),
    record: await pool.applyAsync((given) => ({ x: given.x + 1, name: "n" }), [{ x: 1 }]),
    module: await pool.applyAsync({ module: "tasks.js" }, [1]),
    none: await Promise.resolve()
      .then(() => pool.mapAsync({}, [1]))
      .catch((error) => error.name),
    imap: [],
    lines: [],
  };
  for await (const y of pool.imap((x) => x, [1, 2])) seen.imap.push(y);
  pool.terminate();
  await pool.joinAsync();
  const output = { onOutput: (lines) => seen.lines.push(...lines.map(({ text }) => text)) };
  await new Program('print("runs");', output).run();
  seen.syntax = await new Program("let = ;").run().catch(({ name }) => name);
  for (const name of names) delete Object.prototype[name];
  return seen;
}

/** In the page: kernels, functions by module, and by text. */
async function underPolicy(library) {
  const { kernels, Pool } = await import(library);
  const pool = await Pool.create(2);
  const kernel = await pool.mapAsync(kernels.howmanyWithinRange(4, 8), [
    [1, 5, 9],
    [4, 8, 8],
  ]);
  const module = await pool.mapAsync({ module: "./tasks.js", name: "triple" }, [1, 2]);
  const builtIn = await pool.mapAsync(Math.sqrt, [4, 9]);
  const text = await pool
    .mapAsync((x) => x, [1])
    .then(String, (error) => `${error.name}: ${error.message}`);
  pool.terminate();
  await pool.joinAsync();
  return [kernel.join(), module.join(), builtIn.join(), text];
}

for (const { name, launch } of browsers) {
  describe(name, () => {
    let browser;
    before(async () => (browser = await launch()));
    after(() => browser?.close());

    test("functions are named by their module", async () => {
      const seen = await onPage(browser, {}, (page, url) =>
        page.evaluate(byModule, `${url}lib/webpool.js`),
      );
      const { noExport, noFunction, noModule, ...exact } = seen;
      assert.deepEqual(exact, {
        map: "3,6,9",
        defaultExport: "2,3",
        url: "15",
        later: "2,4,6",
        starmap: "3,6",
        realm: true,
        fails: "RangeError: failed on 7",
        after: "12",
        sync: "TypeError",
        noAddress: "TypeError",
      });
      assert.match(
        noExport,
        /^TypeError: .*tasks\.js exports no function missing; its functions: default, fail, later/,
      );
      assert.match(noFunction, /^TypeError: .*exports no function noFunction/);
      assert.match(
        noModule,
        /^Error: the module .*missing\.js could not be loaded in the processor \(is it served, [^(]*$/,
      );
    });

    test("elements and inherited properties that bear the names of others change nothing", async () => {
      const seen = await onPage(browser, {}, (page, url) =>
        page.evaluate(amongOtherNames, `${url}lib/webpool.js`),
      );
      assert.deepEqual(seen, {
        clobbered: "objectobject",
        map: [2, 3],
        apply: 2,
        record: { x: 2, name: "n" },
        module: 2,
        none: "TypeError",
        imap: [1, 2],
        lines: ["runs"],
        syntax: "SyntaxError",
      });
    });

    test("functions named by module work in a program, from the page's address on", async () => {
      const lines = await onPage(browser, {}, (page, url) =>
        page.evaluate(async (library) => {
          const { Program } = await import(library);
          const lines = [];
          const text = `
            import { Pool } from "webpool";
            const pool = new Pool(2);
            print(pool.map({ module: "./tasks.js", name: "triple" }, [1, 2]).join());`;
          await new Program(text, { onOutput: (more) => lines.push(...more) }).run();
          return lines.map(({ text }) => text);
        }, `${url}lib/webpool.js`),
      );
      assert.deepEqual(lines, ["3,6"]);
    });

    test("kernels and functions by module work under a policy that forbids eval", async () => {
      const headers = {
        "Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
      };
      const seen = await onPage(browser, { headers }, (page, url) =>
        page.evaluate(underPolicy, `${url}lib/webpool.js`),
      );
      assert.deepEqual(seen.slice(0, 3), ["1,3", "3,6", "2,3"]);
      assert.match(
        seen[3],
        /^EvalError: A function crosses as its text.* name the function by its module/,
      );
    });

    test("a program needs blob: in the policy, which it says, and none to print objects", async () => {
      const runs = async (sources) => {
        const headers = {
          "Content-Security-Policy": `default-src 'self'; script-src 'self' 'wasm-unsafe-eval' ${sources}`,
        };
        return onPage(browser, { headers }, (page, url) =>
          page.evaluate(async (library) => {
            const { Program } = await import(library);
            const lines = [];
            const text = `print({ a: [1, { b: 2 }] }, new Map([[1, 2]]));`;
            const end = await new Program(text, { onOutput: (more) => lines.push(...more) })
              .run()
              .then(() => "ended", String);
            return [end, ...lines.map(({ text }) => text)];
          }, `${url}lib/webpool.js`),
        );
      };
      assert.deepEqual(await runs("blob:"), ["ended", "{ a: [ 1, { b: 2 } ] } Map (1) {1 => 2}"]);
      const [refused] = await runs("");
      assert.match(refused, /^Error: a Program's text runs as a module at a blob: address/);
      assert.match(refused, /blob: in its script-src/);
    });

    test("what a policy forbids is an error that names the directive", async () => {
      const cdn = await serve({ root: librarySite() });
      const { origin } = new URL(cdn.url);
      const runs = (policy, library = "./lib/webpool.js") => {
        const headers = { "Content-Security-Policy": policy };
        return onPage(browser, { headers }, (page) =>
          page.evaluate(async (library) => {
            const { Pool, Program } = await import(library);
            return [
              await Pool.create(2).then(String, String),
              await new Program("print(1)").run().then(String, String),
            ];
          }, library),
        );
      };
      const scripts = `script-src 'self' ${origin} 'wasm-unsafe-eval'`;
      try {
        for (const said of await runs("script-src 'self'"))
          assert.match(
            said,
            /^Error: \S+webpool\.wasm could not be compiled: .*'wasm-unsafe-eval'/,
          );
        for (const said of await runs(`${scripts}; worker-src 'none'`))
          assert.match(said, /[:;] is the library's whole folder served, .*\(worker-src\)\?$/);
        for (const said of await runs(`${scripts}; connect-src 'none'`))
          assert.match(said, /^Error: \S+webpool\.wasm could not be loaded: .*connect-src/);
        const foreign = await runs(scripts, `${cdn.url}lib/webpool.js`);
        for (const said of foreign)
          assert.ok(said.endsWith(`with blob: and ${origin} in its worker-src?`), said);
      } finally {
        await cdn.close();
      }
    });

    test("under Trusted Types the library's own policy is used, or is asked for", async (t) => {
      const runs = (names, others = []) => {
        const headers = {
          "Content-Security-Policy": `require-trusted-types-for 'script'; trusted-types ${names}`,
        };
        return onPage(browser, { headers }, (page, url) =>
          page.evaluate(
            async (library, others) => {
              if (typeof globalThis.trustedTypes !== "object") return null;
              // The page's own policies, which make nothing.
              const refuse = () => {
                throw new Error("not here");
              };
              for (const other of others)
                trustedTypes.createPolicy(other, { createScriptURL: refuse, createScript: refuse });
              const { Pool, Program } = await import(library);
              const told = (promise) => promise.then(String, String);
              return [
                await told(Pool.create(2).then((pool) => pool.mapAsync((x) => x + 1, [1, 2]))),
                await told(new Program("print(1)").run()),
                await told(new Program("print(").run()),
              ];
            },
            ...[`${url}lib/webpool.js`, others],
          ),
        );
      };
      for (const others of [[], ["default"]]) {
        const allowed = await runs(["webpool", ...others].join(" "), others);
        if (allowed === null) return t.skip("this browser has no Trusted Types");
        assert.deepEqual(allowed.slice(0, 2), ["2,3", "undefined"]);
        assert.match(allowed[2], /^SyntaxError/);
      }
      for (const [names, others] of [
        ["'none'", []],
        ["default", ["default"]],
        ["webpool", ["webpool"]], // another copy of the library has it
      ])
        for (const refused of await runs(names, others))
          assert.match(
            refused,
            /^Error: .*Trusted Types: .*"trusted-types webpool", with 'allow-duplicates' if/,
          );
    });
  });
}
