// Checks the layers of web/src by web/.dependency-cruiser.mjs. Also checks that violations are found.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const web = fileURLToPath(new URL("../web", import.meta.url));
const command = `${web}/node_modules/dependency-cruiser/bin/dependency-cruiser.mjs`;

/** What is wrong in the `src` of a folder: the rule and the imports that break it. */
function violations(folder) {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [command, "--config", `${web}/.dependency-cruiser.mjs`, "--output-type", "json", "src"],
    { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 },
  );
  if (!stdout.startsWith("{")) throw new Error(`dependency-cruiser failed: ${stdout}${stderr}`);
  const { modules, summary } = JSON.parse(stdout);
  if (modules.length === 0) throw new Error(`nothing was read in ${folder}`);
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

const broken = fileURLToPath(new URL("../build/tests/broken-layers", import.meta.url));
const expected = {
  "bindings imports only what lies below it": {
    "bindings/a.ts": 'import type { B } from "../webpool/b";\nexport type A = B;\n',
    "webpool/b.ts": "export interface B { b: 1 }\n",
  },
  "program imports only what lies below it": {
    "program/a.ts": 'export * from "../webpool/b";\n',
    "webpool/b.ts": "export const b = 1;\n",
  },
  "no circle": {
    "processor/a.ts": 'import type { B } from "./b";\nexport interface A { b: B }\n',
    "processor/b.ts": 'import type { A } from "./a";\nexport interface B { a: A }\n',
  },
  "every folder is a layer": {
    "helpers/a.ts": 'export * from "../bindings/b";\n',
    "bindings/b.ts": "export const b = 1;\n",
  },
  "playground imports only what lies below it": {
    "playground/a.ts": 'import { pool } from "../webpool/pool";\nexport { pool };\n',
    "webpool/pool.ts": "export const pool = 1;\n",
  },
  "playground/run imports only what lies below it": {
    "playground/run/a.ts": 'import type { B } from "../card/b";\nexport type A = B;\n',
    "playground/card/b.ts": "export interface B { b: 1 }\n",
  },
};
let failed = false;
for (const [rule, files] of Object.entries(expected)) {
  rmSync(broken, { recursive: true, force: true });
  mkdirSync(broken, { recursive: true });
  writeFileSync(`${broken}/tsconfig.json`, "{}");
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(`${broken}/src/${file}`), { recursive: true });
    writeFileSync(`${broken}/src/${file}`, text);
  }
  if (violations(broken).some((violation) => violation.startsWith(rule))) continue;
  console.error(`the check of the layers does not find what breaks the rule “${rule}”`);
  failed = true;
}
for (const violation of violations(web)) {
  console.error(violation);
  failed = true;
}
process.exitCode = failed ? 1 : 0;
