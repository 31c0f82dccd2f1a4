import { attachModule } from "../bindings/attach-module";
import { onExit, serverRuntime } from "../bindings/platform";
import { shareBuffersBy, shareViewsOf } from "../bindings/codec";
import { onDemandParts } from "../bindings/on-demand";
import { programPart, realm } from "../bindings/realm";
import { ProcessorsBuffers } from "../bindings/shared-buffers";
import { enterProcessor } from "../bindings/runtime";
import { Command, ThreadState } from "../bindings/layout";
import type { WebpoolModule } from "../bindings/module";
import type { ChunkEnd } from "./chunk-end";
import { setProcessorIndex, TaskRunner } from "./task-runner";
import { refusals } from "./compile";
import { canInspect, type KillGuard, provideOutput } from "./output";
import { reportTrap } from "./trap";
import { compareExchange, load, store, wait } from "./original-atomics";

/**
 * Runs a processor on its own thread: gets work from the pool, runs JavaScript tasks, and survives their errors. Returns true
 * when the pool has ended; false if a task is awaited, after which the work continues in the event loop.
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

class Processor implements KillGuard {
  private readonly runner: TaskRunner;
  private readonly stack: number;
  private readonly state: number;
  // The memory up to this thread's state at least.
  private readonly words: Int32Array;
  private over = false;
  /** Whether the pool's own code has failed here. */
  lost = false;

  constructor(
    private readonly module: WebpoolModule,
    private readonly context: number,
  ) {
    attachModule(module);
    shareViewsOf(module.memory.buffers);
    this.words = module.memory.HEAP32;
    shareBuffersBy(new ProcessorsBuffers(realm()!));
    enterProcessor();
    this.runner = new TaskRunner(module, context, this);
    this.stack = module.stackSave();
    this.state = (context >> 2) + Command.state;
    setProcessorIndex(module._webpool_processor_index(context));
    provideOutput(module, this);
    this.provideProcessor();
    this.refuseMessages();
    this.catchLateErrors();
    if (serverRuntime) onExit(() => this.over || module._webpool_thread_lost(context));
  }

  /** Waits in a program until objects can be printed, then runs the pool's initializer, then `run`. */
  begin(): boolean {
    if (!realm()!.partNow(programPart) || canInspect()) return this.initialize();
    this.enterTask();
    const begins = (): void =>
      this.resume(() => {
        this.leaveTask();
        return this.initialize();
      });
    void onDemandParts().then(begins, begins);
    return false;
  }

  private initialize(): boolean {
    if (this.module._webpool_initializer(this.context) !== 0) {
      this.enterTask();
      const end = this.runner.initialize();
      if (end && "then" in end) {
        void end.then((later) => this.resume(() => this.initialized(later)));
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

  /**
   * Works until the pool ends (returns true) or a task must be awaited (returns false). `end` is the outcome of the current
   * chunk.
   */
  run(end?: ChunkEnd): boolean {
    for (let ended = end; this.next(ended);) {
      this.enterTask();
      const outcome = this.runner.run();
      if ("then" in outcome) {
        void outcome.then((later) =>
          this.resume(() => {
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

  // With a pending kill the thread is in the pool's code, too, and ends when it leaves that.
  private inPoolCode(): boolean {
    const state = load(this.words, this.state);
    return state === ThreadState.core || state === ThreadState.killPending;
  }

  /** Runs the pool's own code in the middle of a task. The processor must not be killed in it. */
  protect<T>(run: () => T): T {
    if (this.over) park(new Int32Array(new SharedArrayBuffer(4)), 0); // a timer of a task fired after the pool had ended
    if (this.inPoolCode()) return run();
    this.leaveTask();
    try {
      return run();
    } finally {
      this.enterTask();
    }
  }

  // Resumes work from the event loop, with no WebAssembly on the stack.
  private resume(work: () => boolean): void {
    try {
      if (work()) this.module._webpool_end_processor(this.context);
    } catch (error) {
      if (error === "unwind") return; // thrown by Emscripten to leave a thread
      this.lost = true;
      reportError(error);
    }
  }

  // Gets the next chunk from the pool, which also runs kernels. Returns false when the pool has ended.
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

  // Handles a trap or a stack overflow in WebAssembly. Its frames are gone, so the shadow stack must be restored. If a kernel
  // was running, the processor is still in the state of a task.
  private trapped(thrown: unknown): void {
    const { module } = this;
    this.leaveTask();
    module.stackRestore(this.stack);
    reportTrap(module, this.context, thrown);
  }

  private enterTask(): void {
    const { words } = this;
    const was = compareExchange(words, this.state, ThreadState.core, ThreadState.task);
    if (was === ThreadState.core) return;
    store(words, this.state, ThreadState.killed); // a kill was pending; the host terminates the worker
    park(words, this.state);
  }

  // The host and the processor race to change the state. A processor that was killed does nothing more.
  private leaveTask(): void {
    const { words } = this;
    for (;;) {
      const was = compareExchange(words, this.state, ThreadState.task, ThreadState.core);
      if (was === ThreadState.killed) park(words, this.state);
      if (was !== ThreadState.killing) return;
      wait(words, this.state, ThreadState.killing); // until the host has decided whether to kill this task
    }
  }

  // Defines the global `processor` for tasks.
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

  // Keeps tasks from closing the worker, which would end the processor, and from posting messages, which the page would pass
  // to Emscripten.
  private refuseMessages(): void {
    const realm = globalThis as { postMessage?: (...args: unknown[]) => void };
    const ownPost = realm.postMessage?.bind(globalThis);
    const postMessage = (message: unknown, ...rest: unknown[]): void => {
      // Emscripten's own messages, objects with a command, are posted by the pool's code.
      if (!this.inPoolCode() || typeof (message as { cmd?: unknown } | null)?.cmd === "undefined")
        refusals.postMessage();
      ownPost?.(message, ...rest);
    };
    Reflect.deleteProperty(realm, "alert"); // Emscripten 3.1.6 defines it to post a message; workers normally have none
    for (const [name, value] of Object.entries({ close: refusals.close, postMessage }))
      Object.defineProperty(realm, name, { value, configurable: true, writable: true });
  }

  // A timer or promise of a task may fail after its end. Such an error must not reach the host, for which a worker with an
  // uncaught error has crashed.
  private catchLateErrors(): void {
    const report = (thrown: unknown): void =>
      console.error("webpool: a timer or promise failed after its task had ended:", thrown);
    addEventListener("error", (event) => {
      if (this.lost) return;
      event.preventDefault();
      report(event.error ?? event.message);
    });
    // Replaces Emscripten's handler, which rethrows the reason.
    globalThis.onunhandledrejection = (event) => {
      event.preventDefault();
      report(event.reason);
    };
  }
}

// Sleeps until the worker is terminated.
function park(words: Int32Array, index: number): never {
  for (;;) wait(words, index, load(words, index));
}
