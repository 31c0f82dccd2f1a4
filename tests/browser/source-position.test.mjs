// Where in a program's text an import stands that cannot be: of any text and message, in time that grows as they do.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { computingTime } from "./computing-time.mjs";
import { build } from "../../web/node_modules/esbuild/lib/main.js";

const { positionOfImport } = await import("../../web/src/program/import-position.ts");

const bundle = new URL("../../build/tests/source-position.mjs", import.meta.url);
await build({
  entryPoints: [
    fileURLToPath(new URL("../../web/src/program/source-position.ts", import.meta.url)),
  ],
  outfile: fileURLToPath(bundle),
  bundle: true,
  format: "esm",
});
const { positionOf } = await import(bundle);

const missing = (name) => `The requested module does not provide an export named '${name}'`;
const noAddress = (specifier) => `Failed to resolve module specifier "${specifier}". Relative …`;

test("an import is found by what it names", () => {
  const text = `import { Pool } from "webpool";\nimport { a, nothing as b } from './tasks.js';\nimport x from "d3";`;
  const at = (message) => positionOfImport(text, message);
  assert.equal(at(missing("nothing")), text.indexOf("nothing"));
  assert.equal(at(missing("noth")), undefined);
  assert.equal(at(missing("a")), text.indexOf("a, nothing"));
  assert.equal(at(noAddress("d3")), text.indexOf("d3"));
  assert.equal(at(noAddress("d4")), undefined);
  assert.equal(at("null is no function"), undefined);
  assert.equal(positionOfImport("imports; f('x'); import('x')", noAddress("x")), 25);
  assert.equal(positionOfImport(`import 'x"; import "y"`, noAddress("y")), 20);
});

test("a position that the engine does not know is none, or the one in the stack", () => {
  const error = Object.assign(new RangeError("no"), { stack: "at blob:x:3:4" });
  for (const line of [0, undefined]) {
    assert.deepEqual(positionOf("text", "blob:x", error, { line, column: 0 }), {
      line: 3,
      column: 4,
    });
    assert.equal(positionOf("text", undefined, error, { line, column: 0 }), undefined);
  }
  assert.deepEqual(positionOf("", "blob:x", error, { line: 2 }), { line: 2, column: 1 });
});

test("a text of a million letters takes a moment, whatever it is", () => {
  const million = 1_000_000;
  const parts = [
    "import ",
    "import '",
    `import "`,
    `import '"`,
    "import ;",
    "import 'x' ",
    "x",
    "import x'",
    `'"`,
    "importimport ",
  ];
  const names = ["x", "xx", "x".repeat(299), "x".repeat(million), "\\", "import"];
  const took = computingTime(() => {
    for (const part of parts) {
      const text = part.repeat(million / part.length);
      for (const name of names) {
        for (const message of [
          missing(name),
          noAddress(name),
          noAddress("“specifier “".repeat(1000)),
        ])
          positionOfImport(text, message);
      }
    }
  });
  const each = took / (parts.length * names.length * 3);
  assert.ok(each < 200, `${each} ms each`);
});
