import { describe } from "../bindings/errors";
import { shareViewsOf } from "../bindings/codec";
import { enterProcessor } from "../bindings/runtime";
import { withBytes } from "../bindings/function-table";
import { Command, ThreadState } from "../bindings/layout";
import type { WebpoolModule } from "../bindings/module";
import type { ChunkEnd } from "./chunk";
import { setProcessorIndex, TaskRunner } from "./task-runner";
import { refusals } from "./compile";
import { type KillGuard, provideOutput } from "./output";

/**
 * The life of a processor, on its own thread: asks the pool for work, runs what is JavaScript's, and survives what a task
 * does. Returns whether the pool has ended; otherwise a task is awaited, and the loop goes on in the event loop.
 */
export function runProcessor(module: WebpoolModule, context: number): boolean {
  const processor = new Processor(module, context);
  try {
    return processor.begin();
  } catch (error) {
    processor.lost = true;
    throw error;
  }
}

// The worker's own `postMessage`, which may serve several processors, one after the other.
let ownPost: ((...args: unknown[]) => void) | undefined;

class Processor implements KillGuard {
  private readonly runner: TaskRunner;
  private readonly stack: number;
  private readonly state: number;
  private over = false;
  /** The pool's own code has failed here. */
  lost = false;

  constructor(
    private readonly module: WebpoolModule,
    private readonly context: number,
  ) {
    shareViewsOf(module.HEAPU8.buffer);
    enterProcessor();
    this.runner = new TaskRunner(module, context, this);
    this.stack = module.stackSave();
    this.state = (context >> 2) + Command.state;
    setProcessorIndex(module._webpool_processor_index(context));
    provideOutput(module, this);
    this.provideProcessor();
    this.refuseMessages();
    this.catchStrays();
  }

  /** Runs the pool's initializer, then works: as `run`. */
  begin(): boolean {
    if (this.module._webpool_initializer(this.context) !== 0) {
      this.enterTask();
      const end = this.runner.initialize();
      if (end instanceof Promise) {
        void end.then((later) => this.goOn(() => this.initialized(later)));
        return false;
      }
      return this.initialized(end);
    }
    return this.ready();
  }

  private initialized(failure: ChunkEnd | undefined): boolean {
    this.leaveTask();
    const { module } = this;
    if (failure) {
      module._webpool_initializer_failed(this.context, failure.data, failure.size);
      module._free(failure.data);
    }
    return this.ready();
  }

  private ready(): boolean {
    this.module._webpool_begin_processor(this.context);
    return this.run();
  }

  /** Works until the pool ends (true) or a task has to be awaited (false). `end`: how the chunk at hand has ended. */
  run(end?: ChunkEnd): boolean {
    for (let ended = end; this.next(ended);) {
      this.enterTask();
      const outcome = this.runner.run();
      if ("then" in outcome) {
        void outcome.then((later) =>
          this.goOn(() => {
            this.leaveTask();
            return this.run(later);
          }),
        );
        return false;
      }
      this.leaveTask();
      ended = outcome;
    }
    this.over = true;
    return true;
  }

  // The host may have asked the thread to end (a pending kill), which it does in the pool's code.
  private inPoolCode(): boolean {
    const state = Atomics.load(this.module.HEAP32, this.state);
    return state === ThreadState.core || state === ThreadState.killPending;
  }

  /** Runs pool code in the middle of a task: the processor must not be killed in it. */
  protect<T>(run: () => T): T {
    if (this.over) park(new Int32Array(new SharedArrayBuffer(4)), 0); // a timer that a task has left behind
    if (this.inPoolCode()) return run();
    this.leaveTask();
    try {
      return run();
    } finally {
      this.enterTask();
    }
  }

  // Goes on in the event loop, with no WebAssembly on the stack.
  private goOn(work: () => boolean): void {
    try {
      if (work()) this.module._webpool_end_processor(this.context);
    } catch (error) {
      if (error === "unwind") return; // how Emscripten leaves a thread
      this.lost = true;
      reportError(error);
    }
  }

  // Asks the pool for the next chunk; kernels run in there. False when the pool has ended.
  private next(ended: ChunkEnd | undefined): boolean {
    const { module, context } = this;
    for (let end = ended; ; end = undefined) {
      try {
        const more = end
          ? module._webpool_finish_and_work(context, end.kind, end.data, end.size, end.item)
          : module._webpool_work(context);
        return more !== 0;
      } catch (thrown) {
        this.trapped(thrown);
      }
    }
  }

  // A trap, or a stack that overflowed: the WebAssembly that ran is gone, and the shadow stack with it. A kernel that ran
  // has left its processor in a task.
  private trapped(thrown: unknown): void {
    const { module } = this;
    this.leaveTask();
    module.stackRestore(this.stack);
    const { name = "Error", message = String(thrown) } = describe(thrown);
    const bytes = new TextEncoder().encode(`${name}\0${message}\0`);
    withBytes(module, bytes, (at) => {
      module._webpool_trapped(this.context, at, at + new TextEncoder().encode(name).length + 1);
    });
  }

  private enterTask(): void {
    const { HEAP32 } = this.module;
    const was = Atomics.compareExchange(HEAP32, this.state, ThreadState.core, ThreadState.task);
    if (was === ThreadState.core) return;
    Atomics.store(HEAP32, this.state, ThreadState.killed); // the kill was pending; the host takes it from here
    park(HEAP32, this.state);
  }

  // Whoever changes the state first wins: a processor that was killed does nothing more.
  private leaveTask(): void {
    const { HEAP32 } = this.module;
    for (;;) {
      const was = Atomics.compareExchange(HEAP32, this.state, ThreadState.task, ThreadState.core);
      if (was === ThreadState.killed) park(HEAP32, this.state);
      if (was !== ThreadState.killing) return;
      Atomics.wait(HEAP32, this.state, ThreadState.killing); // until the host has looked at what it does here
    }
  }

  // What a task may know of where it runs.
  private provideProcessor(): void {
    const { runner } = this;
    const processor = Object.freeze({
      index: this.module._webpool_processor_index(this.context),
      get signal(): AbortSignal {
        return runner.signal;
      },
    });
    Object.defineProperty(globalThis, "processor", { value: processor, configurable: true });
  }

  // A task that ended its own worker would take the processor with it, and the page takes what a worker posts for Emscripten's.
  private refuseMessages(): void {
    const realm = globalThis as { postMessage?: (...args: unknown[]) => void };
    ownPost ??= realm.postMessage?.bind(globalThis);
    const postMessage = (message: unknown, ...rest: unknown[]): void => {
      // Emscripten's own, which are objects with a command, come from the pool's code.
      if (!this.inPoolCode() || typeof (message as { cmd?: unknown } | null)?.cmd === "undefined")
        refusals.postMessage();
      ownPost?.(message, ...rest);
    };
    Reflect.deleteProperty(realm, "alert"); // Emscripten 3.1.6 posts what it is given, which workers otherwise have not
    for (const [name, value] of Object.entries({ close: refusals.close, postMessage }))
      Object.defineProperty(realm, name, { value, configurable: true, writable: true });
  }

  // What a task has left behind may fail later: a timer, a promise. The error must not reach the host, which takes a
  // worker that fails for lost.
  private catchStrays(): void {
    const report = (thrown: unknown): void =>
      console.error("webpool: a task left something behind that failed:", thrown);
    addEventListener("error", (event) => {
      if (this.lost) return;
      event.preventDefault();
      report(event.error ?? event.message);
    });
    // In place of Emscripten's own, which throws the reason on.
    globalThis.onunhandledrejection = (event) => {
      event.preventDefault();
      report(event.reason);
    };
  }
}

// Sleeps until the worker is ended.
function park(words: Int32Array, index: number): never {
  for (;;) Atomics.wait(words, index, Atomics.load(words, index));
}
