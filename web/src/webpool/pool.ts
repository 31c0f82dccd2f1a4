import { AsyncResult } from "./async-result";
import {
  type CallOptions,
  initializerTask,
  mapTask,
  requireArguments,
  requireCount,
  startApply,
  startChunk,
  startMap,
  startStarmap,
  timeoutOf,
} from "./start-job";
import { registerUncloneable } from "../bindings/codec";
import { DeadlockError, PoolStillRunningError } from "../bindings/errors";
import type { ModuleFunction } from "../bindings/function-table";
import { ImapIterator, type ImapOptions } from "./imap-iterator";
import { ImapSource } from "./imap-source";
import { ImapWindow } from "./imap-window";
import { addressOf, type SubmittedJob } from "./submit-job";
import { Kernel, type KernelFactory, type KernelRow } from "./kernels";
import type {
  ApplyOptions,
  AsyncOptions,
  KernelOptions,
  MapOptions,
  PoolOptions,
  Untimed,
} from "./pool-options";
import { requireLoop, requireProcesses, waitForEnd, whenReady } from "./pool-life";
import { shapes } from "./call-shapes";
import { loadWith } from "../bindings/load";
import { requireCall, requireLimit, requireOptions } from "../bindings/options";
import { printedAs } from "../bindings/printed-as";
import { NativePool, type ProcessorStats } from "../bindings/native-pool";
import { cpuCount } from "../bindings/platform";
import { hasRuntime, refuseInTask, type Runtime, runtime } from "../bindings/runtime";

const token = Symbol("ready");

/**
 * A fixed number of processors, each a Web Worker, that run tasks: JavaScript functions, or kernels in C++.
 *
 * ```js
 * const pool = await Pool.create(4);
 * await pool.mapAsync(x => x * x, [1, 2, 3]);   // [1, 4, 9]
 * ```
 *
 * The semantics are those of Python's `multiprocessing.Pool`: results keep the order of the input; when tasks throw, the
 * other chunks still run, and the first error is thrown when all of them have ended.
 *
 * A function is sent to the workers as its source text: it sees its arguments, but no variables from around it. It runs in
 * strict mode, except for ordinary functions that were defined in sloppy mode (the mode of arrow functions, methods and async
 * functions cannot be detected). Relative URLs in it are resolved against the page's base URL, except in `import()`.
 * Alternatively, name an export of a module: `{ module: "./tasks.js", name: "f" }`. Values are copied by the rules of
 * structured clone; views of shared memory (`Matrix`, `share`, and any `SharedArrayBuffer` of the caller) are passed by
 * reference. The calls without `Async` block: in a `Program` or a worker they sleep; on a page's main thread they spin, and
 * the page freezes. In a task, `processor.index` is the number of the processor, and `processor.signal` is an `AbortSignal`
 * that is aborted when the job should stop. Tasks cannot create pools.
 *
 * Everything settles: each call, promise and iterator ends with a value or a named error, whatever its tasks do. A task can
 * be killed by `terminate()`, by `cancel({ force: true })` or by the end of its program. After that, these are guaranteed:
 * the pool's memory is consistent, since no thread is killed inside the allocator or the pool's own code; other jobs are not
 * affected, except for tasks that await a promise on the same processor; a new worker replaces the killed one; output that
 * the task had printed is delivered. Not guaranteed: shared arrays that the task was writing to, locks it held (`Atomics`, or
 * a mutex in a kernel), and files or requests it had open. The 1 MB stack of the killed thread is freed ten seconds later,
 * since browsers let a terminated worker run on for a moment; up to 20 kB of it are never freed.
 */
export class Pool {
  private readonly runtime: Runtime;
  private readonly native: NativePool;
  private stopped = false;

  /**
   * Creates a pool of `processes` processors in a `Program`, as in Python. Throws elsewhere, where workers need the event
   * loop to start: use `await Pool.create(processes)` there.
   */
  constructor(processes?: number, options?: PoolOptions);
  /** @internal */
  constructor(processes: number | undefined, options: PoolOptions, from: symbol);
  constructor(processes?: number, options: PoolOptions = {}, from?: symbol) {
    refuseInTask();
    if (from !== token && (!hasRuntime() || runtime().role !== "program")) {
      throw new Error(
        "new Pool() works in a Program; elsewhere workers need the event loop to start: use `await Pool.create()`",
      );
    }
    requireOptions(shapes.create, options);
    requireProcesses(processes);
    this.runtime = runtime();
    const count = processes ?? this.runtime.module._webpool_default_processes();
    const { initializer, initargs, maxtasksperchild } = options;
    if (maxtasksperchild !== undefined) requireCount("maxtasksperchild", maxtasksperchild);
    requireArguments("initargs", initargs ?? []);
    this.native = new NativePool(this.runtime, count, {
      ...(initializer === undefined ? {} : { initializer: initializerTask(initializer) }),
      ...(initargs === undefined ? {} : { initargs }),
      ...(maxtasksperchild === undefined ? {} : { maxtasksperchild }),
    });
    dropped.register(this, this.native, this.native);
  }

  /**
   * Creates a pool and waits until its workers have started and run the initializer, if there is one. Where the browser has
   * no threads (see `support`), the pool has one processor, which runs on the current thread. Rejects if workers do not
   * start, the initializer throws, or there is not enough memory for the workers' stacks, 1 MB each.
   * @param processes - 1 to 1024; by default `cpuCount()`
   */
  static async create<Arguments extends unknown[] = any[]>(
    processes?: number,
    options: PoolOptions<Arguments> = {},
  ): Promise<Pool> {
    requireCall(shapes.create, arguments, 1);
    requireProcesses(processes);
    await loadWith(processes ?? cpuCount());
    const pool = new Pool(processes, options as PoolOptions, token);
    const { native } = pool;
    const failure = await whenReady(native, options.initializer !== undefined);
    if (failure) {
      pool.terminate();
      throw await failure();
    }
    return pool;
  }

  /** The number of processors. */
  get processes(): number {
    return this.native.size;
  }

  /**
   * Calls `fn(item)` for each item, in parallel, and returns the results in the order of the items. With a kernel, the result
   * is an `Int32Array`: a new one, or `out`.
   */
  map(kernel: Kernel, items: Iterable<KernelRow>, options?: KernelOptions): Int32Array;
  map<Item, Result>(
    fn: (item: Item) => Result,
    items: Iterable<Item>,
    options?: MapOptions,
  ): Awaited<Result>[];
  map<Result = unknown>(
    fn: ModuleFunction,
    items: Iterable<unknown>,
    options?: MapOptions,
  ): Awaited<Result>[];
  map(fn: unknown, items: unknown, options: MapOptions = {}): never {
    requireCall(shapes.map, arguments, 2);
    return this.block(() => startMap(this.native, "map", fn, items, options, true), options);
  }

  /** `map` whose items are arrays of arguments: calls `fn(...item)`. */
  starmap(
    kernel: KernelFactory,
    items: Iterable<readonly [row: KernelRow, minimum: number, maximum: number]>,
    options?: KernelOptions,
  ): Int32Array;
  starmap<Arguments extends unknown[], Result>(
    fn: (...args: Arguments) => Result,
    items: Iterable<readonly [...Arguments]>,
    options?: MapOptions,
  ): Awaited<Result>[];
  starmap<Result = unknown>(
    fn: ModuleFunction,
    items: Iterable<readonly unknown[]>,
    options?: MapOptions,
  ): Awaited<Result>[];
  starmap(fn: unknown, items: unknown, options: MapOptions = {}): never {
    requireCall(shapes.starmap, arguments, 2);
    return this.block(
      () => startStarmap(this.native, "starmap", fn, items, options, true),
      options,
    );
  }

  /** Calls `fn(...args)` once, on one processor; with `kwds`, `fn(...args, kwds)`. */
  apply(kernel: Kernel, args: readonly [row: KernelRow], options?: Untimed<ApplyOptions>): number;
  apply(
    kernel: KernelFactory,
    args: readonly [row: KernelRow, minimum: number, maximum: number],
    options?: Untimed<ApplyOptions>,
  ): number;
  apply<Result>(
    fn: () => Result,
    args?: readonly [],
    options?: ApplyOptions<never>,
  ): Awaited<Result>;
  apply<Arguments extends unknown[], Result>(
    fn: (...args: Arguments) => Result,
    args: readonly [...Arguments],
    options?: ApplyOptions<never>,
  ): Awaited<Result>;
  apply<Arguments extends unknown[], Named extends object, Result>(
    fn: (...args: [...Arguments, Named]) => Result,
    args: readonly [...Arguments] | undefined,
    options: ApplyOptions<Named>,
  ): Awaited<Result>;
  apply<Result = unknown>(
    fn: ModuleFunction,
    args?: readonly unknown[],
    options?: ApplyOptions,
  ): Awaited<Result>;
  apply(fn: unknown, args?: readonly unknown[], options: ApplyOptions = {}): any {
    requireCall(shapes.apply, arguments, 2);
    return this.block(() => startApply<any>(this.native, "apply", fn, args ?? [], options, true));
  }

  /** `map` that returns at once. */
  mapAsync(
    kernel: Kernel,
    items: Iterable<KernelRow>,
    options?: KernelOptions & AsyncOptions<Int32Array>,
  ): AsyncResult<Int32Array>;
  mapAsync<Item, Result>(
    fn: (item: Item) => Result,
    items: Iterable<Item>,
    options?: MapOptions & AsyncOptions<Awaited<Result>[]>,
  ): AsyncResult<Awaited<Result>[]>;
  mapAsync<Result = unknown>(
    fn: ModuleFunction,
    items: Iterable<unknown>,
    options?: MapOptions & AsyncOptions<Awaited<Result>[]>,
  ): AsyncResult<Awaited<Result>[]>;
  mapAsync(
    fn: unknown,
    items: unknown,
    options: MapOptions & AsyncOptions<any> = {},
  ): AsyncResult<any> {
    requireCall(shapes.mapAsync, arguments, 2);
    return this.track<unknown>(
      startMap(this.native, "mapAsync", fn, items, options, false),
      options,
    );
  }

  /** `starmap` that returns at once. */
  starmapAsync(
    kernel: KernelFactory,
    items: Iterable<readonly [row: KernelRow, minimum: number, maximum: number]>,
    options?: KernelOptions & AsyncOptions<Int32Array>,
  ): AsyncResult<Int32Array>;
  starmapAsync<Arguments extends unknown[], Result>(
    fn: (...args: Arguments) => Result,
    items: Iterable<readonly [...Arguments]>,
    options?: MapOptions & AsyncOptions<Awaited<Result>[]>,
  ): AsyncResult<Awaited<Result>[]>;
  starmapAsync<Result = unknown>(
    fn: ModuleFunction,
    items: Iterable<readonly unknown[]>,
    options?: MapOptions & AsyncOptions<Awaited<Result>[]>,
  ): AsyncResult<Awaited<Result>[]>;
  starmapAsync(
    fn: unknown,
    items: unknown,
    options: MapOptions & AsyncOptions<any> = {},
  ): AsyncResult<any> {
    requireCall(shapes.starmapAsync, arguments, 2);
    return this.track<unknown>(
      startStarmap(this.native, "starmapAsync", fn, items, options, false),
      options,
    );
  }

  /** `apply` that returns at once. */
  applyAsync(
    kernel: Kernel,
    args: readonly [row: KernelRow],
    options?: Untimed<ApplyOptions> & AsyncOptions<number>,
  ): AsyncResult<number>;
  applyAsync(
    kernel: KernelFactory,
    args: readonly [row: KernelRow, minimum: number, maximum: number],
    options?: Untimed<ApplyOptions> & AsyncOptions<number>,
  ): AsyncResult<number>;
  applyAsync<Result>(
    fn: () => Result,
    args?: readonly [],
    options?: ApplyOptions<never> & AsyncOptions<Awaited<Result>>,
  ): AsyncResult<Awaited<Result>>;
  applyAsync<Arguments extends unknown[], Result>(
    fn: (...args: Arguments) => Result,
    args: readonly [...Arguments],
    options?: ApplyOptions<never> & AsyncOptions<Awaited<Result>>,
  ): AsyncResult<Awaited<Result>>;
  applyAsync<Arguments extends unknown[], Named extends object, Result>(
    fn: (...args: [...Arguments, Named]) => Result,
    args: readonly [...Arguments] | undefined,
    options: ApplyOptions<Named> & AsyncOptions<Awaited<Result>>,
  ): AsyncResult<Awaited<Result>>;
  applyAsync<Result = unknown>(
    fn: ModuleFunction,
    args?: readonly unknown[],
    options?: ApplyOptions & AsyncOptions<Awaited<Result>>,
  ): AsyncResult<Awaited<Result>>;
  applyAsync(
    fn: unknown,
    args?: readonly unknown[],
    options: ApplyOptions & AsyncOptions<any> = {},
  ): AsyncResult<any> {
    requireCall(shapes.applyAsync, arguments, 2);
    return this.track(
      startApply<any>(this.native, "applyAsync", fn, args ?? [], options, false),
      options,
    );
  }

  /**
   * Calls `fn(item)` for each item and yields the results one by one, in the order of the items, while later items are being
   * computed; see {@link ImapIterator}. The input, a sync or async iterable, is read only as fast as the results are.
   */
  imap(
    kernel: Kernel,
    items: Iterable<KernelRow> | AsyncIterable<KernelRow>,
    options?: Untimed<ImapOptions>,
  ): ImapIterator<number>;
  imap<Item, Result>(
    fn: (item: Item) => Result,
    items: Iterable<Item> | AsyncIterable<Item>,
    options?: ImapOptions,
  ): ImapIterator<Awaited<Result>>;
  imap<Result = unknown>(
    fn: ModuleFunction,
    items: Iterable<unknown> | AsyncIterable<unknown>,
    options?: ImapOptions,
  ): ImapIterator<Awaited<Result>>;
  imap(fn: unknown, items: unknown, options: ImapOptions = {}): ImapIterator<any> {
    requireCall(shapes.imap, arguments, 2);
    return this.stream("imap", fn, items, options);
  }

  /** `imap` that yields the results in the order in which their chunks end. */
  imapUnordered(
    kernel: Kernel,
    items: Iterable<KernelRow> | AsyncIterable<KernelRow>,
    options?: Untimed<ImapOptions>,
  ): ImapIterator<number>;
  imapUnordered<Item, Result>(
    fn: (item: Item) => Result,
    items: Iterable<Item> | AsyncIterable<Item>,
    options?: ImapOptions,
  ): ImapIterator<Awaited<Result>>;
  imapUnordered<Result = unknown>(
    fn: ModuleFunction,
    items: Iterable<unknown> | AsyncIterable<unknown>,
    options?: ImapOptions,
  ): ImapIterator<Awaited<Result>>;
  imapUnordered(fn: unknown, items: unknown, options: ImapOptions = {}): ImapIterator<any> {
    requireCall(shapes.imapUnordered, arguments, 2);
    return this.stream("imapUnordered", fn, items, options);
  }

  /**
   * Blocks until all workers have started and run the initializer, if there is one, for at most `milliseconds`; returns
   * whether they have. Throws the error that made the pool fail. A pool from `Pool.create` is ready already; one from
   * `new Pool` accepts calls at once, and their results wait for its workers.
   */
  waitUntilReady(milliseconds?: number | null): boolean {
    const limit = requireLimit("waitUntilReady", milliseconds);
    const { native } = this;
    const ready = this.runtime.locked(() => native.waitUntilStarted(limit), "starting");
    const failure = native.failure();
    if (failure) throw failure.error;
    return ready;
  }

  /** Statistics of each processor: what it has done so far, how long it waited, and what it holds. */
  stats(): ProcessorStats[] {
    return this.native.stats();
  }

  /**
   * Accepts no more work; jobs that were submitted run to their end. Iterators of `imap` go on reading their input until
   * `join` is called.
   */
  close(): void {
    this.stop();
    this.native.close();
    void this.native.whenEnded(false).then(() => this.native.delete()); // frees the memory even if the caller never joins
  }

  /**
   * Ends the pool now, whatever its tasks do. Every pending call, result and iterator ends with `PoolTerminatedError`.
   */
  terminate(): void {
    this.stop();
    if (this.native.address === 0) return;
    this.native.terminate();
    void this.joinAsync(); // frees the memory even if the caller never joins
  }

  /**
   * Blocks until all processors have ended and all callbacks have been called, as in CPython. Throws
   * `PoolStillRunningError` unless the pool was closed or terminated, and `DeadlockError` on a page's main thread.
   */
  join(): void {
    this.requireStopped("join()");
    if (!this.runtime.mayBlock) {
      throw new DeadlockError(
        "join() would block the page, which the workers need to end; use `await pool.joinAsync()`",
      );
    }
    const { native } = this;
    native.stopStreams();
    this.runtime.locked(() => waitForEnd(native));
    native.delete();
    this.runtime.takeSettled();
  }

  /** `join` without blocking. */
  async joinAsync(): Promise<void> {
    this.requireStopped("joinAsync()");
    this.native.stopStreams();
    if (this.native.alive !== 0) await this.native.whenEnded();
    this.native.delete();
    await this.native.whenDelivered();
  }

  /** Terminates the pool at the end of a `using` scope, as Python's `with` does. */
  [Symbol.dispose](): void {
    this.terminate();
  }

  /** Terminates the pool at the end of an `await using` scope, and waits until it has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.terminate();
    await this.joinAsync();
  }

  /** @internal */
  get state(): string {
    if (this.native.alive === 0) return "ended";
    return this.stopped ? "closed" : "running";
  }

  private stop(): void {
    this.stopped = true;
    dropped.unregister(this.native);
  }

  private requireStopped(call: string): void {
    if (this.stopped) return;
    throw new PoolStillRunningError(
      `${call} waits for the processors to end; call close() or terminate() first`,
    );
  }

  // Waits here for the result, so the event loop need not deliver it.
  private block<T>(start: () => SubmittedJob<T>, options: CallOptions = {}): T {
    if (this.runtime.host && !this.runtime.scheduler) requireLoop(this.native, "a sync call");
    return this.runtime.locked(() =>
      AsyncResult.of<T>(this.native, this, start(), options, false).get(),
    );
  }

  private track<T>(submitted: SubmittedJob<T>, options: AsyncOptions<never>): AsyncResult<T> {
    const result = AsyncResult.of<T>(
      this.native,
      this,
      submitted,
      options as AsyncOptions<T>,
      true,
    );
    if (options.signal?.aborted) this.runtime.takeSettled();
    return result;
  }

  private stream(
    call: string,
    fn: unknown,
    items: unknown,
    { chunksize = 1, buffersize = 4 * this.native.size, timeout, signal }: ImapOptions,
  ): ImapIterator<unknown> {
    requireCount("chunksize", chunksize);
    requireCount("buffersize", buffersize);
    const task = fn instanceof Kernel ? fn : mapTask(call, fn);
    const limit = timeoutOf(timeout, fn);
    const { native } = this;
    addressOf(native);
    const source = ImapSource.of(call, items);
    const window = new ImapWindow(
      native,
      this,
      source,
      call === "imap",
      chunksize,
      buffersize,
      (chunk) => startChunk<unknown>(native, task, chunk, limit),
    );
    const results = ImapIterator.over(window);
    if (signal) window.follow(signal);
    if (!source.isAsync) window.fill(); // work begins at once, as in CPython
    return results;
  }
}

// Ends pools that were garbage-collected without close() or terminate().
const dropped = new FinalizationRegistry<NativePool>((native) => {
  console.warn(
    "webpool: a pool was dropped without close() or terminate(), so its workers are ended now; `await using` ends them in time",
  );
  native.terminate();
  void native.whenEnded().then(() => native.delete());
});

printedAs(Pool, "Pool", (pool) => `${pool.processes} processes, ${pool.state}`);
registerUncloneable(Pool, "a Pool");
