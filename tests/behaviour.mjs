// Checks that the tests that BEHAVIOUR.md names exist.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const sources = ["native", "browser"]
  .flatMap((folder) => readdirSync(`${here}${folder}`).map((file) => `${here}${folder}/${file}`))
  .filter((file) => /\.(cpp|mjs)$/.test(file))
  .map((file) => readFileSync(file, "utf8"))
  // A name may be split over lines by the formatter.
  .map((text) => text.replace(/"\s*\n\s*"/g, "").replace(/\s+/g, " "))
  .join("\n");
const page = readFileSync(`${here}BEHAVIOUR.md`, "utf8").replace(/\s+/g, " ");
const names = [...page.matchAll(/“([^”]+)”/g)].map(([, name]) => name.replace(/^\* /, ""));
const missing = names.filter((name) => !sources.includes(name));
for (const name of missing) console.error(`no test is named: ${name}`);
console.log(`${names.length - missing.length} of ${names.length} tests found`);
if (missing.length > 0) process.exit(1);
