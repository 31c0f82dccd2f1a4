import { AsyncResult, type Callbacks, type SubmittedJob } from "./async-result";
import { DeadlockError, PoolStillRunningError } from "./errors";
import { isModuleFunction, type ModuleFunction, outOfMemory, type TaskSource } from "./functions";
import { isFactory, Kernel, type KernelFactory } from "./kernels";
import {
  type Items,
  type JobContext,
  notRunning,
  submitFactory,
  submitKernel,
  submitScript,
} from "./jobs";
import { cpuCount, loadWith } from "./load";
import { MatrixRows } from "./matrix";
import type { WebPool } from "./module";
import { hasRuntime, type Runtime, runtime } from "./runtime";

/** Settings of `map` and `starmap`. */
export interface MapOptions {
  /** Items that a processor takes at once, at least 1; by default ⌈items / (4 · processes)⌉, as in CPython. */
  chunksize?: number;
}

/** Settings of the async calls. */
export interface AsyncOptions<T> extends Callbacks<T> {}

const token = Symbol("ready");

/**
 * A fixed number of processors, each a Web Worker, that run tasks: JavaScript functions, or kernels in C++.
 *
 * ```js
 * const pool = await Pool.create(4);
 * await pool.mapAsync(x => x * x, [1, 2, 3]);   // [1, 4, 9]
 * ```
 *
 * Semantics: Python's `multiprocessing.Pool`: results keep the order of the input; when tasks throw, the other chunks
 * still run, and the first error is thrown when all have ended.
 *
 * A function crosses as its source text: it sees its arguments and no variables around it. Values cross by the rules of
 * structured clone; views on shared memory (`Matrix`, `share`) cross by reference. The calls without `Async` block: in a
 * `Program` or a worker they sleep, on a page's main thread they spin and the page stands still.
 */
export class Pool {
  private readonly runtime: Runtime;
  // Gone once the pool has ended and was joined.
  private native: WebPool | undefined;
  private readonly address: number;
  private readonly size: number;
  private stopped = false;

  /**
   * A pool of `processes` processors, in a `Program`, as in Python. Elsewhere starting a worker needs the event loop, and
   * it throws: use `await Pool.create(processes)`.
   */
  constructor(processes?: number, from?: symbol) {
    if (from !== token && (!hasRuntime() || runtime().place !== "program")) {
      throw new Error(
        "new Pool() works in a Program; elsewhere workers need the event loop to start: use `await Pool.create()`",
      );
    }
    this.runtime = runtime();
    const count = processes ?? this.runtime.module._webpool_default_processes();
    if (!Number.isInteger(count) || count < 1 || count > 1024) {
      throw new RangeError(
        `processes: ${String(processes)} is out of range; a pool has 1 to 1024 processors`,
      );
    }
    this.size = count;
    const native = this.runtime.module.WebPool!.create(count);
    if (!native) throw outOfMemory();
    this.native = native;
    this.address = native.self();
  }

  /**
   * A pool whose workers have started and are ready. Rejects where threads are not to be had (see `support`), workers do
   * not start, or the memory does not hold the stack of each, 1 MB.
   * @param processes - 1 to 1024; by default `cpuCount()`
   */
  static async create(processes?: number): Promise<Pool> {
    await loadWith(processes ?? cpuCount());
    const pool = new Pool(processes, token);
    const own = pool.runtime;
    const started = pool.native!.startedWord();
    const alive = pool.native!.aliveWord();
    const count = (word: number): number => Atomics.load(own.words, word >> 2);
    await own.until(started, () => count(started) === pool.size || count(alive) < pool.size);
    if (count(alive) < pool.size && count(started) < pool.size) {
      pool.terminate();
      throw new Error(
        "the workers of the pool could not be started: is the library's whole folder served?",
      );
    }
    return pool;
  }

  /** The number of processors. */
  get processes(): number {
    return this.size;
  }

  /**
   * `fn(item)` for each item, in parallel; the results in the order of the items. With a kernel the result is an
   * `Int32Array`.
   */
  map(kernel: Kernel, items: Items | Iterable<unknown>, options?: MapOptions): Int32Array;
  map<Item, Result>(
    fn: (item: Item) => Result,
    items: Iterable<Item>,
    options?: MapOptions,
  ): Awaited<Result>[];
  map(fn: ModuleFunction, items: Iterable<unknown>, options?: MapOptions): any[];
  map(fn: unknown, items: unknown, options: MapOptions = {}): never {
    return this.block(this.startMap("map", fn, items, options, true));
  }

  /** The same with arrays for items, which become the function's arguments. */
  starmap(
    kernel: KernelFactory,
    items: Iterable<readonly unknown[]>,
    options?: MapOptions,
  ): Int32Array;
  starmap<Arguments extends readonly unknown[], Result>(
    fn: (...args: [...Arguments]) => Result,
    items: Iterable<Arguments>,
    options?: MapOptions,
  ): Awaited<Result>[];
  starmap(fn: ModuleFunction, items: Iterable<readonly unknown[]>, options?: MapOptions): any[];
  starmap(fn: unknown, items: unknown, options: MapOptions = {}): never {
    return this.block(this.startStarmap(fn, items, options, true));
  }

  /** `fn(...args)` once, on one processor. */
  apply<Arguments extends readonly unknown[], Result>(
    fn: ((...args: [...Arguments]) => Result) | Kernel | KernelFactory | ModuleFunction,
    args?: Arguments,
  ): Awaited<Result> {
    return this.block(this.startApply<Result>(fn, args ?? [], true));
  }

  /** `map` that returns at once. */
  mapAsync(
    kernel: Kernel,
    items: Items | Iterable<unknown>,
    options?: MapOptions & AsyncOptions<Int32Array>,
  ): AsyncResult<Int32Array>;
  mapAsync<Item, Result>(
    fn: (item: Item) => Result,
    items: Iterable<Item>,
    options?: MapOptions & AsyncOptions<Awaited<Result>[]>,
  ): AsyncResult<Awaited<Result>[]>;
  mapAsync(
    fn: ModuleFunction,
    items: Iterable<unknown>,
    options?: MapOptions & AsyncOptions<any[]>,
  ): AsyncResult<any[]>;
  mapAsync(
    fn: unknown,
    items: unknown,
    options: MapOptions & AsyncOptions<any> = {},
  ): AsyncResult<any> {
    return this.track<unknown>(this.startMap("mapAsync", fn, items, options, false), options);
  }

  /** `starmap` that returns at once. */
  starmapAsync(
    kernel: KernelFactory,
    items: Iterable<readonly unknown[]>,
    options?: MapOptions & AsyncOptions<Int32Array>,
  ): AsyncResult<Int32Array>;
  starmapAsync<Arguments extends readonly unknown[], Result>(
    fn: (...args: [...Arguments]) => Result,
    items: Iterable<Arguments>,
    options?: MapOptions & AsyncOptions<Awaited<Result>[]>,
  ): AsyncResult<Awaited<Result>[]>;
  starmapAsync(
    fn: ModuleFunction,
    items: Iterable<readonly unknown[]>,
    options?: MapOptions & AsyncOptions<any[]>,
  ): AsyncResult<any[]>;
  starmapAsync(
    fn: unknown,
    items: unknown,
    options: MapOptions & AsyncOptions<any> = {},
  ): AsyncResult<any> {
    return this.track<unknown>(this.startStarmap(fn, items, options, false), options);
  }

  /** `apply` that returns at once. */
  applyAsync<Arguments extends readonly unknown[], Result>(
    fn: ((...args: [...Arguments]) => Result) | Kernel | KernelFactory | ModuleFunction,
    args?: Arguments,
    options: AsyncOptions<Awaited<Result>> = {},
  ): AsyncResult<Awaited<Result>> {
    return this.track(this.startApply<Result>(fn, args ?? [], false), options);
  }

  /** Takes no more work; what was given runs to its end. */
  close(): void {
    this.stopped = true;
    this.native?.close();
  }

  /**
   * Ends the pool now, whatever its tasks do; every call and result that waits ends with `PoolTerminatedError`. A kernel
   * that runs is let to look up first.
   */
  terminate(): void {
    if (!this.native) return;
    this.stopped = true;
    this.native.terminate();
    void this.joinAsync(); // gives its memory back, should nobody else join
  }

  /**
   * Blocks until all processors have ended. Throws `PoolStillRunningError` unless the pool was closed or terminated, and
   * `DeadlockError` on a page's main thread.
   */
  join(): void {
    this.requireStopped("join()");
    if (!this.runtime.mayBlock) {
      throw new DeadlockError(
        "join() would block the page, which the workers need to end; use `await pool.joinAsync()`",
      );
    }
    // Where this realm is the workers' host, it has to see to them meanwhile.
    const { host } = this.runtime;
    for (let alive = this.alive(); alive !== 0; alive = this.alive()) {
      host?.look();
      Atomics.wait(this.runtime.words, this.native!.aliveWord() >> 2, alive, host ? 5 : 1000);
    }
    this.forget();
  }

  /** The same without blocking. */
  async joinAsync(): Promise<void> {
    this.requireStopped("joinAsync()");
    if (this.native) await this.runtime.until(this.native.aliveWord(), () => this.alive() === 0);
    this.forget();
  }

  /** Leaving a `using` scope terminates, as leaving Python's `with` does. */
  [Symbol.dispose](): void {
    this.terminate();
  }

  /** Leaving an `await using` scope terminates and waits for the end. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.terminate();
    await this.joinAsync();
  }

  private alive(): number {
    return this.native ? Atomics.load(this.runtime.words, this.native.aliveWord() >> 2) : 0;
  }

  private forget(): void {
    this.native?.delete();
    this.native = undefined;
  }

  private requireStopped(call: string): void {
    if (this.stopped) return;
    throw new PoolStillRunningError(
      `${call} waits for the processors to end; call close() or terminate() first`,
    );
  }

  private context(sync: boolean): JobContext {
    if (!this.native) throw notRunning();
    return { runtime: this.runtime, pool: this.address, sync };
  }

  private startMap(
    call: string,
    fn: unknown,
    items: unknown,
    options: MapOptions,
    sync: boolean,
  ): SubmittedJob<never> {
    const list = listOf(items);
    const chunksize = this.chunksize(options.chunksize, list.length);
    if (fn instanceof Kernel)
      return submitKernel(this.context(sync), fn, list, chunksize, identity);
    if (isFactory(fn))
      throw new TypeError(
        `${call} takes kernels.${fn.kernelName}(minimum, maximum); starmap takes it as it is`,
      );
    return submitScript(this.context(sync), task(call, fn), list, false, chunksize, identity);
  }

  private startStarmap(
    fn: unknown,
    items: unknown,
    options: MapOptions,
    sync: boolean,
  ): SubmittedJob<never> {
    const list = listOf(items) as ArrayLike<readonly unknown[]>;
    const chunksize = this.chunksize(options.chunksize, list.length);
    if (isFactory(fn)) return submitFactory(this.context(sync), fn, list, chunksize, identity);
    for (let item = 0; item < list.length; ++item) {
      if (!Array.isArray(list[item]))
        throw new TypeError(`item ${item}: starmap takes arrays of arguments`);
    }
    return submitScript(this.context(sync), task("starmap", fn), list, true, chunksize, identity);
  }

  private startApply<Result>(
    fn: unknown,
    args: readonly unknown[],
    sync: boolean,
  ): SubmittedJob<Awaited<Result>> {
    if (!Array.isArray(args))
      throw new TypeError("apply takes the arguments as an array: pool.apply(f, [a, b])");
    const first = (results: ArrayLike<unknown>): Awaited<Result> => results[0] as Awaited<Result>;
    if (fn instanceof Kernel) return submitKernel(this.context(sync), fn, [args[0]], 1, first);
    if (isFactory(fn)) return submitFactory(this.context(sync), fn, [args], 1, first);
    return submitScript(this.context(sync), task("apply", fn), [args], true, 1, first);
  }

  private block<T>(submitted: SubmittedJob<T>): T {
    // Not listened to: it settles here.
    return new AsyncResult<T>(this.runtime, submitted, undefined, false).get();
  }

  private track<T>(submitted: SubmittedJob<T>, options: AsyncOptions<never>): AsyncResult<T> {
    return new AsyncResult<T>(this.runtime, submitted, options as Callbacks<T>);
  }

  private chunksize(wanted: number | undefined, items: number): number {
    if (wanted === undefined) return Math.max(1, Math.ceil(items / (4 * this.size)));
    if (!Number.isInteger(wanted) || wanted < 1) {
      throw new RangeError(
        `chunksize: ${String(wanted)} is out of range; a chunk has at least one item`,
      );
    }
    return Math.min(wanted, Math.max(1, items));
  }
}

// What the tasks gave; the overloads of the calls know its type.
function identity(value: unknown): never {
  return value as never;
}

function task(call: string, fn: unknown): TaskSource {
  if (typeof fn !== "function" && !isModuleFunction(fn)) {
    throw new TypeError(
      `${call} takes a function first, a kernel, or { module, name }; not ${typeof fn}`,
    );
  }
  return fn as TaskSource;
}

function listOf(items: unknown): Items {
  if (items instanceof MatrixRows || Array.isArray(items)) return items as Items;
  if (ArrayBuffer.isView(items) && !(items instanceof DataView))
    return items as unknown as ArrayLike<unknown>;
  if (items === null || typeof items !== "object" || !(Symbol.iterator in items)) {
    if (typeof items !== "string") throw new TypeError("the items must be iterable");
  }
  return Array.from(items as Iterable<unknown>);
}
