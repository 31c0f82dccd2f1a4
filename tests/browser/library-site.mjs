// A folder for `serve` with the library alone: /lib as the site offers it, /faulty with kernels that fail, /tasks.js with
// functions to be named by module, /here.txt to be fetched, /memory.js for tests that fill the memory, and an empty page in
// which nothing of the site runs. Each process has its own, since files of tests run at the same time.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "./drivers/index.mjs";

const build = fileURLToPath(new URL("../../build", import.meta.url));
/** The folder of the build to test; WEBPOOL_WASM names that of another Emscripten. */
const wasm = resolve(process.env.WEBPOOL_WASM ?? `${build}/wasm`);

let root;

export function librarySite() {
  if (root) return root;
  mkdirSync(`${build}/tests`, { recursive: true });
  root = mkdtempSync(`${build}/tests/library-site-`);
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  writeFileSync(
    `${root}/index.html`,
    '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>empty</title>',
  );
  writeFileSync(`${root}/here.txt`, "here\n");
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
  writeFileSync(
    `${root}/memory.js`,
    `// Makes arrays until none fits in, from the largest to the smallest.
export function fillMemory(make, largest, smallest) {
  const arrays = [];
  for (let size = largest; size >= smallest; size /= 2) {
    try {
      for (;;) arrays.push(make(size));
    } catch {
      // full, for arrays of that size
    }
  }
  return arrays;
}
// How many of their numbers are not zero.
export const countWritten = (arrays) =>
  arrays.reduce((sum, array) => sum + array.filter((value) => value !== 0).length, 0);
`,
  );
  for (const folder of ["lib", "faulty"])
    symlinkSync(`${wasm}/${folder}`, `${root}/${folder}`, "junction");
  return root;
}

/** Gives what `use(page, url)` does in a page of its own, on a server of this site with these settings. */
export async function onPage(browser, settings, use) {
  const server = await serve({ root: librarySite(), ...settings });
  try {
    const page = await browser.open(server.url);
    const result = await use(page, server.url);
    await page.close();
    return result;
  } finally {
    await server.close();
  }
}
