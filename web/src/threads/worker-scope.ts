import { availableParallelism } from "node:os";
import { parentPort } from "node:worker_threads";
import { provideHandler } from "./events";

/** What a worker is to be, given as its `workerData`. */
export interface WorkerOrder {
  /** The address of the module that it loads. */
  script: string;
  /** By its name a worker knows what it is for. */
  name: string;
}

type Scope = Record<string, unknown>;

/**
 * Gives this thread what the library and Emscripten's code find in a Web Worker. What is there already stays: Deno has most
 * of it, Node has little. Returns what is to be called once the script has run: in a Web Worker, too, messages wait for that.
 */
export function mimicWorkerScope({ script, name }: WorkerOrder): () => void {
  const scope = globalThis as unknown as Scope;
  provide("self", globalThis);
  provide("WorkerGlobalScope", class WorkerGlobalScope {});
  // Emscripten 3.1.6 takes the function for the sign of a worker; modules cannot call it.
  provide("importScripts", () => {
    throw new TypeError("importScripts: this worker is a module; use import");
  });
  provide("location", new URL(script));
  provide("navigator", { hardwareConcurrency: availableParallelism() });
  replace("name", name);
  // Deno has a worker's events; Node's and Bun's are those of the port and of `process` alone.
  return "onunhandledrejection" in scope ? () => {} : provideEvents(scope);

  function provide(key: string, value: unknown): void {
    if (scope[key] === undefined) replace(key, value);
  }
  function replace(key: string, value: unknown): void {
    Object.defineProperty(scope, key, { value, configurable: true, writable: true });
  }
}

// The events "message", "error" and "unhandledrejection". An error that nobody prevents ends the thread, and reaches its owner.
function provideEvents(scope: Scope): () => void {
  const port = parentPort!;
  const target = new EventTarget();
  for (const method of ["addEventListener", "removeEventListener", "dispatchEvent"] as const)
    scope[method] = target[method].bind(target);
  for (const type of ["message", "error", "unhandledrejection"])
    provideHandler(scope, type, target);
  const failed = (error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error);
    if (send("error", { error, message })) throw error;
  };
  scope["reportError"] = failed;
  process.on("uncaughtException", failed);
  process.on("unhandledRejection", (reason) => {
    if (send("unhandledrejection", { reason })) throw reason;
  });
  scope["postMessage"] = (message: unknown, transfer?: readonly never[]) =>
    port.postMessage(message, transfer);
  return () =>
    void port.on("message", (data: unknown) =>
      target.dispatchEvent(new MessageEvent("message", { data })),
    );

  // Whether nobody has prevented what comes next.
  function send(type: string, fields: object): boolean {
    return target.dispatchEvent(Object.assign(new Event(type, { cancelable: true }), fields));
  }
}
