import type {
  ProgramOutput,
  SingleThreadMessage,
  SingleThreadOrder,
} from "../bindings/program-contract";
import type { ProgramSpan } from "../bindings/program-state";
import type { TraceEvent } from "../bindings/trace";
import type { SharedParts } from "../bindings/shared-parts";
import { newWorker } from "../bindings/trusted-types";
import { fileUrl, libraryUrl, singleThreadWorkerName } from "../bindings/urls";

/** Gets what a program without threads of its own does. */
export interface SingleThreadListener {
  onOutput(lines: ProgramOutput[]): void;
  onTrace(events: TraceEvent[]): void;
  onStates(spans: ProgramSpan[]): void;
  /** The program has ended: bytes that describe what it threw, none if nothing. */
  onEnd(failure: Uint8Array): void;
  /** The worker could not be started. */
  onFailed(why: string): void;
}

/** A program where there are no threads: an ordinary worker with a module instance of its own. */
export class SingleThreadProgram {
  private readonly worker: Worker;
  private failure: string | undefined;
  private listener: SingleThreadListener | undefined;

  /** Starts the worker, has it load the module, and hands it `parts`. */
  constructor(compiled: boolean, parts?: SharedParts) {
    this.worker = startWorker(compiled ? fileUrl("programs/webpool.js") : libraryUrl);
    parts?.connect(this.worker);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.failure = event.message || "its script did not load";
      this.listener?.onFailed(this.failure);
    };
  }

  run(order: SingleThreadOrder, listener: SingleThreadListener): void {
    this.listener = listener;
    this.worker.onmessage = ({ data }: MessageEvent<SingleThreadMessage>) => {
      if (data.lines) listener.onOutput(data.lines);
      if (data.events) listener.onTrace(data.events);
      if (data.spans) listener.onStates(data.spans);
      if (data.failure) listener.onEnd(data.failure);
      if (data.failed !== undefined) listener.onFailed(data.failed);
    };
    if (this.failure !== undefined) listener.onFailed(this.failure);
    else this.worker.postMessage(order);
  }

  /** Ends the worker, whatever it does. */
  end(): void {
    this.worker.terminate();
  }
}

// A sandboxed frame has no origin that a script's URL could share.
function startWorker(library: string): Worker {
  const options: WorkerOptions = { type: "module", name: singleThreadWorkerName };
  if (globalThis.origin !== "null") return newWorker(library, options);
  // A classic one: Chromium does not load modules for the workers of such a frame, but lets them import. What comes before
  // the library is there is kept for it.
  const text = `const early = [];
onmessage = ({ data }) => early.push(data);
import(${JSON.stringify(library)}).then(
  () => {
    onmessage = null;
    for (const data of early) dispatchEvent(new MessageEvent("message", { data }));
  },
  (error) => setTimeout(() => { throw error; }),
);`;
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = newWorker(url, { name: singleThreadWorkerName });
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return worker;
}
