import type { Realm } from "../bindings/program-contract";
import type * as Library from "../webpool/index";
import {
  type Bridge,
  type Method,
  type PoolPart,
  poolPart,
  processName,
  type PyBuffer,
  type PyList,
} from "./bridge";
import { CallDescriptions, type Place } from "./call-descriptions";
import { type ProgramPart, signalWord } from "./host";
import { ProcessExit } from "./process-end";
import type { Image } from "./pyodide";
import type { SharedFiles } from "./shared-files";

/** The processors of a pool in Python: a pool of the library, which several pools may use one after another. */
interface Processors {
  pool: Library.Pool;
  size: number;
  /** The names of the part with which they first started, and of that for the current pool. */
  firstPart: string;
  part: string;
  /** The restart for the current pool. */
  beginning?: Library.AsyncResult<any[]>; // eslint-disable-line @typescript-eslint/no-explicit-any
  /** The memory of the image from which they started, for the current pool. */
  memory?: Uint8Array;
  /** How many jobs are running. */
  jobs: number;
  /** Its number among the library's pools, as in the trace, and the number of its jobs so far. */
  index: number;
  submitted: number;
  /** Whether another pool may have them. */
  lasts: boolean;
}

/** Waits are divided into slices of this many milliseconds, to check whether the program was interrupted. */
const longestSlice = 50;

/** The bridge of a program. It identifies the library's pools and jobs by numbers. */
export class ProgramBridge extends CallDescriptions implements Bridge {
  private readonly pools = new Map<number, Processors>();
  // The processors of a pool that has ended, kept for the next one, since starting workers is slow.
  private idle: Processors | undefined;
  // The memory of the images of ended pools, for the next ones: a browser frees shared memory only when each worker that
  // received it has collected its garbage, which workers that wait or compute do not do.
  private readonly spareMemory: Uint8Array[] = [];
  private readonly results = new Map<number, (Uint8Array | string)[]>();
  private readonly ended: number[] = [];
  private lastPool = 0;
  private lastJob = 0;
  private started = 0;

  constructor(
    realm: Realm,
    private readonly library: typeof Library,
    private readonly program: ProgramPart,
    private readonly files: SharedFiles,
    private readonly cpus: number,
    private readonly interpreter: { image(spare?: Uint8Array): Image; cwd(): string },
    private readonly sleepHere: (milliseconds: number) => void,
    readonly flush: () => void,
  ) {
    super(realm);
  }

  create(
    processes: number,
    method: Method,
    payload: PyBuffer | undefined,
    maxtasks: number,
  ): number[] {
    return this.realm.inState("starting", () => this.fork(processes, method, payload, maxtasks));
  }

  ready(number: number, milliseconds: number): boolean {
    const processors = this.pools.get(number)!;
    const { beginning, pool } = processors;
    try {
      const isReady = this.realm.inState("starting", () =>
        this.waited(milliseconds, (slice) =>
          beginning ? beginning.wait(slice) : pool.waitUntilReady(slice),
        ),
      );
      if (isReady) beginning?.get();
      return isReady;
    } catch (error) {
      processors.lasts = false;
      throw error;
    }
  }

  submit(pool: number, payloads: PyList): number {
    const job = ++this.lastJob;
    const tasks = payloads.toJs();
    const processors = this.pools.get(pool);
    const end = (results: (Uint8Array | string)[]): void => {
      if (processors) --processors.jobs;
      this.results.set(job, results.reverse());
      this.ended.push(job);
    };
    const failed = (error: unknown): void => {
      if (processors) processors.lasts = false; // a processor may be starting again from the image
      end(new Array<string>(tasks.length).fill((error as Error).message));
    };
    const options = { chunksize: 1, callback: end, errorCallback: failed };
    if (processors) {
      ++processors.jobs;
      this.submitted(job, placeOfNext(processors));
      processors.pool.mapAsync({ module: import.meta.url, name: "runTask" }, tasks, options);
    } else failed(new Error("the pool has ended"));
    return job;
  }

  settle(milliseconds: number): number {
    const anyEnded = (slice: number): boolean => {
      if (this.ended.length === 0) this.realm.settle(slice);
      return this.ended.length > 0;
    };
    this.realm.inState("locked", () => this.waited(milliseconds, anyEnded));
    return this.ended.shift() ?? 0;
  }

  take(job: number): Uint8Array | string {
    const results = this.results.get(job)!;
    const result = results.pop()!;
    if (results.length === 0) this.results.delete(job);
    return result;
  }

  terminate(number: number): void {
    const processors = this.pools.get(number);
    if (!processors) return;
    this.pools.delete(number);
    if (processors.part !== processors.firstPart) this.realm.deletePart(processors.part);
    const { lasts, jobs, beginning } = processors;
    const isIdle = jobs === 0 && (beginning?.ready() ?? true);
    if (lasts && isIdle && !this.idle) this.idle = processors;
    else this.end(processors);
    this.files.closeAll(processName(processors.firstPart));
    if (processors.memory) this.spareMemory.push(processors.memory);
  }

  sleep(milliseconds: number): void {
    const end = performance.now() + milliseconds;
    this.waited(milliseconds, (slice) => {
      this.sleepHere(slice);
      return performance.now() >= end;
    });
  }

  exit(status: number): never {
    throw new ProcessExit(status);
  }

  // Waits in slices until `over` returns true, for at most `milliseconds`, or until Python has a pending signal. Returns whether
  // it is over. Python looks for signals every few dozen steps, so waits do not take time while one is pending.
  private waited(milliseconds: number, over: (slice: number) => boolean): boolean {
    const end = performance.now() + milliseconds;
    for (;;) {
      const left = Math.max(0, end - performance.now());
      const isInterrupted = Atomics.load(this.program.signal, signalWord.signal) !== 0;
      if (over(isInterrupted ? 0 : Math.min(left, longestSlice))) return true;
      if (left <= longestSlice || isInterrupted) return false;
    }
  }

  private fork(
    processes: number,
    method: Method,
    payload: PyBuffer | undefined,
    maxtasks: number,
  ): number[] {
    const number = ++this.lastPool;
    const first = Atomics.add(this.program.processes, 0, processes) + 1;
    const part: PoolPart = {
      method,
      image: method === "fork" ? this.interpreter.image(this.spareMemory.pop()) : undefined,
      payload: payload?.toJs(),
      cwd: this.interpreter.cwd(),
      cpus: this.cpus,
      first,
      begun: new Int32Array(new SharedArrayBuffer(4 * processes)),
      arrived: new Int32Array(new SharedArrayBuffer(4)),
    };
    this.realm.setPart(poolPart(number), part);
    const idle = this.takeIdle(processes, maxtasks);
    let processors: Processors;
    try {
      processors = idle ?? this.start(poolPart(number), processes, maxtasks);
    } catch (error) {
      this.realm.deletePart(poolPart(number));
      if (part.image) this.spareMemory.push(part.image.memory);
      throw error;
    }
    if (idle) this.beginAgain(idle, poolPart(number), part);
    processors.memory = part.image?.memory;
    this.pools.set(number, processors);
    return [number, first];
  }

  private start(part: string, size: number, maxtasks: number): Processors {
    const pool = new this.library.Pool(size, {
      initializer: { module: import.meta.url, name: "initialize" },
      initargs: [part],
      ...(maxtasks > 0 ? { maxtasksperchild: maxtasks } : {}),
    });
    const index = ++this.started; // the library counts from 1
    return {
      pool,
      size,
      firstPart: part,
      part,
      jobs: 0,
      index,
      submitted: 0,
      lasts: maxtasks === 0,
    };
  }

  private takeIdle(size: number, maxtasks: number): Processors | undefined {
    const { idle } = this;
    this.idle = undefined;
    if (!idle || (idle.size === size && maxtasks === 0)) return idle;
    this.end(idle);
    return undefined;
  }

  private beginAgain(processors: Processors, name: string, part: PoolPart): void {
    processors.part = name;
    this.realm.setPart(processors.firstPart, part); // replaced workers start with this part
    const begin = { module: import.meta.url, name: "beginAgain" };
    const names = new Array<string>(processors.size).fill(name);
    this.realm.describeCall?.({ ...placeOfNext(processors), startsProcesses: true });
    processors.beginning = processors.pool.mapAsync(begin, names, { chunksize: 1 });
  }

  // Waits for the end of the pool, since only join() frees its memory.
  private end({ pool, firstPart }: Processors): void {
    pool.terminate();
    pool.join();
    this.realm.deletePart(firstPart);
  }
}

// Numbers the next job of a pool, as the trace does.
function placeOfNext(processors: Processors): Place {
  return { pool: processors.index, job: processors.submitted++ };
}
