/**
 * Where the browser gives no threads: what runs the processors of all pools on the thread that there is. Implemented by
 * program/cooperative-scheduler.ts, which is loaded when it is needed.
 */
export interface OneProcessorScheduler {
  /** Why a sync call refuses promises here. */
  readonly refusal: string;
  /** Whether a task has the thread. */
  readonly inTask: boolean;
  /** Takes the processor of the pool at that address. */
  add(pool: number): void;
  /** Says that there may be work, for a turn of the event loop. */
  wake(): void;
  /**
   * Works until `done()`, for at most about `milliseconds`, without limit if they are negative. Returns `done()`. Throws
   * `DeadlockError` where nothing that could be waited for goes on.
   */
  workUntil(done: () => boolean, milliseconds: number, meanwhile?: () => void): boolean;
  /** Says that the program looks whether a job has ended; returns `done()`. */
  poll(done: () => boolean): boolean;
  /** The program's own `sleep`: the processors work meanwhile. */
  sleep(milliseconds: number): void;
}
