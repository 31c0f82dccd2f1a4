// The npm package as its users have it: packed, installed outside of the repository, and used by each kind of application.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { browsers, isolationHeaders, serve } from "./drivers/index.mjs";
import { app, page, typed } from "./package-app.mjs";

const web = fileURLToPath(new URL("../../web", import.meta.url));
const require = createRequire(`${web}/package.json`);
const runtimes = createRequire(new URL("../runtimes/package.json", import.meta.url)); // tests/run.sh installs them
const vite = await import(
  pathToFileURL(join(dirname(require.resolve("vite/package.json")), "dist/node/index.js")).href
);

let folder;
const write = (name, text) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const run = (command, args, cwd) =>
  execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    timeout: 300_000,
    stdio: ["ignore", "pipe", "pipe"],
  });

before(() => {
  folder = mkdtempSync(join(tmpdir(), "webpool-package-"));
  const tarball = run("npm", ["pack", "--silent", "--pack-destination", folder], web).trim();
  write("package.json", '{ "name": "app", "private": true, "type": "module" }');
  run("npm", ["install", "--offline", "--no-audit", "--no-fund", `./${tarball}`], folder);
  write("app.js", app);
  write("tasks.js", "export const triple = (x) => 3 * x;\n");
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Builds the application, and gives the folder to serve. */
const builds = {
  "a plain module script": () => {
    const map = '{ "imports": { "webpool": "./node_modules/webpool/dist/lib/webpool.js" } }';
    write(
      "plain.html",
      page(`<script type="importmap">${map}</script><script type="module" src="app.js"></script>`),
    );
    return [".", "plain.html"];
  },
  Vite: async () => {
    write("index.html", page('<script type="module" src="./app.js"></script>'));
    await vite.build({
      root: folder,
      configFile: false,
      base: "./",
      logLevel: "error",
      build: { outDir: "out-vite" },
    });
    return ["out-vite", ""];
  },
  "webpack 5": async () => {
    const stats = await new Promise((done, fail) =>
      runtimes("webpack")(
        {
          mode: "production",
          context: folder,
          entry: "./app.js",
          output: { path: join(folder, "out-webpack") },
        },
        (error, stats) => (error ? fail(error) : done(stats)),
      ),
    );
    assert.equal(stats.hasErrors() || stats.hasWarnings(), false, stats.toString());
    write("out-webpack/index.html", page('<script defer src="main.js"></script>'));
    return ["out-webpack", ""];
  },
  "esbuild, with the library copied beside the bundle": async () => {
    await require("esbuild").build({
      absWorkingDir: folder,
      entryPoints: ["app.js"],
      bundle: true,
      minify: true,
      format: "esm",
      outdir: "out-esbuild",
      logLevel: "error",
    });
    cpSync(join(folder, "node_modules/webpool/dist/lib"), join(folder, "out-esbuild/lib"), {
      recursive: true,
    });
    cpSync(join(folder, "tasks.js"), join(folder, "out-esbuild/tasks.js"));
    write("out-esbuild/index.html", page('<script type="module" src="app.js"></script>'));
    return ["out-esbuild", ""];
  },
};

describe("the package", () => {
  test("holds the library, its types, what to read and nothing of the page, and needs no other package", () => {
    const installed = join(folder, "node_modules/webpool");
    const files = readdirSync(installed, { recursive: true });
    for (const file of ["README.md", "LICENSE", "dist/index.js", "dist/lib/webpool.wasm"])
      assert.ok(files.includes(file), `${file} is missing in ${files.join()}`);
    assert.deepEqual(
      files
        .filter((file) => /playground|embed|\.html$|node_modules|\.tsx?$/.test(file))
        .filter((file) => !file.endsWith(".d.ts")),
      [],
    );
    const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(
      readFileSync(join(installed, "package.json"), "utf8"),
    );
    assert.deepEqual([dependencies, optionalDependencies, peerDependencies], Array(3).fill());
    assert.deepEqual(
      readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith(".")),
      ["webpool"],
    );
  });

  test("runs on threads in Node", () => {
    const code = 'import { support } from "webpool"; console.log(support.mode)';
    assert.equal(
      run(process.execPath, ["--input-type=module", "-e", code], folder).trim(),
      "threads",
    );
  });

  for (const resolution of ["bundler", "nodenext"]) {
    test(`has types for moduleResolution ${resolution}`, () => {
      write("typed.ts", typed);
      const module = resolution === "nodenext" ? "nodenext" : "esnext";
      const compilerOptions = {
        module,
        moduleResolution: resolution,
        target: "es2022",
        lib: ["ES2022", "ESNext.Disposable", "DOM", "DOM.Iterable"],
        types: [],
        strict: true,
        noEmit: true,
        skipLibCheck: false,
      };
      write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["typed.ts"] }));
      try {
        run(process.execPath, [`${web}/node_modules/typescript/bin/tsc`, "-p", folder], folder);
      } catch (error) {
        assert.fail(`${error.stdout}${error.stderr}`);
      }
    });
  }
});

const results = {
  squares: [1, 4, 9],
  triples: [3, 6, 9],
  counted: true,
  printed: ["2,3,4", "{ an: [ 'object' ] }"],
};

describe("an application", () => {
  const built = {};
  before(async () => {
    for (const [kind, build] of Object.entries(builds)) built[kind] = await build();
  });

  for (const { name, launch } of browsers) {
    describe(`in ${name}`, () => {
      let browser;
      before(async () => (browser = await launch()));
      after(() => browser?.close());

      const opened = async (url, act) => {
        const tab = await browser.open(url);
        const seen = await tab.evaluate(act);
        await tab.close();
        return { seen, errors: tab.errors };
      };
      const outcome = async (url) => {
        const { seen, errors } = await opened(url, () => globalThis.outcome);
        assert.deepEqual(errors, []);
        return seen;
      };
      const runPython = async (url) =>
        (await opened(url, () => globalThis.outcome.then(() => globalThis.runPython()))).seen;

      for (const kind of Object.keys(builds)) {
        test(`made with ${kind} runs on threads, and without the headers on one processor`, async () => {
          const [root, file] = built[kind];
          for (const isolation of [true, false]) {
            const server = await serve({ root: join(folder, root), isolation });
            try {
              const mode = isolation ? "threads" : "one processor";
              assert.deepEqual(await outcome(`${server.url}${file}`), { mode, ...results });
            } finally {
              await server.close();
            }
          }
        });
      }

      for (const kind of Object.keys(builds)) {
        test(`made with ${kind} runs programs in Python, with the folder for them where its error says`, async () => {
          const [root, file] = built[kind];
          const python = join(folder, "node_modules/webpool/dist/lib/python");
          for (const isolation of [true, false]) {
            const server = await serve({ root: join(folder, root), isolation });
            try {
              let told = await runPython(`${server.url}${file}`);
              const missing = /^(\S+)\/webpool-python\.js could not be loaded: .*lib\/python/.exec(
                told,
              );
              if (/Vite|webpack/.test(kind) && name === browsers[0].name && isolation)
                assert.ok(missing, told);
              if (missing) {
                const place = join(folder, root, new URL(missing[1]).pathname);
                cpSync(python, place, { recursive: true });
                told = await runPython(`${server.url}${file}`);
              }
              assert.equal(told, "[1, 4, 9]");
            } finally {
              await server.close();
            }
          }
        });
      }

      test("runs in Vite's development server, too", async () => {
        const server = await vite.createServer({
          root: folder,
          configFile: false,
          logLevel: "error",
          server: { host: "127.0.0.1", port: 0, headers: isolationHeaders },
        });
        await server.listen();
        try {
          const { port } = server.httpServer.address();
          const seen = await outcome(`http://127.0.0.1:${port}/`);
          // Vite adds a script of its own to every module, which prints where it runs.
          seen.printed = seen.printed.filter((line) => !line.startsWith("[vite]"));
          assert.deepEqual(seen, { mode: "threads", ...results });
        } finally {
          await server.close();
        }
      });
    });
  }
});
