// The npm package on servers: packed, installed outside of the repository, imported and required, bundled for a server.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { run, runtimes } from "./runtimes.mjs";

const web = fileURLToPath(new URL("../../web", import.meta.url));
const here = fileURLToPath(new URL(".", import.meta.url));
const require = createRequire(`${web}/package.json`);
const requireHere = createRequire(import.meta.url);

const work = `Pool.create(2).then(async (pool) => {
  console.log((await pool.mapAsync((x) => x * x, [1, 2, 3])).join());
});\n`;
const importing = `import { Pool } from "webpool";\n${work}`;
const rendering = `import { Pool, support } from "webpool";\nconsole.log(typeof Pool.create, support.mode);\n`;

let folder;
let tarball;
const write = (name, text) => writeFileSync(join(folder, name), text);
const node = (...args) =>
  execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8", stdio: "pipe" });

before(() => {
  folder = mkdtempSync(join(tmpdir(), "webpool-server-"));
  const pack = ["pack", "--silent", "--pack-destination", folder];
  tarball = join(
    folder,
    execFileSync("npm", pack, { cwd: web, encoding: "utf8", timeout: 300_000 }).trim(),
  );
  write("package.json", '{ "name": "app", "private": true, "type": "module" }');
  const install = ["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", tarball];
  execFileSync("npm", install, { cwd: folder, stdio: "pipe", timeout: 300_000 });
  write("import.mjs", importing);
  write("require.cjs", `const { Pool } = require("webpool");\n${work}`);
  write("render.js", rendering);
});
after(() => rmSync(folder, { recursive: true, force: true }));

for (const runtime of runtimes) {
  describe(runtime.name, () => {
    for (const file of ["import.mjs", "require.cjs"]) {
      test(`runs ${file}`, async () => {
        const { stdout, stderr, code } = await run(runtime, [file], { cwd: folder });
        assert.deepEqual([stdout, code], ["1,4,9\n", 0], stderr);
      });
    }
  });
}

/** Bundles of render.js and import.mjs for a server, in a folder of their own. */
const bundlers = {
  "Vite, with the package inside": async (out) => {
    const vite = join(dirname(require.resolve("vite/package.json")), "dist/node/index.js");
    const { build } = await import(pathToFileURL(vite).href);
    await build({
      root: folder,
      configFile: false,
      logLevel: "error",
      ssr: { noExternal: true },
      build: { ssr: true, outDir: out, rolldownOptions: { input: ["render.js", "import.mjs"] } },
    });
  },
  "webpack for Node": async (out) => {
    const stats = await new Promise((done, fail) =>
      requireHere("webpack")(
        {
          mode: "production",
          target: "node",
          context: folder,
          entry: { render: "./render.js", import: "./import.mjs" },
          output: { path: join(folder, out), filename: "[name].cjs" },
        },
        (error, result) => (error ? fail(error) : done(result)),
      ),
    );
    assert.equal(stats.hasErrors() || stats.hasWarnings(), false, stats.toString());
  },
  Rollup: async (out) => {
    const { rollup } = require("rollup");
    const resolve = {
      name: "resolve",
      resolveId: (id) =>
        id === "webpool" ? join(folder, "node_modules/webpool/dist/index.js") : null,
    };
    const input = ["render.js", "import.mjs"].map((file) => join(folder, file));
    const bundle = await rollup({ input, plugins: [resolve] });
    await bundle.write({ dir: join(folder, out), entryFileNames: "[name].js" });
    await bundle.close();
  },
  "esbuild to CommonJS": (out) =>
    require("esbuild").build({
      absWorkingDir: folder,
      entryPoints: ["render.js"],
      bundle: true,
      platform: "node",
      format: "cjs",
      outdir: out,
      outExtension: { ".js": ".cjs" },
      logLevel: "error",
    }),
};
const built = {
  "Vite, with the package inside": ["render.js", "import.js"],
  "webpack for Node": ["render.cjs", "import.cjs"],
  Rollup: ["render.js", "import.js"],
  "esbuild to CommonJS": ["render.cjs"],
};

describe("a bundle for a server", () => {
  for (const [kind, build] of Object.entries(bundlers)) {
    test(`by ${kind} imports the library, and has threads where the files are beside it`, async () => {
      const out = `out-${kind.replace(/\W+/g, "-")}`;
      await build(out);
      const [render, application] = built[kind];
      assert.equal(node(join(out, render)), "function threads\n");
      if (!application) return;
      if (kind !== "webpack for Node") {
        const lib = join(folder, "node_modules/webpool/dist/lib");
        for (const beside of ["lib", "assets/lib"])
          cpSync(lib, join(folder, out, beside), { recursive: true });
      }
      assert.equal(node(join(out, application)), "1,4,9\n");
    });
  }
});

test("a bundle in which addresses have no origin, as Turbopack's, imports the library and says what to do", () => {
  const entry = join(folder, "node_modules/webpool/dist/index.js");
  const addresses = /new URL\("\.\/lib\/([^"]+)", import\.meta\.url\)/g;
  write(
    "relative.js",
    readFileSync(entry, "utf8").replaceAll(addresses, '({ href: "/static/$1" })'),
  );
  write(
    "relative-app.js",
    `import { Pool, support } from "./relative.js";
    console.log(support.mode, await Pool.create(1).catch(({ message }) => /external/.exec(message)[0]));`,
  );
  assert.equal(node("relative-app.js"), "threads external\n");
  // In a worker whose script is a blob, they start at the origin of its page.
  write(
    "relative-blob.js",
    `globalThis.location = new URL("blob:http://a.test/1");
    const { Pool } = await import("./relative.js");
    console.log(await Pool.create(1).catch(({ message }) => /http:\\S+?static/.exec(message)?.[0]));`,
  );
  assert.equal(node("relative-blob.js"), "http://a.test/static\n");
});

test("publint finds nothing", () => {
  const publint = join(here, "node_modules/publint/src/cli.js");
  const output = node(publint, join(folder, "node_modules/webpool"), "--strict");
  assert.match(output, /All good!/);
});

test("are-the-types-wrong finds nothing", () => {
  const attw = join(here, "node_modules/@arethetypeswrong/cli/dist/index.js");
  // "./lib/webpool.js" is the file that workers and import maps load by its address: it has the types of "." and no CommonJS
  // form. "./globals" declares names alone (`import type {} from "webpool/globals"`), so it has no JavaScript to resolve.
  node(attw, tarball, "--exclude-entrypoints", "./lib/webpool.js", "./globals");
});

test("names its repository, and the licences of all that is in it", () => {
  const installed = join(folder, "node_modules/webpool");
  const { license, repository } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  assert.equal(license, "MIT");
  assert.match(repository.url, /^git\+https:/);
  const licences = ["LICENSES.txt", "python/LICENSES.txt"]
    .map((file) => readFileSync(join(installed, "dist/lib", file), "utf8"))
    .join("\n");
  for (const part of ["object-inspect", "es-module-lexer", "Emscripten", "musl", "LLVM", "Pyodide"])
    assert.ok(licences.includes(part), part);
});
