// Builds build/web/python with everything that Python programs need: Pyodide from npm, unchanged, the licences, and the base
// image: the memory of an interpreter that has started and imported common modules, from which interpreters in browsers start.
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { loadPyodide } from "pyodide";
import makeModule from "../node_modules/pyodide/pyodide.asm.mjs";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const from = path("../node_modules/pyodide/");
const sources = path("../src/python/_webpool/");
const folder = path("../../build/web/python/");
const copied = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"];
// Some hosts do not know that .mjs is a script.
const nameHere = (file) => file.replace(/\.mjs$/, ".js");

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const file of copied) cpSync(`${from}${file}`, `${folder}${nameHere(file)}`);

const { version } = JSON.parse(readFileSync(`${from}package.json`, "utf8"));
const licence = (name) => readFileSync(path(`../src/python/licences/${name}.txt`), "utf8").trim();
writeFileSync(
  `${folder}LICENSES.txt`,
  [
    `Pyodide ${version}, https://github.com/pyodide/pyodide, unchanged but for two names that end in .js here\n\n${licence("MPL-2.0")}`,
    `Python and its standard library, as Pyodide has built them\n\n${licence("PSF-2.0")}`,
  ].join(`\n\n${"-".repeat(80)}\n\n`) + "\n",
);

let module;
const python = await loadPyodide({
  _makeSnapshot: true,
  createPyodideModule: async (settings) => (module = await makeModule(settings)),
  env: { HOME: "/home/pyodide", NO_COLOR: "1" },
});
const library = "/lib/python3.14/site-packages/_webpool";
python.FS.mkdirTree(library);
for (const file of readdirSync(sources).filter((name) => name.endsWith(".py")))
  python.FS.writeFile(`${library}/${file}`, readFileSync(`${sources}${file}`));
python.runPython(readFileSync(path("../src/python/base_image.py"), "utf8"));
const objects = module.API.serializeHiwireState(() => {
  throw new Error("the base image refers to an object of Node");
});
const memory = module.HEAPU8;
const image = gzipSync(memory, { level: 9 });
writeFileSync(`${folder}base-image.bin`, image);
const loaded = ["pyodide.asm.wasm", "python_stdlib.zip", "base-image.bin"];
const files = Object.fromEntries(loaded.map((name) => [name, statSync(`${folder}${name}`).size]));
writeFileSync(`${folder}manifest.json`, JSON.stringify({ bytes: memory.length, objects, files }));
