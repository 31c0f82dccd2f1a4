import { describe } from "../bindings/errors";
import { withBytes } from "../bindings/function-table";
import { Command, ThreadState } from "../bindings/layout";
import type { WebpoolModule } from "../bindings/module";
import type { Scope } from "../processor/compile";
import { type KillGuard, printers } from "../processor/output";
import type { ChunkEnd } from "../processor/chunk";
import { setProcessorIndex, TaskRunner } from "../processor/task-runner";

/** Why a sync call refuses promises where the program and its tasks share a thread. */
export const promiseRefusal =
  "a sync call of an async function would never end on one processor, where the task's promise needs the thread that the " +
  "call blocks; use the async call";

/** What a processor tells the thread that it works on. */
interface Listener {
  /** The task that was awaited has ended. */
  resumed(): void;
  ended(): void;
}

/** The names that a task sees there: those of its processor, since the realm's own are the program's. */
export function cooperativeScope(
  module: WebpoolModule,
  guard: KillGuard,
  sleep: (milliseconds: number) => void,
  processor?: object,
): Scope {
  const { print, ...methods } = printers(module, guard);
  return { print, sleep, console: { ...console, ...methods }, processor };
}

/** A processor without a thread of its own: runs chunk after chunk when it is asked to. */
export class CooperativeProcessor implements KillGuard {
  private readonly runner: TaskRunner;
  /** Whether it has the thread. */
  busy = false;
  // In between: a promise is awaited.
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

  /** Runs the next chunk, or what there is of kernels; false if there was nothing to do. */
  step(): boolean {
    if (this.busy || this.ended || this.endIfOver() || this.awaits) return false;
    const worked = this.begun ? this.entered(() => this.runChunk()) : this.initialize();
    if (!this.busy) this.endIfOver();
    return worked;
  }

  /** What a task prints carries the processor's index, also after it has awaited something. */
  protect<T>(run: () => T): T {
    return this.busy || this.gone ? run() : this.entered(run);
  }

  // Runs the pool's initializer, and begins.
  private initialize(): boolean {
    const { module, context } = this;
    if (module._webpool_initializer(context) === 0) {
      this.begun = true;
      return true;
    }
    const end = this.entered(() => this.runner.initialize());
    if (end instanceof Promise) void this.awaiting(end, (failure) => this.initialized(failure));
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
    goOn: (end: T) => void,
  ): Promise<void> {
    this.awaits = true;
    const later = await end;
    this.awaits = false;
    // It may have been ended meanwhile, and its job as well.
    if (this.gone) {
      if (later?.data) this.module._free(later.data);
      if (this.ended) this.release();
      else this.endIfOver();
      return;
    }
    this.entered(() => goOn(later));
    this.listener.resumed();
  }

  private finish({ kind, data, size, item }: ChunkEnd): void {
    this.module._webpool_cooperative_finish(this.context, kind, data, size, item);
  }

  // The calling thread is this processor meanwhile.
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

  // Kernels run in there; a trap tears them down, and the shadow stack with them.
  private next(): boolean {
    const { module, context } = this;
    const stack = module.stackSave();
    for (;;) {
      try {
        return module._webpool_work(context) !== 0;
      } catch (thrown) {
        module.stackRestore(stack);
        const { name = "Error", message = String(thrown) } = describe(thrown);
        const bytes = new TextEncoder().encode(`${name}\0${message}\0`);
        withBytes(module, bytes, (at) => {
          module._webpool_trapped(context, at, at + new TextEncoder().encode(name).length + 1);
        });
      }
    }
  }

  // Whether it is not to go on: its context belongs to nobody else any more, or soon.
  private get gone(): boolean {
    if (this.ended) return true;
    const state = this.module.HEAP32[(this.context >> 2) + Command.state];
    return state === ThreadState.killed || state === ThreadState.killPending;
  }

  private endIfOver(): boolean {
    if (this.ended) return true;
    const { module, context } = this;
    const killed = module.HEAP32[(context >> 2) + Command.state] === ThreadState.killed;
    if (!killed && module._webpool_cooperative_end(context) === 0) return false;
    this.ended = true;
    // What is awaited has the memory of its job until it ends.
    if (!this.awaits) this.release();
    this.listener.ended();
    return true;
  }

  private release(): void {
    this.module._webpool_cooperative_release(this.context);
  }
}
