// Bundles the library's TypeScript into build/web: library.js, which Emscripten prepends to the module, the files that are
// loaded on demand, and the types.
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { scriptBanner } from "./banner.mjs";
import { bundleRenamed, functionsVersion } from "./build-bundle.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const settings = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  sourcemap: "linked",
  // Class fields without an initializer are kept, as the language defines them. Omitting them would save 300 bytes, but an item
  // of a map of numbers would take 5.5 ns instead of 3 ns in Chromium.
  logLevel: "warning",
};

const bundle = (options) => bundleRenamed({ ...settings, ...options });

const { metafile: library } = await bundle({
  entryPoints: ["src/webpool/index.ts"],
  outfile: "../build/web/library.js",
  sourcemap: "external", // finish-module.mjs names the map
  banner: { js: scriptBanner },
  metafile: true,
});
// The on-demand bundle must use the library's own modules, since there must not be two copies of their state. This redirects
// imports of them to the facade. Modules of constants and types are in both bundles.
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
const onDemand = { entryPoints: ["src/program/index.ts"] };
// Bundles with the facade itself, only to fail if it lacks a name.
await bundle({
  ...onDemand,
  write: false,
  sourcemap: false,
  plugins: [takeFromLibrary({ path: join(root, facade) })],
});
// The bundle is a function that receives the library.
await bundle({
  ...onDemand,
  format: "cjs",
  outfile: "../build/web/webpool-on-demand.js",
  plugins: [takeFromLibrary({ path: "library", external: true })],
  banner: {
    js: `export const version=${functionsVersion};export default library=>{var require=()=>library;`,
  },
  footer: { js: "}" },
});
await bundle({
  entryPoints: ["src/program/rewrite-imports.ts"],
  outfile: "../build/web/webpool-imports.js",
});
await bundle({
  entryPoints: ["src/python/index.ts"],
  outfile: "../build/web/webpool-python.js",
});
await bundle({
  platform: "node",
  entryPoints: ["src/threads/index.ts"],
  outfile: "../build/web/webpool-threads.mjs",
});

// Rolls the public types into one file. The types of the globals of tasks and programs are in another one.
const types = fileURLToPath(new URL("../../build/web/types", import.meta.url));
rmSync(types, { recursive: true, force: true });
const rolled = await rollup({
  input: join(root, "src/webpool/index.ts"),
  plugins: [dts({ tsconfig: join(root, "tsconfig.library.json") })],
});
// Lets users compile for a version of the language without `using`.
const banner = '/// <reference lib="esnext.disposable" />';
await rolled.write({ file: `${types}/webpool.d.ts`, banner });
await rolled.close();
copyFileSync(join(root, "src/webpool/globals.d.ts"), `${types}/globals.d.ts`);

// The licences of packages bundled into the scripts, and of libraries that Emscripten links into the module.
const bundled = ["es-module-lexer", "object-inspect"].map((name) => {
  const folder = join(root, "node_modules", name);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return `${name} ${version}\n\n${readFileSync(join(folder, "LICENSE"), "utf8").trim()}\n`;
});
const linked = ["emscripten", "musl", "llvm"].map((name) =>
  readFileSync(join(root, `src/package/licences/${name}.txt`), "utf8"),
);
const licences = [...bundled, ...linked].join(`\n${"-".repeat(80)}\n\n`);
writeFileSync(join(root, "../build/web/LICENSES.txt"), licences);
