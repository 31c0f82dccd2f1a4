// The runtimes that the tests run, of tests/runtimes/package.json; this Node is the one that builds run on.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const packages = fileURLToPath(new URL("node_modules", import.meta.url));
const { platform, arch } = process;
const wasm = resolve(
  process.env.WEBPOOL_WASM ?? fileURLToPath(new URL("../../build/wasm", import.meta.url)),
);

/** The address of the library that is tested; WEBPOOL_WASM names the build of another Emscripten. */
export const library = pathToFileURL(`${wasm}/lib/webpool.js`).href;

// The packages' own start scripts would fetch a binary where npm ran no install script; those of the platforms hold it.
const known = [
  { name: "Node 20", file: `node20-${platform}-${arch}/bin/node` },
  { name: `Node ${process.versions.node.split(".")[0]}`, file: process.execPath },
  {
    name: "Bun",
    file: `@oven/bun-${platform}-${arch === "arm64" ? "aarch64" : arch}/bin/bun`,
  },
  {
    name: "Deno",
    file: `@deno/${platform}-${arch}${platform === "linux" ? "-glibc" : ""}/deno`,
    arguments: ["run", "--allow-all"],
  },
].map((runtime) => ({ ...runtime, file: resolve(packages, runtime.file) }));

/** Those that there are for this platform. */
export const runtimes = known.filter(({ file }) => existsSync(file));
const missing = known.filter(({ file }) => !existsSync(file));
if (missing.length > 0) {
  const names = missing.map(({ name }) => name).join(", ");
  if (process.env.CI === "true") throw new Error(`these runtimes are not installed: ${names}`);
  console.warn(`******** SKIPPED: ${names} - not installed ********`);
}

/** Runs a program to its end; gives what it printed and its exit code. */
export function run(runtime, args, options = {}) {
  return new Promise((settle) => {
    execFile(
      runtime.file,
      [...(runtime.arguments ?? []), ...args],
      { timeout: 120_000, maxBuffer: 2 ** 26, env: { ...process.env, NO_COLOR: "1" }, ...options },
      (error, stdout, stderr) => {
        settle({ stdout, stderr, code: error ? (error.code ?? error.signal) : 0 });
      },
    );
  });
}
