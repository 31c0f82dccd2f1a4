/**
 * Threads outside of browsers: what the library needs of Node, Bun and Deno, by way of `node:worker_threads`. A file of its own
 * (webpool-threads.mjs), which is both loaded by the realm that starts workers and run by each worker that it starts. It imports
 * nothing of the library.
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { isMainThread, workerData } from "node:worker_threads";
import { mimicWorkerScope, type WorkerOrder } from "./worker-scope";
import { ThreadWorker } from "./thread-worker";

/** A worker that loads the module `script`. */
export function newWorker(script: string, name: string): Worker {
  return new ThreadWorker(new URL(import.meta.url), { script, name }) as unknown as Worker;
}

/** The bytes of a file of the library. */
export function read(url: string): Promise<Uint8Array<ArrayBuffer>> {
  return readFile(fileURLToPath(url));
}

const order = (workerData as { webpool?: WorkerOrder } | null)?.webpool;
if (!isMainThread && order) {
  const receiveMessages = mimicWorkerScope(order);
  await import(order.script);
  receiveMessages();
}
