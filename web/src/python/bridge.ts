import type { Realm } from "../bindings/program-contract";
import type * as Library from "../webpool/index";
import type { ProgramPart } from "./host";
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
  close(pool: number): void;
  terminate(pool: number): void;
  /** Whether a pool has ended, after about so long. */
  join(pool: number, milliseconds: number): boolean;
  sleep(milliseconds: number): void;
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
  "close",
  "terminate",
  "join",
  "sleep",
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

/** The bridge of a program: pools and jobs of the library, by numbers. */
export class ProgramBridge implements Bridge {
  private readonly pools = new Map<number, Library.Pool>();
  private readonly results = new Map<number, (Uint8Array | string)[]>();
  private readonly ended: number[] = [];
  private lastPool = 0;
  private lastJob = 0;

  constructor(
    private readonly realm: Realm,
    private readonly library: typeof Library,
    private readonly program: ProgramPart,
    private readonly cpus: number,
    private readonly interpreter: { image(): Image; cwd(): string },
    readonly sleep: (milliseconds: number) => void,
    readonly flush: () => void,
  ) {}

  create(
    processes: number,
    method: Method,
    payload: PyBuffer | undefined,
    maxtasks: number,
  ): number[] {
    const number = ++this.lastPool;
    const first = Atomics.add(this.program.processes, 0, processes) + 1;
    const part: PoolPart = {
      method,
      image: method === "fork" ? this.interpreter.image() : undefined,
      payload: payload?.toJs(),
      cwd: this.interpreter.cwd(),
      cpus: this.cpus,
      first,
      begun: new Int32Array(new SharedArrayBuffer(4 * processes)),
    };
    this.realm.setPart(poolPart(number), part);
    const pool = new this.library.Pool(processes, {
      initializer: { module: import.meta.url, name: "initialize" },
      initargs: [poolPart(number)],
      ...(maxtasks > 0 ? { maxtasksperchild: maxtasks } : {}),
    });
    this.pools.set(number, pool);
    return [number, first];
  }

  ready(pool: number, milliseconds: number): boolean {
    return this.pools.get(pool)!.waitUntilReady(milliseconds);
  }

  submit(pool: number, payloads: PyList): number {
    const job = ++this.lastJob;
    const tasks = payloads.toJs();
    const end = (results: (Uint8Array | string)[]): void => {
      this.results.set(job, results.reverse());
      this.ended.push(job);
    };
    const failed = (error: unknown): void => {
      end(new Array<string>(tasks.length).fill((error as Error).message));
    };
    const options = { chunksize: 1, callback: end, errorCallback: failed };
    const state = this.pools.get(pool);
    if (state) state.mapAsync({ module: import.meta.url, name: "runTask" }, tasks, options);
    else failed(new Error("the pool has ended"));
    return job;
  }

  settle(milliseconds: number): number {
    if (this.ended.length === 0) this.realm.settle(milliseconds);
    return this.ended.shift() ?? 0;
  }

  take(job: number): Uint8Array | string {
    const results = this.results.get(job)!;
    const result = results.pop()!;
    if (results.length === 0) this.results.delete(job);
    return result;
  }

  close(pool: number): void {
    this.pools.get(pool)?.close();
  }

  // And waits for its end, which comes soon: nothing else would give its memory back.
  terminate(pool: number): void {
    this.pools.get(pool)?.terminate();
    this.join(pool);
  }

  join(number: number): boolean {
    this.pools.get(number)?.join();
    if (this.pools.delete(number)) this.realm.deletePart(poolPart(number));
    return true;
  }

  exit(status: number): never {
    throw new ProcessExit(status);
  }

  renew(): void {}

  random_matrix(
    rows: number,
    columns: number,
    seed: number,
    low: number,
    high: number,
  ): Uint8Array {
    return randomMatrix(this.library, rows, columns, seed, low, high);
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
