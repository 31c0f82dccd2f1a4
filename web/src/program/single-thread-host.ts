import type {
  CallNote,
  ProgramOutput,
  SingleThreadMessage,
  SingleThreadOrder,
} from "../bindings/program-contract";
import type { ProgramSpan } from "../bindings/program-state";
import type { TraceEvent } from "../bindings/trace";
import type { SharedParts } from "../bindings/shared-parts";
import { startable } from "./startable";
import { newWorker } from "../bindings/trusted-types";
import { compiledWorkerName, fileUrl, libraryUrl, singleThreadWorkerName } from "../bindings/urls";

/** Callbacks for the messages of a program without threads. */
export interface SingleThreadListener {
  onOutput(lines: ProgramOutput[]): void;
  onTrace(events: TraceEvent[]): void;
  onStates(spans: ProgramSpan[]): void;
  onCall(note: CallNote): void;
  /** The program has ended: the encoded error that it threw, or no bytes. */
  onEnd(failure: Uint8Array): void;
  /** The worker could not be started; `isWhole` if it said itself why. */
  onFailed(why: string, isWhole?: boolean): void;
}

// In WebKit, a worker on a busy computer now and then waits for ever for the import of its own script (webpool/index.ts). One
// that says nothing for so many milliseconds, while its program waits for it, is replaced, once.
const patience = 10_000;

/** The page's side of a program without threads, which runs in an ordinary worker with its own module instance. */
export class SingleThreadProgram {
  private worker!: Worker;
  private ready = false;
  private replacing: ReturnType<typeof setTimeout> | undefined;
  private failure: string | undefined;
  private order: SingleThreadOrder | undefined;
  private listener: SingleThreadListener | undefined;

  /** Starts the worker, which loads the module, and sends it `parts`. */
  constructor(
    private readonly compiled: boolean,
    private readonly parts?: SharedParts,
  ) {
    this.start();
  }

  private start(): void {
    const worker = this.compiled
      ? startWorker(fileUrl("programs/webpool.js"), compiledWorkerName)
      : startWorker(libraryUrl, singleThreadWorkerName);
    this.worker = worker;
    this.parts?.connect(worker);
    worker.onerror = (event) => {
      event.preventDefault();
      this.failure = event.message || "its script did not load";
      this.listener?.onFailed(this.failure);
    };
    worker.onmessage = ({ data }: MessageEvent<SingleThreadMessage>) => this.receive(data);
  }

  run(order: SingleThreadOrder, listener: SingleThreadListener): void {
    this.order = order;
    this.listener = listener;
    if (this.failure !== undefined) listener.onFailed(this.failure);
    else if (this.ready) this.worker.postMessage(order);
    else this.replacing = setTimeout(() => this.replace(), patience);
  }

  // The program has not begun in the old worker, which gets its order when it is ready.
  private replace(): void {
    this.worker.terminate();
    this.start();
  }

  private receive(data: SingleThreadMessage): void {
    const { listener } = this;
    if (data.ready) {
      this.ready = true;
      clearTimeout(this.replacing);
      if (this.order) this.worker.postMessage(this.order);
    }
    if (data.lines) listener!.onOutput(data.lines);
    if (data.events) listener!.onTrace(data.events);
    if (data.spans) listener!.onStates(data.spans);
    if (data.note) listener!.onCall(data.note);
    if (data.failure) listener!.onEnd(data.failure);
    if (data.failed !== undefined) listener!.onFailed(data.failed, true);
  }

  /** Terminates the worker. */
  end(): void {
    clearTimeout(this.replacing);
    this.worker.terminate();
  }
}

// Starts the worker. In a sandboxed frame, which has an opaque origin, its script must be a blob.
function startWorker(library: string, name: string): Worker {
  const options: WorkerOptions = { type: "module", name };
  if (globalThis.origin !== "null") return newWorker(startable(library), options);
  // Uses a classic worker, which imports the library: Chromium does not start module workers in such a frame. Messages that
  // arrive before the library has loaded are kept for it.
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
  const worker = newWorker(url, { name });
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return worker;
}
