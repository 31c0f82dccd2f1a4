// Finishes a module that Emscripten has linked: `node finish-module.mjs <its folder> <script to add to 3.1.6's workers> <library.js>`.
//
// Its script becomes that of its workers, too, as Emscripten 6 does by itself: 3.1.6 gives them one that has to be fetched
// before it asks for the module's. And it is minified: Emscripten leaves its functions their names, and many that nobody
// calls.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { minify } from "terser";
import { moduleNames, trimModule } from "./trim-module.mjs";

const [folder, failures, library] = process.argv.slice(2);
const script = `${folder}/webpool.js`;
const worker = `${folder}/webpool.worker.js`;
let text = readFileSync(script, "utf8");
let shortened = "_?webpool[A-Z_]";
if (existsSync(worker)) {
  // The module is in the same file, whatever name a bundler has given to it.
  const own = readFileSync(worker, "utf8").replace(
    /\(\w+\.data\.urlOrBlob\s*\?\s*import\([^()]*\)\s*:\s*import\([^()]*\)\)/,
    "Promise.resolve({ default: createWebpoolModule })",
  );
  if (own.includes("urlOrBlob")) throw new Error(`${worker} imports the module in an unknown way`);
  const added = own + readFileSync(failures, "utf8");
  // The name is the one that web/src/bindings/load.ts gives to workers.
  const trimmed = trimModule(text);
  if (trimmed) shortened += `|${moduleNames}`;
  else console.warn("webpool: this version of Emscripten is not known: its script stays larger");
  text = trimmed ?? text;
  text += `\nif (typeof importScripts === "function" && self.name === "em-pthread") {(() => {${added}\n})();}\n`;
  rmSync(worker);
}
// The names by which the library's JavaScript and the module know each other, and nobody else does: short, and the same in
// each module, since the library runs the guide's programs in a module of their own.
const onDemand = readFileSync(`${dirname(library)}/webpool-on-demand.js`, "utf8");
const inner = /\b_?webpool[A-Z_]\w*/g;
const names = [...new Set(`${readFileSync(library, "utf8")} ${onDemand}`.match(inner))].sort();
const props = Object.fromEntries(
  names.map((name, index) => [`$${name}`, `_${index.toString(36)}`]),
);

async function finish(name, text) {
  const { code } = await minify(text, {
    module: true,
    ecma: 2020,
    compress: { passes: 3 },
    mangle: { properties: { regex: new RegExp(`^(?:${shortened})`) } },
    nameCache: { props: { props: { ...props } } },
    format: { comments: false },
  });
  writeFileSync(`${folder}/${name}`, code);
}
await finish("webpool.js", text);
await finish("webpool-on-demand.js", onDemand);
