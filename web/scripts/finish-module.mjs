// Finishes a module that Emscripten has linked: `node finish-module.mjs <its folder> <script to add to 3.1.6's workers> <library.js>`.
//
// Its script becomes that of its workers, too, as Emscripten 6 does by itself: 3.1.6 gives them one that has to be fetched
// before it asks for the module's. And it is minified, with a map to the sources of the library in front of it.
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { minify } from "terser";

const [folder, failures, library] = process.argv.slice(2);
const script = `${folder}/webpool.js`;
const worker = `${folder}/webpool.worker.js`;
let text = readFileSync(script, "utf8");
if (existsSync(worker)) {
  // The module is in the same file, whatever name a bundler has given to it.
  const own = readFileSync(worker, "utf8").replace(
    /\(\w+\.data\.urlOrBlob\s*\?\s*import\([^()]*\)\s*:\s*import\([^()]*\)\)/,
    "Promise.resolve({ default: createWebpoolModule })",
  );
  if (own.includes("urlOrBlob")) throw new Error(`${worker} imports the module in an unknown way`);
  // The name is the one that web/src/bindings/urls.ts gives to workers.
  text += `\nif (typeof importScripts === "function" && self.name === "em-pthread") {(() => {${own}${readFileSync(failures, "utf8")}\n})();}\n`;
  rmSync(worker);
}
const { code, map } = await minify(
  { "webpool.js": text },
  {
    module: true,
    ecma: 2020,
    compress: { passes: 3 },
    format: { comments: false },
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
