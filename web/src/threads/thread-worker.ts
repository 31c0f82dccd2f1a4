import { type Transferable, Worker as Thread } from "node:worker_threads";
import { messageEvent, provideHandler } from "./events";
import type { WorkerOrder } from "./worker-scope";

// A thread inherits the options of Node's command line, and with `--input-type`, as for `node -e`, it runs no file.
function newThread(script: URL, workerData: { webpool: WorkerOrder }): Thread {
  return process.execArgv.some((option) => option.startsWith("--input-type"))
    ? new Thread(`import(${JSON.stringify(script.href)})`, { workerData, eval: true })
    : new Thread(script, { workerData });
}

/** A thread of `node:worker_threads` with the parts of the interface of a Web Worker that the library and Emscripten use. */
export class ThreadWorker extends EventTarget {
  private readonly thread: Thread;
  private over = false;

  constructor(script: URL, order: WorkerOrder) {
    super();
    provideHandler(this, "message", this);
    provideHandler(this, "error", this);
    this.thread = newThread(script, { webpool: order });
    this.thread.on("message", (data: unknown) => this.dispatchEvent(messageEvent(data)));
    this.thread.on("error", (error: unknown) =>
      this.fail(error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
    );
    this.thread.on("exit", () => this.fail("its thread has ended, as by process.exit()"));
    // An idle pool must not keep the process alive; a pending result does (bindings/atomics-watcher.ts).
    this.thread.unref();
  }

  postMessage(message: unknown, transfer?: readonly Transferable[]): void {
    this.thread.postMessage(message, transfer);
  }

  terminate(): void {
    this.over = true;
    void this.thread.terminate();
  }

  private fail(message: string): void {
    if (this.over) return;
    this.over = true;
    this.dispatchEvent(Object.assign(new Event("error", { cancelable: true }), { message }));
  }
}
