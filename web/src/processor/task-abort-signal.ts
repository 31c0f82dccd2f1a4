import { CancelledError } from "../bindings/errors";
import { load } from "./original-atomics";

/**
 * The `AbortSignal` of the tasks of a chunk, which reflects the stop flag of their job in shared memory. `aborted` is always
 * up to date, also in synchronous code; the event reaches only tasks that are awaited, by `look`.
 */
export class TaskAbortSignal {
  private readonly controller = new AbortController();
  readonly signal = this.controller.signal;

  /**
   * @param memory - the shared memory
   * @param flag - address of a byte that is set when the job should stop; not read after `release`
   */
  constructor(
    private readonly memory: Uint8Array,
    private flag: number,
  ) {
    const { signal } = this;
    const getter = <K extends "aborted" | "reason">(name: K): PropertyDescriptor => {
      const { get } = Object.getOwnPropertyDescriptor(AbortSignal.prototype, name)!;
      return { get: () => (this.look(), get!.call(signal)), configurable: true };
    };
    Object.defineProperties(signal, {
      aborted: getter("aborted"),
      reason: getter("reason"),
      throwIfAborted: {
        value: () => (this.look(), AbortSignal.prototype.throwIfAborted.call(signal)),
        configurable: true,
      },
    });
    this.look();
  }

  /** Called when the chunk has ended, since the memory of its job may be freed. The signal keeps its state. */
  release(): void {
    this.look();
    this.flag = 0;
  }

  /** Reads the flag. */
  look(): void {
    if (this.flag === 0 || load(this.memory, this.flag) === 0) return;
    this.flag = 0;
    this.controller.abort(new CancelledError("the job of this task was cancelled"));
  }
}
