// Runs the native tests that were compiled to WebAssembly (tests/wasm/CMakeLists.txt) in this Node.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import test from "node:test";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(
  new URL("../../build/wasm-tests/tests/wasm/webpool_wasm_tests.js", import.meta.url),
);

test("the native tests pass as WebAssembly", () => {
  // Without fetch, since Emscripten 3.1.6 would fetch its own file by a path.
  const { status, stdout, stderr, signal } = spawnSync(
    process.execPath,
    ["--no-experimental-fetch", program, "--colour-mode", "none"],
    { encoding: "utf8", timeout: 1_200_000 },
  );
  // Node shows the line of a crash, which is all of the module.
  const output = `${stdout}\n${stderr}`.replace(/^(.{300}).*$/gm, "$1…");
  assert.equal(signal, null, `it did not end:\n${output}`);
  assert.match(stdout, /All tests passed \(\d+ assertions? in \d+ test cases?\)/, output);
  assert.equal(status, 0, stdout);
});
