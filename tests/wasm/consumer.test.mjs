// A project that compiles the C++ library into its own WebAssembly (tests/consumer), run in this Node.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "webpool-consumer-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function run(command, ...args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    timeout: 300_000,
    env: { NODE_PATH: "/usr/share/nodejs", ...process.env },
  });
  assert.equal(error, undefined);
  assert.equal(status, 0, `${command} ${args.join(" ")}\n${stdout}\n${stderr}`);
  return stdout;
}

test("a project's own WebAssembly contains the pool", () => {
  const source = join(repository, "tests/consumer");
  const webpool = ["-DWEBPOOL_AS=folder", `-DWEBPOOL_SOURCE=${repository}`];
  run("emcmake", "cmake", "-S", source, "-B", folder, "-G", "Ninja", ...webpool);
  run("cmake", "--build", folder);
  // Without fetch, since Emscripten 3.1.6 would fetch its own file by a path.
  const program = join(folder, "consumer.js");
  assert.equal(run(process.execPath, "--no-experimental-fetch", program), "the pool works\n");
});
