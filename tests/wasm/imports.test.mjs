// What the library's module imports.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

const types = { 0x7f: "i32", 0x7e: "i64", 0x7d: "f32", 0x7c: "f64", 0x7b: "v128" };

/** The functions that a WebAssembly module imports: their names, parameters and results. */
function importedFunctions(module) {
  let at = 8; // behind the magic number and the version
  const byte = () => module[at++];
  const number = () => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const next = byte();
      value |= (next & 127) << shift;
      if (next < 128) return value >>> 0;
    }
  };
  const list = (read) => Array.from({ length: number() }, read);
  const text = () => String.fromCharCode(...list(byte));
  const limits = () => {
    if ((byte() & 1) === 1) number();
    number();
  };
  let signatures = [];
  while (at < module.length) {
    const section = byte();
    const end = number() + at;
    if (section === 1) {
      signatures = list(() => {
        byte(); // a function
        return { parameters: list(() => types[byte()]), results: list(() => types[byte()]) };
      });
    } else if (section === 2) {
      const imports = list(() => {
        const name = `${text()}.${text()}`;
        const kind = byte();
        if (kind === 0) return { name, ...signatures[number()] };
        if (kind === 1) byte(); // a table of references of this type
        if (kind === 3)
          at += 2; // a global's type and whether it is mutable
        else limits();
        return undefined;
      });
      return imports.filter((imported) => imported !== undefined);
    }
    at = end;
  }
  throw new Error("the module imports nothing");
}

// WebKitGTK 2.50 converts what an imported function returns before it looks whether the function was left by an error. Where a
// worker is ended meanwhile and the result is a 64-bit integer, it follows a null pointer and the page crashes.
test("no imported function returns a 64-bit integer", async () => {
  const module = await readFile(new URL("../../build/wasm/lib/webpool.wasm", import.meta.url));
  const functions = importedFunctions(module);
  assert.ok(
    functions.some(({ results }) => results.includes("f64")),
    "the clock's result is read",
  );
  assert.deepEqual(
    functions.filter(({ results }) => results.includes("i64")),
    [],
  );
});
