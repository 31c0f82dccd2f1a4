/**
 * Runs the processors of all pools on the current thread, where the browser has no threads. Implemented by
 * program/cooperative-scheduler.ts, which is loaded on demand.
 */
export interface OneProcessorScheduler {
  /** The error message of a sync call whose task may return a promise. */
  readonly refusal: string;
  /** Whether a task is running. */
  readonly inTask: boolean;
  /** Adds the processor of the pool at that address. */
  add(pool: number): void;
  /** Schedules a turn of the event loop, since there may be work. */
  wake(): void;
  /**
   * Runs tasks until `done()` returns true, for about `milliseconds` at most, without limit if negative. Returns the result
   * of `done()`. Throws `DeadlockError` if there is nothing left to run that could make it true.
   */
  workUntil(done: () => boolean, milliseconds: number, meanwhile?: () => void): boolean;
  /** Called when the program polls whether a job has ended, so that a polling loop makes progress; returns `done()`. */
  poll(done: () => boolean): boolean;
  /** Implements the program's `sleep`: runs tasks meanwhile. */
  sleep(milliseconds: number): void;
}
