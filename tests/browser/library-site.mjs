// A folder for `serve` with the library alone: /lib as the site offers it, /faulty with kernels that fail, and an empty
// page in which nothing of the site runs.
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const build = fileURLToPath(new URL("../../build", import.meta.url));

export function librarySite() {
  const root = `${build}/tests/library-site`;
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  writeFileSync(`${root}/index.html`, '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>empty</title>');
  for (const folder of ["lib", "faulty"]) symlinkSync(`${build}/wasm/${folder}`, `${root}/${folder}`, "junction");
  return root;
}
