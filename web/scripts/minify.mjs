// Minifies scripts in place, once the module is linked: Emscripten leaves its own functions their names, and many that
// nobody calls. `node minify.mjs <file>…`; a file that does not exist is left out.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { minify } from "terser";

for (const file of process.argv.slice(2).filter(existsSync)) {
  const text = readFileSync(file, "utf8");
  const { code } = await minify(text, {
    module: file.endsWith("webpool.js"), // the script of 3.1.6's workers is none
    ecma: 2020,
    compress: { passes: 3 },
    format: { comments: false },
  });
  writeFileSync(file, code);
}
