import type * as Threads from "../threads/index";
import { newWorker } from "./trusted-types";
import { fileUrl } from "./urls";

interface NodeProcess {
  versions?: { node?: string; bun?: string; deno?: string };
  cwd(): string;
  on(event: "exit", call: () => void): unknown;
  getBuiltinModule?(name: "node:os"): { availableParallelism(): number };
  getBuiltinModule?(name: "node:util"): { inspect(value: unknown): string };
  getBuiltinModule?(name: "node:url"): { pathToFileURL(path: string): URL };
}

const { process } = globalThis as { process?: NodeProcess };

/** The runtime's name outside of browsers, where workers are those of `node:worker_threads`; else undefined. */
export const serverRuntime: "Node" | "Bun" | "Deno" | undefined =
  typeof document === "object" || !process?.versions?.node
    ? undefined
    : process.versions.bun
      ? "Bun"
      : process.versions.deno
        ? "Deno"
        : "Node";

/** How this platform makes workers, and reads the library's files. */
export interface Platform {
  newWorker(script: string, name: string): Worker;
  /** Rejects with an error that names the file. */
  compile(url: string): Promise<WebAssembly.Module>;
}

const importers = new Map<string, string>();

// Browsers start workers of the page's own origin alone. A library from elsewhere, a CDN, is imported by a script that is made
// here; its server has to allow that with the header Access-Control-Allow-Origin, as for the page's own import.
function startable(script: string): string {
  const { origin } = globalThis;
  if (origin === "null" || new URL(script).origin === origin || !script.startsWith("http"))
    return script;
  let importer = importers.get(script);
  if (importer === undefined) {
    const text = `import ${JSON.stringify(script)};`;
    importer = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    importers.set(script, importer);
  }
  return importer;
}

/** What browsers offer. */
const web: Platform = {
  newWorker: (script, name) => newWorker(startable(script), { type: "module", name }),

  // Fetched and compiled at once. Emscripten's own way begins later, and tells nobody what was wrong with the answer.
  async compile(url) {
    const response = await fetch(url).catch((error: unknown) => error as Error);
    if (response instanceof Error || !response.ok) {
      const why = response instanceof Error ? response.message : `HTTP ${response.status}`;
      throw new Error(`${url} could not be loaded: ${why}`);
    }
    return response.headers.get("Content-Type") === "application/wasm"
      ? WebAssembly.compileStreaming(response)
      : WebAssembly.compile(await response.arrayBuffer());
  },
};

let server: Promise<Platform> | undefined;

/** The platform of this realm; outside of browsers its code is loaded first. */
export function platform(): Platform | Promise<Platform> {
  if (!serverRuntime) return web;
  server ??= loadServer().catch((error: unknown) => {
    server = undefined;
    throw error;
  });
  return server;
}

async function loadServer(): Promise<Platform> {
  const url = fileUrl("webpool-threads.mjs");
  const failed = (what: string) => (cause: unknown) => {
    throw new Error(
      `${what} could not be loaded in ${serverRuntime}: the library's folder has to be on disk beside what imports it (${String(cause)})`,
      { cause },
    );
  };
  const threads = (await import(/* webpackIgnore: true */ /* @vite-ignore */ url).catch(
    failed(url),
  )) as typeof Threads;
  return {
    newWorker: threads.newWorker,
    compile: async (wasm) => WebAssembly.compile(await threads.read(wasm).catch(failed(wasm))),
  };
}

/** The number of processors of this machine. Follows `multiprocessing.cpu_count()`. */
export function cpuCount(): number {
  const count =
    globalThis.navigator?.hardwareConcurrency ??
    // Node 20 has no navigator.
    process?.getBuiltinModule?.("node:os").availableParallelism();
  return Math.max(1, count ?? 1);
}

/** Outside of browsers: where relative addresses start. */
export function workingFolder(): string | undefined {
  return (
    serverRuntime &&
    process!.getBuiltinModule?.("node:url").pathToFileURL(`${process!.cwd()}/`).href
  );
}

/** Outside of browsers: how the runtime itself prints an object. */
export function runtimeInspect(): ((value: unknown) => string) | undefined {
  return serverRuntime && process!.getBuiltinModule?.("node:util").inspect;
}

/** Outside of browsers: calls when the process, or the thread of this realm, ends. */
export function onExit(call: () => void): void {
  process?.on("exit", call);
}
