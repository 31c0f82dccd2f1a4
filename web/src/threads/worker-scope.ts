import { availableParallelism } from "node:os";
import { type MessagePort, parentPort } from "node:worker_threads";
import { messageEvent, provideHandler } from "./events";

/** The `workerData` of a worker. */
export interface WorkerOrder {
  /** URL of the module that it loads. */
  script: string;
  /** Its name, from which the library knows the purpose of a worker. */
  name: string;
}

type Scope = Record<string, unknown>;

/**
 * Defines the globals of a Web Worker that the library and Emscripten use, as far as they are missing: Deno has most of them,
 * Node few. Returns a function to call after the script has run, which starts the delivery of messages, as in a Web Worker.
 */
export function mimicWorkerScope({ script, name }: WorkerOrder): () => void {
  const scope = globalThis as unknown as Scope;
  provide("self", globalThis);
  provide("WorkerGlobalScope", class WorkerGlobalScope {});
  // Emscripten 3.1.6 detects workers by this function. Modules cannot call it.
  provide("importScripts", () => {
    throw new TypeError("importScripts: this worker is a module; use import");
  });
  provide("location", new URL(script));
  provide("navigator", { hardwareConcurrency: availableParallelism() });
  replace("name", name);
  const port = parentPort!;
  const post = port.postMessage.bind(port);
  // The globals, which the library replaces for tasks, decide what may be posted, also by the port that a task imports. In
  // older versions of Deno the port is the global object itself.
  for (const method of (port as unknown) === globalThis ? [] : ["postMessage", "close"]) {
    const value = (...args: unknown[]): unknown => (scope[method] as typeof value)(...args);
    Object.defineProperty(port, method, { value, configurable: true, writable: true });
  }
  // Deno has the events of a worker; Node and Bun have only those of the port and of `process`.
  return "onunhandledrejection" in scope ? () => {} : provideEvents(scope, post);

  function provide(key: string, value: unknown): void {
    if (scope[key] === undefined) replace(key, value);
  }
  function replace(key: string, value: unknown): void {
    Object.defineProperty(scope, key, { value, configurable: true, writable: true });
  }
}

// Provides the events "message", "error" and "unhandledrejection". Unless a listener prevents the default, an error ends the
// thread and reaches its owner.
function provideEvents(scope: Scope, post: MessagePort["postMessage"]): () => void {
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
  // Thrown as an exception of its own: one that is thrown in a promise's callback would be a rejection.
  scope["reportError"] = (error: unknown) =>
    process.nextTick(() => {
      throw error;
    });
  process.on("uncaughtException", failed);
  process.on("unhandledRejection", (reason) => {
    if (send("unhandledrejection", { reason })) throw reason;
  });
  scope["postMessage"] = post;
  return () => void port.on("message", (data: unknown) => target.dispatchEvent(messageEvent(data)));

  // Returns false if a listener has prevented the default.
  function send(type: string, fields: object): boolean {
    return target.dispatchEvent(Object.assign(new Event(type, { cancelable: true }), fields));
  }
}
