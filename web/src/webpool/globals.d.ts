/**
 * What tasks and programs find without an import, as types: `import type {} from "webpool/globals"`, or "webpool/globals" among
 * the `types` of tsconfig.json.
 */
export {};

declare global {
  /**
   * Prints a line into the console, tagged with who printed it: the program or a processor. Objects and typed arrays are
   * written out; `console.log`, `info`, `warn`, `error` and `debug` print too, in their levels.
   */
  function print(...values: unknown[]): void;

  /** Blocks this thread for so many milliseconds: that of the program or, in a task, the processor's. */
  function sleep(milliseconds: number): void;

  /** In a task: the processor that runs it. */
  const processor: {
    /** Its number in its pool, from 0. */
    readonly index: number;
    /** Aborted when the task's job is cancelled, so that a long task can end early. */
    readonly signal: AbortSignal;
  };
}
