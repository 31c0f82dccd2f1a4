// Builds the contents of the npm package: dist/ with the library, its types and its entry, and a copy of the licence.
// `--clean` removes them.
import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { scriptBanner } from "./banner.mjs";
import { bundleRenamed } from "./build-bundle.mjs";

const web = fileURLToPath(new URL("..", import.meta.url));
// WEBPOOL_WASM selects the build with another Emscripten, as in the tests.
const built = resolve(web, "..", process.env.WEBPOOL_WASM ?? "build/wasm", "lib");
const scripts = ["webpool.js", "webpool-on-demand.js", "webpool-imports.js", "webpool-threads.mjs"];
const files = ["webpool.wasm", "LICENSES.txt", ...scripts.flatMap((name) => [name, `${name}.map`])];
const types = ["webpool.d.ts", "globals.d.ts"];

rmSync(`${web}/dist`, { recursive: true, force: true });
rmSync(`${web}/LICENSE`, { force: true });
if (!process.argv.includes("--clean")) {
  const missing = [...files, ...types].find((file) => !existsSync(`${built}/${file}`));
  if (missing) {
    console.error(`There is no ${built}/${missing} yet: run ./serve.sh --build-only first.`);
    process.exit(1);
  }
  mkdirSync(`${web}/dist/lib`, { recursive: true });
  for (const file of files) copyFileSync(`${built}/${file}`, `${web}/dist/lib/${file}`);
  await bundle("index.js", "esm", {}, "");
  // The CommonJS entry still loads the library's files with import(), since they are ES modules.
  const url = 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;\n';
  await bundle("index.cjs", "cjs", { "import.meta.url": "moduleUrl" }, url);
  cpSync(`${built}/python`, `${web}/dist/lib/python`, { recursive: true });
  mkdirSync(`${web}/dist/types`);
  for (const file of types) copyFileSync(`${built}/${file}`, `${web}/dist/types/${file}`);
  copyFileSync(`${web}/dist/types/webpool.d.ts`, `${web}/dist/types/webpool.d.cts`);
  copyFileSync(`${web}/../LICENSE`, `${web}/LICENSE`);
}

/** Bundles the package's entry: the library without the WebAssembly module, which it loads from dist/lib. */
function bundle(name, format, define, before) {
  return bundleRenamed({
    absWorkingDir: web,
    entryPoints: ["src/webpool/index.ts"],
    outfile: `dist/${name}`,
    bundle: true,
    format,
    target: "es2022",
    // Does not minify whitespace, since that would remove the comments for bundlers in import().
    minifySyntax: true,
    minifyIdentifiers: true,
    sourcemap: "linked",
    define,
    banner: { js: before + scriptBanner },
    plugins: [
      {
        name: "the addresses of the package's files",
        setup({ onResolve }) {
          onResolve({ filter: /\/urls$/ }, ({ importer }) =>
            importer.endsWith("package/urls.ts")
              ? undefined
              : { path: resolve(web, "src/package/urls.ts") },
          );
        },
      },
    ],
  });
}
