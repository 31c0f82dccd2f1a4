// Makes what `npm pack` puts into the package: dist/ with the library, its types and its entry, and a copy of the licence.
// `--clean` takes it away again.
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const web = fileURLToPath(new URL("..", import.meta.url));
// WEBPOOL_WASM names the build of another Emscripten, as in the tests.
const built = resolve(web, "..", process.env.WEBPOOL_WASM ?? "build/wasm", "lib");
const scripts = ["webpool.js", "webpool-on-demand.js", "webpool-imports.js", "webpool-threads.js"];
const files = ["webpool.wasm", ...scripts.flatMap((name) => [name, `${name}.map`])];
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
  const script = readFileSync(`${built}/webpool.js`, "utf8");
  writeFileSync(`${web}/dist/index.js`, await entry(script));
  cpSync(`${built}/python`, `${web}/dist/lib/python`, { recursive: true });
  mkdirSync(`${web}/dist/types`);
  for (const file of types) copyFileSync(`${built}/${file}`, `${web}/dist/types/${file}`);
  copyFileSync(`${web}/../LICENSE`, `${web}/LICENSE`);
  writeFileSync(`${web}/dist/lib/LICENSES.txt`, licences());
}

/** The package's entry, which names all that the library exports. */
async function entry(script) {
  const { init, parse } = await import("es-module-lexer");
  await init;
  const [, exports] = parse(script);
  const names = exports.map(({ name }) => name).filter((name) => name !== "default");
  const text = readFileSync(`${web}/src/package/index.js`, "utf8");
  return text.replace(
    "{ names }",
    `{\n${names
      .sort()
      .map((name) => `  ${name},\n`)
      .join("")}}`,
  );
}

/** The licences of what is bundled into the library's scripts. */
function licences() {
  return ["es-module-lexer", "object-inspect"]
    .map((name) => {
      const folder = `${web}/node_modules/${name}`;
      const { version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
      return `${name} ${version}\n\n${readFileSync(`${folder}/LICENSE`, "utf8").trim()}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}
