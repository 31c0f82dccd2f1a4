// Checks that the tests that BEHAVIOUR.md, PAGE.md and the audit in web/src/README.md name exist, and that the audit names each file
// that sends or receives messages, evaluates text or makes HTML.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const web = fileURLToPath(new URL("../web/src/", import.meta.url));
const sources = ["native", "browser", "browser/contract", "runtimes"]
  .flatMap((folder) => readdirSync(`${here}${folder}`).map((file) => `${here}${folder}/${file}`))
  .filter((file) => /\.(cpp|mjs)$/.test(file))
  .map((file) => readFileSync(file, "utf8"))
  // A name may be split over lines by the formatter.
  .map((text) => text.replace(/"\s*\n\s*"/g, "").replace(/\s+/g, " "))
  .join("\n");
const behaviour = ["BEHAVIOUR.md", "PAGE.md"]
  .map((name) => readFileSync(here + name, "utf8"))
  .join(" ")
  .replace(/\s+/g, " ");
const audit = readFileSync(`${web}README.md`, "utf8").split("## Security")[1];
const tables = audit.replace(/^[^|].*$/gm, "");
let failed = false;
const fail = (what) => {
  console.error(what);
  failed = true;
};

const names = [...(behaviour + tables).matchAll(/“([^”]+)”/g)].map(([, name]) =>
  name.replace(/^\* /, ""),
);
for (const name of names) if (!sources.includes(name)) fail(`no test is named: ${name}`);

for (const [, file] of audit.matchAll(/`([\w-]+\/[\w/-]+\.ts)`/g))
  if (!existsSync(web + file)) fail(`web/src/README.md: there is no ${file}`);
const sensitive =
  /\bpostMessage\(|onmessage\b|addEventListener\("message"|new MessageChannel|BroadcastChannel|\b(?:inner|outer)HTML\b|insertAdjacentHTML|srcdoc|document\.write|\beval\)?\(|new Function\(|\bimport\(\s*(?!["'\s)])|importScripts\(|new Worker\(|createObjectURL|location\.(?:replace|assign|href =)|window\.open\(|\.(?:src|href) = |(?:local|session)Storage\.|indexedDB|\bcaches\.|\.serviceWorker\b/;
for (const file of readdirSync(web, { recursive: true })) {
  if (!file.endsWith(".ts") || file.endsWith(".d.ts")) continue;
  const code = readFileSync(web + file, "utf8").replace(/^\s*(?:\/\/|\/?\*).*$/gm, "");
  if (sensitive.test(code) && !audit.includes(`\`${file.replaceAll("\\", "/")}\``))
    fail(`web/src/README.md: the audit does not name ${file}: ${sensitive.exec(code)[0]}`);
}
console.log(`${names.length} names of tests were looked for`);
if (failed) process.exit(1);
