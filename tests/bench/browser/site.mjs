// The folder that the browser suite serves, and what a page has to load of each library.
import { createRequire } from "node:module";
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = fileURLToPath(new URL(".", import.meta.url));
const repository = join(here, "../../..");
const fromWeb = createRequire(join(repository, "web/package.json"));
const { build } = fromWeb("esbuild");
const { minify } = fromWeb("terser");
const library = join(process.env.WEBPOOL_WASM ?? join(repository, "build/wasm"), "lib");

// As bundlers for browsers are told to: one names its file for browsers in a way that is found only by its order, the
// other asks for Node's modules where it runs in Node.
const resolution = {
  alias: {
    "poolifier-web-worker": join(here, "../node_modules/poolifier-web-worker/browser/mod.js"),
  },
  external: ["webpool", "child_process", "os", "worker_threads", "node:*"],
};
const multithreadingWorker = join(here, "../node_modules/multithreading/src/browser/worker.js");
const scripts = (folder) =>
  readdirSync(join(here, folder))
    .filter((name) => name !== "by-calls.js")
    .map((name) => join(here, folder, name));

/** Builds it. `starts`: how many times the whole is to be had under addresses that no cache knows: r0/, r1/, … */
export async function buildSite(starts) {
  const root = join(repository, "build/bench/site");
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  const settings = {
    bundle: true,
    target: "es2022",
    minify: true,
    logLevel: "error",
    ...resolution,
  };
  await build({
    ...settings,
    format: "esm",
    entryPoints: [
      { in: join(here, "suite.js"), out: "suite" },
      { in: join(here, "program.js"), out: "program" },
      ...scripts("contestants").map((path) => ({
        in: path,
        out: `contestants/${basename(path, ".js")}`,
      })),
      // multithreading starts the worker script that lies beside itself.
      { in: multithreadingWorker, out: "contestants/worker" },
    ],
    outdir: root,
  });
  // Without imports and exports they are classic scripts too, which start faster than modules.
  await build({
    ...settings,
    format: "esm",
    entryPoints: scripts("workers"),
    outdir: join(root, "workers"),
  });
  symlinkSync(library, join(root, "lib"), "junction");
  symlinkSync(join(repository, "build/bench/ideal.wasm"), join(root, "ideal.wasm"));
  const head = '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>bench</title>';
  writeFileSync(join(root, "index.html"), `${head}<script type="module" src="suite.js"></script>`);
  writeFileSync(join(root, "empty.html"), head);
  for (let start = 0; start < starts; ++start)
    symlinkSync(".", join(root, `r${start}`), "junction");
  return root;
}

const zipped = (data) => gzipSync(data, { level: 9 }).length / 1000;

/** kB, minified and zipped, of what a page and its workers load: the library alone, none of the tasks. */
export async function sizes() {
  const both = {
    comlink: ['export { wrap } from "comlink"', 'export { expose } from "comlink"'],
    workerpool: ['export { pool } from "workerpool"', 'export { worker } from "workerpool"'],
    threads: [
      'export { Pool, spawn, Worker } from "threads"',
      'export { expose } from "threads/worker"',
    ],
    poolifier: [
      'export { FixedThreadPool } from "poolifier-web-worker"',
      'export { ThreadWorker } from "poolifier-web-worker"',
    ],
    multithreading: [
      'export { spawn, move, initRuntime } from "multithreading"',
      `import ${JSON.stringify(multithreadingWorker)}`,
    ],
  };
  const result = {};
  for (const [name, sides] of Object.entries(both)) {
    result[name] = 0;
    for (const contents of sides) {
      const { outputFiles } = await build({
        stdin: { contents, resolveDir: here },
        bundle: true,
        minify: true,
        format: "esm",
        target: "es2022",
        legalComments: "none",
        write: false,
        ...resolution,
        logLevel: "error",
      });
      result[name] += zipped(outputFiles[0].contents);
    }
  }
  // What a page loads for a pool with threads; webpool-on-demand.js and -imports.js are for programs and for browsers
  // without threads, lib/programs for the guide's.
  result.webpool = ["webpool.js", "webpool.wasm"]
    .map((name) => zipped(readFileSync(join(library, name))))
    .reduce((sum, size) => sum + size, 0);
  return { ...result, ...(await parts()) };
}

/** The same of what the library is built on: Emscripten's part of a module, alone. */
async function parts() {
  const folder = join(repository, "build/bench/glue");
  const glue = (name) => readFileSync(join(folder, name));
  const scripts = readdirSync(folder).filter((name) => name.endsWith(".js"));
  const small = async (text) => {
    const { code } = await minify(text, {
      module: true,
      ecma: 2020,
      compress: { passes: 3 },
      format: { comments: false },
    });
    return zipped(code);
  };
  return {
    "Emscripten's threads and exceptions alone":
      (await small(scripts.map(glue).join("\n"))) + zipped(glue("glue.wasm")),
  };
}

/** The versions of the rivals. */
export const rivals = () =>
  JSON.parse(readFileSync(join(here, "../package.json"), "utf8")).devDependencies;
