// Compiles tests/types as users of the package do: strictly, with the library's declarations checked, for bundlers and for
// Node, and without native support for `using`. Needs `npm run build:library`.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const folder = path("../build/tests/types");
rmSync(folder, { recursive: true, force: true });
mkdirSync(`${folder}/node_modules/webpool/dist`, { recursive: true });
cpSync(path("../build/web/types"), `${folder}/node_modules/webpool/dist/types`, {
  recursive: true,
});
cpSync(path("../web/package.json"), `${folder}/node_modules/webpool/package.json`);
symlinkSync(
  path("../web/node_modules/expect-type"),
  `${folder}/node_modules/expect-type`,
  "junction",
);
writeFileSync(`${folder}/package.json`, '{ "type": "module" }');
for (const file of ["calls.ts", "inference.ts", "globals.ts"])
  cpSync(path(`types/${file}`), `${folder}/${file}`);
writeFileSync(
  `${folder}/import.ts`,
  'import { Pool } from "webpool";\nexport const pool: Promise<Pool> = Pool.create(2);\n',
);

const strict = {
  strict: true,
  noEmit: true,
  skipLibCheck: false,
  exactOptionalPropertyTypes: true,
  types: [],
};
const bundler = { module: "ESNext", moduleResolution: "Bundler", ...strict };
const node = { module: "NodeNext", moduleResolution: "NodeNext", ...strict };
const everything = ["calls.ts", "inference.ts", "globals.ts"];
const settings = [
  [bundler, "ESNext", ["ESNext", "DOM"], everything],
  [node, "ESNext", ["ESNext", "DOM"], everything],
  [bundler, "ES2022", ["ES2022", "DOM"], ["import.ts", "globals.ts"]],
  [node, "ES2022", ["ES2022", "DOM"], ["import.ts", "globals.ts"]],
];
let failed = 0;
for (const [index, [options, target, lib, files]] of settings.entries()) {
  const project = `${folder}/tsconfig.${index}.json`;
  writeFileSync(project, JSON.stringify({ compilerOptions: { ...options, target, lib }, files }));
  const { status, stdout } = spawnSync(
    process.execPath,
    [path("../web/node_modules/typescript/bin/tsc"), "-p", project],
    { encoding: "utf8" },
  );
  if (status === 0) continue;
  ++failed;
  console.error(`${options.module}, ${target}:\n${stdout}`);
}
// Declarations that are internal to the library.
const text = readFileSync(`${folder}/node_modules/webpool/dist/types/webpool.d.ts`, "utf8");
for (const name of [
  "NativePool",
  "WebpoolModule",
  "SubmittedJob",
  "webpoolRealm",
  "HEAPU8",
  "ModuleMemory",
]) {
  if (!text.includes(name)) continue;
  ++failed;
  console.error(`webpool.d.ts has ${name}, which is internal`);
}
process.exitCode = failed === 0 ? 0 : 1;
