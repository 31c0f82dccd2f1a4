/**
 * Types of the globals that exist in tasks and programs. Use `import type {} from "webpool/globals"`, or add
 * "webpool/globals" to `types` in tsconfig.json.
 */
export {};

declare global {
  /**
   * Prints a line to the console, labelled with its origin: the program or a processor. Objects and typed arrays are
   * formatted. `console.log`, `info`, `warn`, `error` and `debug` print too, each at its level.
   */
  function print(...values: unknown[]): void;

  /** Blocks this thread for the given time: the program's thread or, in a task, the processor's. */
  function sleep(milliseconds: number): void;

  /** In a task: the processor that runs it. */
  const processor: {
    /** Its number in its pool, from 0. */
    readonly index: number;
    /** Aborted when the task's job is cancelled, so that a long task can stop early. */
    readonly signal: AbortSignal;
  };
}
