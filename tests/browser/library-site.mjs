// A folder for `serve` with the library alone: /lib as the site offers it, /faulty with kernels that fail, /tasks.js with
// functions to be named by module, and an empty page in which nothing of the site runs.
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const build = fileURLToPath(new URL("../../build", import.meta.url));
/** The folder of the build to test; WEBPOOL_WASM names that of another Emscripten. */
const wasm = resolve(process.env.WEBPOOL_WASM ?? `${build}/wasm`);

export function librarySite() {
  const root = `${build}/tests/library-site`;
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  writeFileSync(
    `${root}/index.html`,
    '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>empty</title>',
  );
  writeFileSync(
    `${root}/tasks.js`,
    `const factor = 3;
export default (x) => x + 1;
export const triple = (x) => factor * x;
export const later = async (x) => (await Promise.resolve(), x * 2);
export function fail(x) { throw new RangeError("failed on " + x); }
export const realm = () => ({ index: processor.index, isolated: globalThis.crossOriginIsolated });
export const noFunction = 5;
`,
  );
  for (const folder of ["lib", "faulty"])
    symlinkSync(`${wasm}/${folder}`, `${root}/${folder}`, "junction");
  return root;
}
