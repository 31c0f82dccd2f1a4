// Finishes a module that Emscripten has linked: `node finish-module.mjs <its folder> <script to add to 3.1.6's workers> <library.js>`.
//
// Makes the module's script that of its workers as well, as Emscripten 6 does: the separate script of 3.1.6 costs a request
// before that of the module. Then minifies it, with a source map for the library at its start.
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { minify } from "terser";

const [folder, additions, library] = process.argv.slice(2);
const script = `${folder}/webpool.js`;
const worker = `${folder}/webpool.worker.js`;
let text = readFileSync(script, "utf8");
if (existsSync(worker)) {
  // It imports `mainScriptUrlOrBlob`, this same script, which the worker has already. The name of workers is that in
  // web/src/bindings/urls.ts.
  const own = readFileSync(worker, "utf8") + readFileSync(additions, "utf8");
  text += `\nif (typeof importScripts === "function" && self.name === "em-pthread") {(() => {${own}\n})();}\n`;
  rmSync(worker);
}
const { code, map } = await minify(
  { "webpool.js": text },
  {
    module: true,
    ecma: 2020,
    // Nothing in Emscripten's script constructs objects by a function expression.
    // Constants stay where they are in comparisons: `typeof value=="string"` is the more frequent form, and zips better.
    compress: { passes: 3, unsafe_arrows: true, lhs_constants: false },
    // Bytes are decoded and parsed faster than other letters.
    format: { comments: false, ascii_only: true },
    sourceMap: {
      content: readFileSync(`${library}.map`, "utf8"),
      filename: "webpool.js",
      includeSources: true,
      url: "webpool.js.map",
    },
  },
);
writeFileSync(script, code);
writeFileSync(`${script}.map`, map);
const bundles = dirname(library);
for (const file of ["webpool-on-demand.js", "webpool-on-demand.js.map"])
  copyFileSync(`${bundles}/${file}`, `${folder}/${file}`);
