// The errors that end a Program, and the lines that they bear.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { browsers } from "./drivers/index.mjs";
import { withLibrary } from "./with-library.mjs";

for (const { name, launch } of browsers) {
  describe(name, () => {
    const site = withLibrary(launch);
    const { run } = site;

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
  });
}
