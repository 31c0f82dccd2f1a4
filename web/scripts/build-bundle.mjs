// How the bundles of the library name the WebAssembly module's functions, which is the same in all of them.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { build } from "esbuild";

// `_webpool_<name>` becomes f and the function's place in this list, by which bindings/attach-module.ts defines it.
const exports = readFileSync(new URL("../../src/wasm/exports.def", import.meta.url), "utf8");
const names = [...exports.matchAll(/^EXPORT\(.*?, (\w+), \(/gm)].map(([, name]) => name);
if (names.length !== exports.match(/^EXPORT\(/gm).length)
  throw new Error("src/wasm/exports.def has a function whose name is not in its first line");
const functions = Object.fromEntries(names.map((name, at) => [`_webpool_${name}`, `f${at}`]));
/** What differs with another list, as a string literal. */
export const functionsVersion = JSON.stringify(
  createHash("sha256").update(names.join()).digest("hex").slice(0, 8),
);

/** Bundles with esbuild, and renames the module's functions. */
export async function bundleRenamed({ define, ...options }) {
  const result = await build({
    ...options,
    mangleProps: /^_webpool_/,
    mangleCache: functions,
    define: { ...define, exportsVersion: functionsVersion },
  });
  for (const name of Object.keys(result.mangleCache))
    if (!(name in functions)) throw new Error(`src/wasm/exports.def lacks ${name}`);
  return result;
}
