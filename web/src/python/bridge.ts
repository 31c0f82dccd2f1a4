import type { Image, NamedObjects } from "./pyodide";

/** The functions that Python calls; `_webpool/bridge.py` lists the same names. */
export interface Bridge {
  /** Creates a pool; returns its number and that of its first process. */
  create(
    processes: number,
    method: Method,
    payload: PyBuffer | undefined,
    maxtasks: number,
  ): number[];
  /** Waits until all processes of a pool have started, for at most `milliseconds`; returns whether they have. */
  ready(pool: number, milliseconds: number): boolean;
  /** Submits tasks to a pool; returns the number of the job. */
  submit(pool: number, payloads: PyList): number;
  /** Waits for a job to end, for at most `milliseconds`; returns its number, or 0. */
  settle(milliseconds: number): number;
  /** Returns the next result of a job that has ended, or an error message in its place. */
  take(job: number): Uint8Array | string;
  /** Ends a pool at once, with the jobs that are running. */
  terminate(pool: number): void;
  sleep(milliseconds: number): void;
  /** Whether the program's `onCall` is used. */
  follows(): boolean;
  /**
   * Describes a job that was just submitted: `line` is its source line, or 0, and `items` has a line for each task.
   */
  describe(job: number, line: number, items: string): void;
  /** Describes the results of a described job, with a line for each task. */
  describe_results(job: number, results: string): void;
  /** Describes the error of a described job, when the program has ended and has not read it. */
  describe_unread(job: number, error: string): void;
  /** Shows what was printed without a newline. */
  flush(): void;
  /** Ends the process. */
  exit(status: number): never;
}

/** The start method of a pool's processes. */
export type Method = "fork" | "spawn";

export interface PyBuffer {
  toJs(): Uint8Array;
}
export interface PyList {
  toJs(): Uint8Array[];
}

/** What the processors of a pool need to start: the part `poolPart(number)` of the workers. */
export interface PoolPart {
  method: Method;
  /** For "fork": the image of the program's interpreter. */
  image: Image | undefined;
  payload: Uint8Array | undefined;
  cwd: string;
  cpus: number;
  /** The number of its first process, and a flag for each processor that is set when its first process has started. */
  first: number;
  begun: Int32Array;
  /** How many processors of an earlier pool have restarted for this one, or were replaced meanwhile. */
  arrived: Int32Array;
}

export function poolPart(number: number): string {
  return `python-pool-${number}`;
}

/** The name by which a processor's processes open files; without `index`, what the names of the pool's processors begin with. */
export function processName(part: string, index?: number): string {
  return index === undefined ? `${part}/` : `${part}/${index}/`;
}

const names = [
  "create",
  "ready",
  "submit",
  "settle",
  "take",
  "terminate",
  "sleep",
  "follows",
  "describe",
  "describe_results",
  "describe_unread",
  "flush",
  "exit",
] as const satisfies (keyof Bridge)[];

/**
 * Creates the functions that Python may hold references to, and a table of these objects by name. Each function calls the
 * bridge that `current()` returns, so that a copy of the interpreter calls the bridge of its own realm.
 */
export function bridgeObjects(current: () => Bridge): { functions: object; named: NamedObjects } {
  const functions: Record<string, object> = {};
  for (const name of names)
    functions[name] = (...args: unknown[]): unknown =>
      (current()[name] as (...args: unknown[]) => unknown)(...args);
  return { functions, named: { functions, ...functions } };
}

/** What a process of a pool answers to calls of the pools that it has inherited. */
export function refuse(): never {
  throw new Error("a process of a pool has no pools of its own");
}
