import { AsyncResult, type SubmittedJob } from "./async-result";
import {
  type CallOptions,
  mapTask,
  requireCount,
  startApply,
  startChunk,
  startMap,
  startStarmap,
  timeoutOf,
} from "./start-job";
import { registerUncloneable } from "../bindings/codec";
import { DeadlockError, PoolStillRunningError, ProcessorCrashedError } from "../bindings/errors";
import type { ModuleFunction } from "../bindings/function-table";
import { ImapIterator, type ImapOptions } from "./imap-iterator";
import { ImapSource } from "./imap-source";
import { ImapWindow } from "./imap-window";
import { notRunning } from "./submit-job";
import { Kernel, type KernelFactory, type KernelRow } from "./kernels";
import type {
  ApplyOptions,
  AsyncOptions,
  KernelOptions,
  MapOptions,
  PoolOptions,
  Untimed,
} from "./pool-options";
import { whyNoWorkers } from "../bindings/worker-script";
import { shapes } from "./call-shapes";
import { loadWith } from "../bindings/load";
import { kindOf, requireCall, requireOptions } from "../bindings/options";
import { printedAs } from "../bindings/printed-as";
import { NativePool, type ProcessorStats } from "../bindings/native-pool";
import { cpuCount } from "../bindings/platform";
import { hasRuntime, refuseInTask, type Runtime, runtime } from "../bindings/runtime";

const token = Symbol("ready");

/** How long a pool waits for its next worker to begin, in milliseconds. */
const startLimit = 30_000;

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
 * A function crosses as its source text: it sees its arguments and no variables around it. It runs in strict mode, unless it
 * is an ordinary function that was not written in it (arrow functions, methods and async functions do not tell). Relative
 * addresses in it start where the page's own do, but for those of `import()`. Or it is named by its module,
 * `{ module: "./tasks.js", name: "f" }`. Values cross by the rules of structured clone; views on shared memory (`Matrix`,
 * `share`) cross by reference. The calls without `Async` block: in a `Program` or a worker they sleep, on a page's main
 * thread they spin and the page stands still. In a task `processor.index` is the processor's number, and `processor.signal`
 * an `AbortSignal` that says when the job is to stop; tasks have no pools of their own.
 *
 * Everything settles: each call, promise and iterator ends with a value or a named error, whatever its tasks do. A task may
 * be killed, by `terminate()`, by `cancel({ force: true })` or by the end of a program. Promised after that: the pool's
 * memory is sound, since no thread is killed in the allocator or in the pool's own code; other jobs are not touched, but for
 * a task that awaits on the same processor; another worker takes the place of the one that was killed; what the task had
 * printed comes. Not promised: what the task was about to write into shared arrays, locks of its own (`Atomics`, or a mutex
 * in a kernel) that it held, and files or requests that it had open. The memory of the killed thread, 1 MB, comes back ten
 * seconds later, since browsers let a worker that was ended run on for a moment; up to 20 kB of it stay.
 */
export class Pool {
  private readonly runtime: Runtime;
  private readonly native: NativePool;
  private stopped = false;

  /**
   * A pool of `processes` processors, in a `Program`, as in Python. Elsewhere starting a worker needs the event loop, and
   * it throws: use `await Pool.create(processes)`.
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
    this.native = new NativePool(this.runtime, count, {
      ...(initializer === undefined ? {} : { initializer: mapTask("initializer", initializer) }),
      ...(initargs === undefined ? {} : { initargs }),
      ...(maxtasksperchild === undefined ? {} : { maxtasksperchild }),
    });
    dropped.register(this, this.native, this.native);
  }

  /**
   * A pool whose workers have started and are ready, initialized if there is an initializer. Where the browser
   * gives no threads (see `support`), its one processor works on this realm's own. Rejects where workers do not start, the initializer throws, or the memory does not hold the stack of each,
   * 1 MB.
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
    const expected = pool.runtime.scheduler ? 1 : native.size;
    let began = 0;
    let since = performance.now();
    let late = false;
    await native.whenStarted(() => {
      if (native.started === native.size || native.alive < expected) return true;
      if (native.started > began) since = performance.now();
      began = native.started;
      // An initializer takes what time it needs.
      late = options.initializer === undefined && performance.now() - since > startLimit;
      return late;
    });
    const failure = native.failure();
    if (failure || native.started < native.size) {
      pool.terminate();
      if (failure && !(failure.error instanceof ProcessorCrashedError)) throw failure.error;
      const count = late
        ? ` (${began} of ${native.size} began, then none for ${startLimit / 1000} s)`
        : "";
      throw new Error(
        `the workers of the pool could not be started${count}: ${await whyNoWorkers()}`,
        { cause: failure?.error },
      );
    }
    return pool;
  }

  /** The number of processors. */
  get processes(): number {
    return this.native.size;
  }

  /**
   * `fn(item)` for each item, in parallel; the results in the order of the items. With a kernel the result is an
   * `Int32Array`: a new one, or `out`.
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

  /** The same with arrays for items, which become the function's arguments. */
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
    return this.block(() => startStarmap(this.native, fn, items, options, true), options);
  }

  /** `fn(...args)` once, on one processor; with `kwds`, `fn(...args, kwds)`. */
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
    return this.block(() => startApply<any>(this.native, fn, args ?? [], options, true));
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
    return this.track<unknown>(startStarmap(this.native, fn, items, options, false), options);
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
    return this.track(startApply<any>(this.native, fn, args ?? [], options, false), options);
  }

  /**
   * `fn(item)` for each item, whose results are read one by one, in the order of the items, while later ones are under way:
   * see {@link ImapIterator}. The input, of either kind of iterable, is read as the results are.
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

  /** `imap` whose results come in the order in which their chunks end. */
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
   * Blocks until all workers have started and, if there is an initializer, been initialized, for at most `milliseconds`;
   * returns whether they have. Throws what made the pool fail. A pool of `Pool.create` is ready; one of `new Pool` takes
   * calls at once, whose first results wait for its workers.
   */
  waitUntilReady(milliseconds?: number): boolean {
    const { native } = this;
    const limit = milliseconds === undefined ? -1 : Math.max(0, milliseconds);
    const ready = this.runtime.locked(() => native.waitUntilStarted(limit));
    const failure = native.failure();
    if (failure) throw failure.error;
    return ready;
  }

  /** What each processor has done so far, what it waited, and what it holds. */
  stats(): ProcessorStats[] {
    return this.native.stats();
  }

  /** Takes no more work; what was given runs to its end. Iterators of `imap` count as given, until somebody joins. */
  close(): void {
    this.stop();
    this.native.close();
  }

  /**
   * Ends the pool now, whatever its tasks do; every call, result and iterator that waits ends with `PoolTerminatedError`.
   */
  terminate(): void {
    this.stop();
    if (this.native.address === 0) return;
    this.native.terminate();
    void this.joinAsync(); // gives its memory back, should nobody else join
  }

  /**
   * Blocks until all processors have ended; callbacks have been called then, as in CPython. Throws `PoolStillRunningError`
   * unless the pool was closed or terminated, and `DeadlockError` on a page's main thread.
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
    // Where this realm is the workers' host, it has to see to them meanwhile.
    const { host, scheduler } = this.runtime;
    this.runtime.locked(() => {
      scheduler?.workUntil(() => native.alive === 0, -1);
      for (let { alive } = native; alive !== 0; alive = native.alive) {
        host?.look();
        if (host && native.running === 0 && native.alive !== 0) this.requireLoop("join()");
        native.waitForEnd(alive, host ? 5 : 1000);
      }
    });
    native.delete();
    this.runtime.takeSettled();
  }

  /** The same without blocking. */
  async joinAsync(): Promise<void> {
    this.requireStopped("joinAsync()");
    this.native.stopStreams();
    if (this.native.alive !== 0) await this.native.whenEnded();
    this.native.delete();
    await this.native.whenDelivered();
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

  private requireLoop(call: string): void {
    if (!this.native.replacesWorkers) return;
    throw new DeadlockError(
      `${call} blocks the event loop that a pool with maxtasksperchild needs for its workers; use the async call, or a Program`,
    );
  }

  // A call that blocks: it is not listened to, and settles here.
  private block<T>(start: () => SubmittedJob<T>, options: CallOptions = {}): T {
    if (this.runtime.host && !this.runtime.scheduler) this.requireLoop("a sync call");
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
    if (native.address === 0) throw notRunning();
    const source = ImapSource.of(items);
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

function requireProcesses(processes: unknown): void {
  if (processes === undefined || processes === null) return;
  if (typeof processes === "object" || typeof processes === "function") {
    throw new TypeError(
      `processes: a number is needed, and options come after it: Pool.create(4, { … }); ${kindOf(processes)} was given`,
    );
  }
  if (Number.isInteger(processes) && (processes as number) >= 1 && (processes as number) <= 1024)
    return;
  throw new RangeError(`processes: ${kindOf(processes)} is no number from 1 to 1024`);
}

// Pools that nobody holds any more and that were not ended.
const dropped = new FinalizationRegistry<NativePool>((native) => {
  console.warn(
    "webpool: a pool was dropped without close() or terminate(), and its workers are ended now; `await using` does it in time",
  );
  native.terminate();
  void native.whenEnded().then(() => native.delete());
});

printedAs(Pool, "Pool", (pool) => `${pool.processes} processes, ${pool.state}`);
registerUncloneable(Pool, "a Pool");
