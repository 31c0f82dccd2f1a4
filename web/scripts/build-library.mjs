// Bundles the library's TypeScript into build/web: library.js, which Emscripten puts before the module in one file, the
// parts that only programs need, and the types.
import { copyFileSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { scriptBanner } from "./banner.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const settings = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  sourcemap: "linked",
  // A class's fields are declared, as the language has it: left out, they save 300 bytes, and an item of a map of numbers takes
  // 5.5 ns instead of 3 in Chromium.
  logLevel: "warning",
};
const { metafile: library } = await build({
  ...settings,
  entryPoints: ["src/webpool/index.ts"],
  outfile: "../build/web/library.js",
  sourcemap: "external", // finish-module.mjs names the map
  banner: { js: scriptBanner },
  metafile: true,
});
// What is loaded on demand takes the library's own modules from `facade`, by way of `resolve`: what has a state must not be
// there twice. Modules of constants and types are in both.
const facade = "src/webpool/on-demand-library.ts";
const takeFromLibrary = (resolve) => ({
  name: "modules of the library itself",
  setup({ onResolve }) {
    const name = (path) => relative(root, path).replaceAll(sep, "/");
    onResolve({ filter: /^\./ }, ({ path, resolveDir, importer }) => {
      const file = name(`${join(resolveDir, path)}.ts`);
      const own = name(importer) in library.inputs || !(file in library.inputs);
      return own || file.endsWith("/layout.ts") ? undefined : resolve;
    });
  },
});
const onDemand = { ...settings, entryPoints: ["src/program/index.ts"] };
// Fails where the facade lacks a name.
await build({
  ...onDemand,
  write: false,
  sourcemap: false,
  plugins: [takeFromLibrary({ path: join(root, facade) })],
});
// A function of the library, which gives the parts.
await build({
  ...onDemand,
  format: "cjs",
  outfile: "../build/web/webpool-on-demand.js",
  plugins: [takeFromLibrary({ path: "library", external: true })],
  banner: { js: "export default library=>{var module={},require=()=>library;" },
  footer: { js: "return module.exports}" },
});
await build({
  ...settings,
  entryPoints: ["src/program/rewrite-imports.ts"],
  outfile: "../build/web/webpool-imports.js",
});
await build({
  ...settings,
  entryPoints: ["src/python/index.ts"],
  outfile: "../build/web/webpool-python.js",
});
await build({
  ...settings,
  platform: "node",
  entryPoints: ["src/threads/index.ts"],
  outfile: "../build/web/webpool-threads.mjs",
});

// The types of all that is public, in one file. What tasks and programs find without an import has a file of its own.
const types = fileURLToPath(new URL("../../build/web/types", import.meta.url));
rmSync(types, { recursive: true, force: true });
const bundle = await rollup({
  input: join(root, "src/webpool/index.ts"),
  plugins: [dts({ tsconfig: join(root, "tsconfig.library.json") })],
});
// Users may compile for a language that has no `using` yet.
const banner = '/// <reference lib="esnext.disposable" />';
await bundle.write({ file: `${types}/webpool.d.ts`, banner });
await bundle.close();
copyFileSync(join(root, "src/webpool/globals.d.ts"), `${types}/globals.d.ts`);
