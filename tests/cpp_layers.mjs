// Checks that the includes and forward declarations of src point downwards, the includes without cycles, and that only src/wasm
// knows the browser. Also checks that violations are found.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("../src", import.meta.url));

// From the lowest to the highest. A file belongs to the first layer that its path begins with, and may include files of that
// layer and of lower ones.
const layers = [
  ["webpool/export.hpp", "webpool/version.hpp", "webpool/errors.hpp"],
  ["webpool/trace.hpp", "webpool/stats.hpp"],
  ["webpool/sync/"],
  ["webpool/core/"],
  ["webpool/callback.hpp", "webpool/options.hpp"],
  ["webpool/calls/", "webpool/concepts.hpp"],
  ["webpool/"],
  ["kernels/"],
  ["programs/", "examples/", "wasm/"],
];
const layerOf = (file) => layers.findIndex((paths) => paths.some((path) => file.startsWith(path)));

const withoutComments = (text) => text.replace(/\/\/.*/g, "");

/** The files that define each class. */
function definitions(files) {
  const found = new Map();
  for (const [file, text] of files)
    for (const [, name] of withoutComments(text).matchAll(
      /\b(?:class|struct)\s+(?:[A-Z_]+\s+)?(\w+)(?:\s+final)?\s*(?::[^;{]*)?\{/g,
    ))
      found.set(name, [...(found.get(name) ?? []), file]);
  return found;
}

/** What is wrong with files, given as their texts by their paths in src. */
function violations(files) {
  const found = [];
  const includes = new Map();
  const defined = definitions(files);
  for (const [file, text] of files) {
    if (layerOf(file) < 0) found.push(`${file} is in no layer: name one in tests/cpp_layers.mjs`);
    const all = [...text.matchAll(/^\s*#\s*include\s*[<"]([^>"]+)[>"]/gm)].map(([, path]) => path);
    for (const path of all) {
      if (/^emscripten|^html5/.test(path) && !file.startsWith("wasm/"))
        found.push(`${file} includes <${path}>: only src/wasm knows the browser`);
      if (files.has(path) && layerOf(path) > layerOf(file))
        found.push(`${file} includes ${path}, which lies above it`);
    }
    for (const [, name] of withoutComments(text).matchAll(/^\s*(?:class|struct)\s+(\w+);/gm)) {
      const places = defined.get(name) ?? [];
      if (places.length > 0 && places.every((place) => layerOf(place) > layerOf(file)))
        found.push(`${file} declares ${name} of ${places[0]}, which lies above it`);
    }
    includes.set(
      file,
      all.filter((path) => files.has(path)),
    );
  }
  const state = new Map();
  const visit = (file, way) => {
    if (state.get(file) === "done") return;
    if (state.get(file) === "open") {
      found.push(`a circle of includes: ${[...way.slice(way.indexOf(file)), file].join(" → ")}`);
      return;
    }
    state.set(file, "open");
    for (const path of includes.get(file)) visit(path, [...way, file]);
    state.set(file, "done");
  };
  for (const file of files.keys()) visit(file, []);
  return found;
}

const broken = {
  "lies above it": [
    ["webpool/core/job.hpp", "#include <webpool/calls/map_job.hpp>\n"],
    ["webpool/calls/map_job.hpp", ""],
  ],
  "declares MapJob of webpool/calls/map_job.hpp": [
    ["webpool/core/job.hpp", "class MapJob;\n"],
    [
      "webpool/calls/map_job.hpp",
      "template <class T>\nclass WEBPOOL_EXPORT MapJob final : public Job {\n",
    ],
  ],
  "a circle of includes": [
    ["webpool/sync/lock.hpp", '#include "webpool/sync/parking.hpp"\n'],
    ["webpool/sync/parking.hpp", "#include <webpool/sync/lock.hpp>\n"],
  ],
  "only src/wasm knows the browser": [["webpool/core/host.hpp", "# include <emscripten.h>\n"]],
  "is in no layer": [["elsewhere/a.hpp", ""]],
};
let failed = false;
for (const [what, files] of Object.entries(broken)) {
  if (violations(new Map(files)).some((violation) => violation.includes(what))) continue;
  console.error(`the check of the includes does not find: ${what}`);
  failed = true;
}

const files = new Map();
for (const entry of readdirSync(source, { recursive: true })) {
  const file = String(entry).replaceAll("\\", "/");
  if (/\.[ch]pp$/.test(file)) files.set(file, readFileSync(`${source}/${file}`, "utf8"));
}
if (files.size < 50) throw new Error(`only ${files.size} files were read in ${source}`);
for (const violation of violations(files)) {
  console.error(violation);
  failed = true;
}
process.exitCode = failed ? 1 : 0;
