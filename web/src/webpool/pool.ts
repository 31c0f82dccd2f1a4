import { initializerTask, requireArguments, requireCount } from "./start-job";
import { registerUncloneable } from "../bindings/codec";
import { DeadlockError, PoolNotRunningError, PoolStillRunningError } from "../bindings/errors";
import { PoolCalls } from "./pool-calls";
import type { PoolOptions } from "./pool-options";
import { requireProcesses, waitForEnd, whenReady } from "./pool-life";
import { shapes } from "./call-shapes";
import { loadWith } from "../bindings/load";
import { requireCall, requireLimit, requireOptions } from "../bindings/options";
import { printedAs } from "../bindings/printed-as";
import { requireReceiver } from "../bindings/receiver";
import { NativePool, type ProcessorStats } from "../bindings/native-pool";
import { cpuCount } from "../bindings/platform";
import { hasRuntime, refuseInTask, runtime } from "../bindings/runtime";

// Whether `Pool.create` calls the constructor, which may be that of a subclass.
let creating = false;

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
export class Pool extends PoolCalls {
  private stopped = false;

  /**
   * Creates a pool of `processes` processors in a `Program`, as in Python. Throws elsewhere, where workers need the event
   * loop to start: use `await Pool.create(processes)` there.
   */
  constructor(processes?: number, options?: PoolOptions) {
    refuseInTask();
    if (!creating && (!hasRuntime() || runtime().role !== "program")) {
      throw new Error(
        "new Pool() works in a Program; elsewhere workers need the event loop to start: use `await Pool.create()`",
      );
    }
    const settings = requireOptions<PoolOptions>(shapes.create, options);
    requireProcesses(processes);
    const count = processes ?? runtime().module._webpool_default_processes();
    const { initializer, initargs, maxtasksperchild } = settings;
    if (maxtasksperchild !== undefined) requireCount("maxtasksperchild", maxtasksperchild);
    requireArguments("initargs", initargs ?? []);
    super(
      new NativePool(runtime(), count, {
        initializer: initializer === undefined ? undefined : initializerTask(initializer),
        initargs: initargs ?? [],
        maxtasksperchild: maxtasksperchild ?? 0,
      }),
    );
    dropped.register(this, this.native, this.native);
  }

  /**
   * Creates a pool and waits until its workers have started and run the initializer, if there is one. Where the browser has
   * no threads (see `support`), the pool has one processor, which runs on the current thread. Rejects if workers do not
   * start, the initializer throws, or there is not enough memory for the workers' stacks, 1 MB each. A subclass of `Pool`
   * creates its own; one that overrides `create` must give it these types.
   * @param processes - 1 to 1024; by default `cpuCount()`
   */
  static create<Arguments extends unknown[] = any[], Created extends Pool = Pool>(
    this: new (processes?: number, options?: PoolOptions) => Created,
    processes?: number,
    options?: PoolOptions<Arguments>,
  ): Promise<Created>;
  /** The same, as a function of its own, or of a subclass whose constructor has other parameters. */
  static create<Arguments extends unknown[] = any[]>(
    this: unknown,
    processes?: number,
    options?: PoolOptions<Arguments>,
  ): Promise<Pool>;
  static async create(this: unknown, processes?: number, options?: PoolOptions): Promise<Pool> {
    requireCall(shapes.create, arguments, 1);
    requireProcesses(processes);
    await loadWith(processes ?? cpuCount());
    const pool = newPool(this, processes, options);
    const failure = await whenReady(pool.native);
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
   * Blocks until all workers have started and run the initializer, if there is one, for at most `milliseconds`; returns
   * whether they have. Throws the error that made the pool fail. A pool from `Pool.create` is ready already; one from
   * `new Pool` accepts calls at once, and their results wait for its workers.
   */
  waitUntilReady(milliseconds?: number | null): boolean {
    const limit = requireLimit("waitUntilReady", milliseconds);
    const { native } = this;
    const ready = native.runtime.locked(() => native.waitUntilStarted(limit), "starting");
    const failure = native.failure();
    if (failure) throw failure.error;
    if (native.alive === 0)
      throw new PoolNotRunningError("the pool has ended, so its workers do not become ready");
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
    this.requireStopped("join()", arguments);
    if (!this.native.runtime.mayBlock) {
      throw new DeadlockError(
        "join() would block the page, which the workers need to end; use `await pool.joinAsync()`",
      );
    }
    const { native } = this;
    native.stopStreams();
    this.native.runtime.locked(() => waitForEnd(native));
    native.delete();
    this.native.runtime.takeSettled();
  }

  /** `join` without blocking. */
  async joinAsync(): Promise<void> {
    this.requireStopped("joinAsync()", arguments);
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

  private requireStopped(call: string, [argument]: IArguments): void {
    if (argument !== undefined)
      throw new TypeError(`${call} takes no timeout: terminate() ends tasks that take too long`);
    if (this.stopped) return;
    throw new PoolStillRunningError(
      `${call} waits for the processors to end; call close() or terminate() first`,
    );
  }
}

// An object of the class that `create` was called on, or a Pool where it was called without one.
function newPool(Class: unknown, ...settings: ConstructorParameters<typeof Pool>): Pool {
  const { prototype } = (Class ?? Pool) as { prototype: unknown };
  creating = true;
  try {
    return prototype instanceof Pool
      ? new (Class as typeof Pool)(...settings)
      : new Pool(...settings);
  } finally {
    creating = false;
  }
}

// Ends pools that were garbage-collected without close() or terminate().
const dropped = new FinalizationRegistry<NativePool>((native) => {
  if (runtime().programEnds) return; // whether it is collected before the program has ended is chance
  console.warn(
    "webpool: a pool was dropped without close() or terminate(), so its workers are ended now; `await using` ends them in time",
  );
  native.terminate();
  void native.whenEnded().then(() => native.delete());
});

printedAs(Pool, "Pool", (pool) => `${pool.processes} processes, ${pool.state}`);
registerUncloneable(Pool, "a Pool");
requireReceiver(Pool, "Pool", "pool");
