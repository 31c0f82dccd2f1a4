/**
 * Threads outside of browsers, in Node, Bun and Deno, based on `node:worker_threads`. This is a separate file
 * (webpool-threads.mjs), which is both imported by the realm that starts workers and run by each of these workers. It does not
 * import the library.
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { isMainThread, workerData } from "node:worker_threads";
import { mimicWorkerScope, type WorkerOrder } from "./worker-scope";
import { ThreadWorker } from "./thread-worker";

/** Starts a worker that loads the module `script`. */
export function newWorker(script: string, name: string): Worker {
  return new ThreadWorker(new URL(import.meta.url), { script, name }) as unknown as Worker;
}

/** Reads a file of the library. */
export function read(url: string): Promise<Uint8Array<ArrayBuffer>> {
  return readFile(fileURLToPath(url));
}

const order = (workerData as { webpool?: WorkerOrder } | null)?.webpool;
if (!isMainThread && order) {
  const receiveMessages = mimicWorkerScope(order);
  await import(order.script);
  receiveMessages();
}
