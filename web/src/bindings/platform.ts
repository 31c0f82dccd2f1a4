import type * as Threads from "../threads/index";
import { compiled, fetched } from "./fetched";
import { onDemandParts } from "./on-demand";
import { newWorker } from "./trusted-types";
import { fileUrl, libraryUrl } from "./urls";

interface NodeProcess {
  versions?: { node?: string; bun?: string; deno?: string };
  cwd(): string;
  on(event: "exit", call: () => void): unknown;
  getBuiltinModule?(name: "node:os"): { availableParallelism(): number };
  getBuiltinModule?(name: "node:util"): { inspect(value: unknown): string };
  getBuiltinModule?(name: "node:url"): { pathToFileURL(path: string): URL };
}

const { process } = globalThis as { process?: NodeProcess };

const versions = process?.versions;

/** Whether this is Node, or a runtime with its interface, also where a library such as jsdom simulates a page in it. */
export const inNode = versions?.node !== undefined;

/** The name of the runtime outside of browsers, where workers are `node:worker_threads`; undefined in browsers. */
export const serverRuntime: "Node" | "Bun" | "Deno" | undefined =
  typeof document === "object" || !versions?.node
    ? undefined
    : versions.bun
      ? "Bun"
      : versions.deno
        ? "Deno"
        : "Node";

/** Why pools cannot work in this version of the runtime, or undefined. */
export const outdated =
  serverRuntime && !process!.getBuiltinModule
    ? `This ${serverRuntime} is too old: webpool needs Node 20.16 or newer, or a current Bun or Deno.`
    : undefined;

/** How this platform starts workers and reads the library's files. */
export interface Platform {
  newWorker(script: string, name: string): Worker;
  /** Rejects with an error that names the file. */
  compile(url: string): Promise<WebAssembly.Module>;
}

const web = (startable = (script: string): string => script): Platform => ({
  newWorker: (script, name) => newWorker(startable(script), { type: "module", name }),

  // Emscripten's own loading starts later, and does not report why a response could not be compiled.
  compile: (url) =>
    fetched(url, `${url} could not be loaded`)
      .then(compiled)
      .catch(async (error: unknown) => {
        throw await onDemandParts().then(
          ({ loadError }) => loadError(url, error),
          () => error, // there is no network
        );
      }),
});

let server: Promise<Platform> | undefined;

/** The platform of this realm. Its code must be loaded first outside of browsers, and for a library from another origin. */
export function platform(): Platform | Promise<Platform> {
  if (!serverRuntime)
    return ["null", new URL(libraryUrl).origin].includes(globalThis.origin)
      ? web()
      : onDemandParts().then(({ startable }) => web(startable));
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
      `${what} could not be loaded in ${serverRuntime}: the library's whole folder must be on disk, see “Browsers and ` +
        `runtimes” in webpool's README (${String(cause)})`,
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

/** Outside of browsers: the base URL of relative URLs. */
export function workingFolder(): string | undefined {
  return (
    serverRuntime &&
    process!.getBuiltinModule?.("node:url").pathToFileURL(`${process!.cwd()}/`).href
  );
}

/** Outside of browsers: the function by which the runtime prints an object. */
export function runtimeInspect(): ((value: unknown) => string) | undefined {
  return serverRuntime && process!.getBuiltinModule?.("node:util").inspect;
}

/** Outside of browsers: registers a callback for the end of the process, or of this realm's thread. */
export function onExit(call: () => void): void {
  process?.on("exit", call);
}
