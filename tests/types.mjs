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
const tsc = path("../web/node_modules/typescript/bin/tsc");
const compile = (project) =>
  spawnSync(process.execPath, [tsc, "-p", project], { encoding: "utf8" });
let failed = 0;
for (const [index, [options, target, lib, files]] of settings.entries()) {
  const project = `${folder}/tsconfig.${index}.json`;
  writeFileSync(project, JSON.stringify({ compilerOptions: { ...options, target, lib }, files }));
  const { status, stdout } = compile(project);
  if (status === 0) continue;
  ++failed;
  console.error(`${options.module}, ${target}:\n${stdout}`);
}
// Errors about wrong calls end with what is wrong with the function or its arguments: they are about the last overload.
cpSync(path("types/mistakes.ts"), `${folder}/mistakes.ts`);
const mistakes = readFileSync(`${folder}/mistakes.ts`, "utf8").split("\n");
writeFileSync(
  `${folder}/tsconfig.mistakes.json`,
  JSON.stringify({ compilerOptions: { ...node, target: "ES2022" }, files: ["mistakes.ts"] }),
);
const { stdout: told } = compile(`${folder}/tsconfig.mistakes.json`);
const errors = told.split(/^.*mistakes\.ts\((?=\d)/m).slice(1);
for (const [index, line] of mistakes.entries()) {
  const expected = /; \/\/ (.*)/.exec(line)?.[1];
  const error = errors.find((text) => text.startsWith(`${index + 1},`));
  const last = error?.slice(error.lastIndexOf("verload"));
  if (expected === undefined ? !error : last?.includes(expected)) continue;
  ++failed;
  console.error(`mistakes.ts: ${line}\n${error ?? "compiles"}`);
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
