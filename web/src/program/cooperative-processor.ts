import { Command, ThreadState } from "../bindings/layout";
import type { WebpoolModule } from "../bindings/module";
import type { Scope } from "../processor/compile";
import { type KillGuard, printers } from "../processor/output";
import type { ChunkEnd } from "../processor/chunk-end";
import { setProcessorIndex, TaskRunner } from "../processor/task-runner";
import { reportTrap } from "../processor/trap";

/** The error of a sync call whose task may return a promise, where the program and its tasks share a thread. */
export const promiseRefusal =
  "a sync call of an async function would never end on one processor, where the task's promise needs the thread that the " +
  "call blocks; use the async call";

/** Callbacks of a processor. */
interface Listener {
  /** An awaited task has ended. */
  resumed(): void;
  ended(): void;
}

/** The variables that a task sees in place of the globals of that name, which are the program's. */
export function cooperativeScope(
  module: WebpoolModule,
  guard: KillGuard,
  sleep: (milliseconds: number) => void,
  processor?: object,
): Scope {
  const { print, ...methods } = printers(module, guard);
  return { print, sleep, console: { ...console, ...methods }, processor };
}

/** A processor that shares the thread of the program, and runs one chunk per `step`. */
export class CooperativeProcessor implements KillGuard {
  private readonly runner: TaskRunner;
  /** Whether its code is running. */
  busy = false;
  // Whether it awaits the promise of a task.
  private awaits = false;
  private begun = false;
  private ended = false;

  constructor(
    private readonly module: WebpoolModule,
    private readonly context: number,
    sleep: (milliseconds: number) => void,
    private readonly listener: Listener,
  ) {
    const index = module._webpool_processor_index(context);
    setProcessorIndex(index);
    const signal = (): AbortSignal => this.runner.signal;
    const processor = {
      index,
      get signal() {
        return signal();
      },
    };
    const scope = cooperativeScope(module, this, sleep, processor);
    this.runner = new TaskRunner(module, context, this, scope, promiseRefusal);
  }

  /** Runs the next chunk, or all available chunks of kernels; returns false if there was nothing to do. */
  step(): boolean {
    if (this.busy || this.ended || this.endIfOver() || this.awaits) return false;
    const worked = this.begun ? this.entered(() => this.runChunk()) : this.initialize();
    if (!this.busy) this.endIfOver();
    return worked;
  }

  /** Makes the output of a task carry the processor's index, also after the task has awaited a promise. */
  protect<T>(run: () => T): T {
    return this.busy || this.gone ? run() : this.entered(run);
  }

  // Runs the pool's initializer, if there is one.
  private initialize(): boolean {
    const { module, context } = this;
    if (module._webpool_initializer(context) === 0) {
      this.begun = true;
      return true;
    }
    const end = this.entered(() => this.runner.initialize());
    // Not instanceof Promise, which the program may have replaced.
    if (end && "then" in end) void this.awaiting(end, (failure) => this.initialized(failure));
    else this.entered(() => this.initialized(end));
    return true;
  }

  private initialized(failure: ChunkEnd | undefined): void {
    const { module, context } = this;
    this.begun = true;
    if (failure) {
      module._webpool_initializer_failed(context, failure.data, failure.size);
      module._free(failure.data);
    }
    module._webpool_begin_processor(context);
  }

  private runChunk(): boolean {
    if (!this.next()) return false;
    const end = this.runner.run();
    if ("then" in end) void this.awaiting(end, (later) => this.finish(later));
    else this.finish(end);
    return true;
  }

  private async awaiting<T extends ChunkEnd | undefined>(
    end: Promise<T>,
    resume: (end: T) => void,
  ): Promise<void> {
    this.awaits = true;
    const later = await end;
    this.awaits = false;
    // The processor and its job may have ended meanwhile.
    if (this.gone) {
      if (later?.data) this.module._free(later.data);
      if (this.ended) this.release();
      else this.endIfOver();
      return;
    }
    this.entered(() => resume(later));
    this.listener.resumed();
  }

  private finish({ kind, data, size, item }: ChunkEnd): void {
    this.module._webpool_finish(this.context, kind, data, size, item);
  }

  // Makes the calling thread act as this processor.
  private entered<T>(run: () => T): T {
    const { module, context } = this;
    const before = module._webpool_cooperative_enter(context);
    this.busy = true;
    try {
      return run();
    } finally {
      this.busy = false;
      module._webpool_cooperative_leave(context, before);
    }
  }

  // Gets the next chunk from the pool, which also runs kernels. After a trap in one, the shadow stack must be restored.
  private next(): boolean {
    const { module, context } = this;
    const stack = module.stackSave();
    for (;;) {
      try {
        return module._webpool_work(context) !== 0;
      } catch (thrown) {
        module.stackRestore(stack);
        reportTrap(module, context, thrown);
      }
    }
  }

  // Whether it has ended or is about to be killed, and must not continue.
  private get gone(): boolean {
    if (this.ended) return true;
    const state = this.module.memory.HEAP32[(this.context >> 2) + Command.state];
    return state === ThreadState.killed || state === ThreadState.killPending;
  }

  private endIfOver(): boolean {
    if (this.ended) return true;
    const { module, context } = this;
    const killed = module.memory.HEAP32[(context >> 2) + Command.state] === ThreadState.killed;
    if (!killed && module._webpool_cooperative_end(context) === 0) return false;
    this.ended = true;
    // An awaited task uses the context until it ends.
    if (!this.awaits) this.release();
    this.listener.ended();
    return true;
  }

  private release(): void {
    this.module._webpool_cooperative_release(this.context);
  }
}
