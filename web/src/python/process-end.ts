/** What is thrown to JavaScript when an interpreter ends before its call has returned. */

/** Ends Python's interpreter at once; Python code cannot catch it. */
export class ProcessExit extends Error {
  // Pyodide rethrows errors with this property.
  readonly pyodide_fatal_error = true;
  constructor(readonly status: number) {
    super(`the process ended with os._exit(${status})`);
  }
}

/**
 * The exit status of a process that has ended itself; undefined if its interpreter has failed. Emscripten throws an
 * `ExitStatus` when a signal ends the process (checked with 5.0.3); its status is 128 more than the signal's number.
 */
export function exitStatus(thrown: unknown): number | undefined {
  if (thrown instanceof ProcessExit) return thrown.status;
  const { name, status } = thrown as { name?: string; status?: number };
  return name === "ExitStatus" ? status : undefined;
}

/**
 * Describes how a process has ended, errors of Python by their traceback.
 *
 * @param ranOutOfMemory - whether its memory was full before
 */
export function describeEnd(thrown: unknown, ranOutOfMemory = false): string {
  if (thrown instanceof ProcessExit) return thrown.message;
  const status = exitStatus(thrown);
  if (status !== undefined) return `the process was ended by signal ${status - 128}`;
  const { name, message } = thrown as Error;
  if (name === "PythonError") return message;
  const tooDeep = /call stack|too much recursion/.test(message);
  const why = tooDeep
    ? "the program called itself too often through functions like sorted(), repr() or lru_cache"
    : `${ranOutOfMemory ? "its memory was full; " : ""}${name}: ${message}`;
  return `the process crashed: Python's interpreter failed (${why})`;
}
