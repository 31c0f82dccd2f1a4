import type * as Library from "../webpool/index";
import type { Image, NamedObjects } from "./pyodide";

/** What Python calls; `_webpool/bridge.py` names the same. */
export interface Bridge {
  /** Makes a pool; gives its number and that of its first process. */
  create(
    processes: number,
    method: Method,
    payload: PyBuffer | undefined,
    maxtasks: number,
  ): number[];
  /** Whether all processes of a pool have begun, after at most so long. */
  ready(pool: number, milliseconds: number): boolean;
  /** Gives tasks to a pool; gives the number of the job. */
  submit(pool: number, payloads: PyList): number;
  /** The number of a job that has ended, or 0 after at most so long. */
  settle(milliseconds: number): number;
  /** The next result of a job that has ended, or why there is none. */
  take(job: number): Uint8Array | string;
  terminate(pool: number): void;
  /** Whether a pool has ended, after about so long. */
  join(pool: number, milliseconds: number): boolean;
  sleep(milliseconds: number): void;
  /** Whether somebody follows what the calls are about. */
  follows(): boolean;
  /**
   * Says what a job is about that was just submitted: the line of the program's text, 0 where it has none, and a line of
   * `items` for each task.
   */
  describe(job: number, line: number, items: string): void;
  /** Says what the tasks of a job that was described have given, a line for each. */
  describe_results(job: number, results: string): void;
  /** Shows what was printed without a newline. */
  flush(): void;
  /** Ends the process. */
  exit(status: number): never;
  /** Has another process take this one's place when its task has ended. */
  renew(): void;
  /** Random integers below `high`, four bytes each. */
  random_matrix(rows: number, columns: number, seed: number, low: number, high: number): Uint8Array;
}

/** How a pool's processes begin. */
export type Method = "fork" | "spawn";

export interface PyBuffer {
  toJs(): Uint8Array;
}
export interface PyList {
  toJs(): Uint8Array[];
}

/** What the processors of one pool begin with; handed to them under `poolPart(number)`. */
export interface PoolPart {
  method: Method;
  /** Of "fork": the program's interpreter. */
  image: Image | undefined;
  payload: Uint8Array | undefined;
  cwd: string;
  cpus: number;
  /** The number of its first process, and of each processor whether it has begun before. */
  first: number;
  begun: Int32Array;
  /** How many processors that begin again have done so. */
  arrived: Int32Array;
}

export function poolPart(number: number): string {
  return `python-pool-${number}`;
}

const names = [
  "create",
  "ready",
  "submit",
  "settle",
  "take",
  "terminate",
  "join",
  "sleep",
  "follows",
  "describe",
  "describe_results",
  "flush",
  "exit",
  "renew",
  "random_matrix",
] as const satisfies (keyof Bridge)[];

/**
 * The functions of a bridge as an object that Python may hold, and all objects of it by their names: each calls what
 * `current()` gives, so that a copy of the interpreter calls what belongs to its own realm.
 */
export function bridgeObjects(current: () => Bridge): { functions: object; named: NamedObjects } {
  const functions: Record<string, object> = {};
  for (const name of names)
    functions[name] = (...args: unknown[]): unknown =>
      (current()[name] as (...args: unknown[]) => unknown)(...args);
  return { functions, named: { functions, ...functions } };
}

/** Ends Python's interpreter where it stands: nothing in Python can catch it. */
export class ProcessExit extends Error {
  // Pyodide passes on what bears this mark.
  readonly pyodide_fatal_error = true;
  constructor(readonly status: number) {
    super(`the process ended with os._exit(${status})`);
  }
}

/** Random integers of the library's, as bytes. */
export function randomMatrix(
  library: typeof Library,
  rows: number,
  columns: number,
  seed: number,
  low: number,
  high: number,
): Uint8Array {
  const matrix = library.Matrix.random(rows, columns, { seed, low, high });
  try {
    const { buffer, byteOffset, byteLength } = matrix.data;
    return new Uint8Array(buffer, byteOffset, byteLength).slice();
  } finally {
    matrix.free();
  }
}
