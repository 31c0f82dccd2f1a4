import type { ModuleFunction } from "../bindings/function-table";

/** Callbacks of the async calls. An error that one of them throws is logged to the console and otherwise ignored. */
export interface Callbacks<T> {
  /** Called with the result when the job has ended. */
  callback?: (result: T) => void;
  /** Called with the first error instead. */
  errorCallback?: (error: unknown) => void;
}

/** Options to observe and to cancel a call. */
export interface Control {
  /**
   * Called with the number of finished items while the job runs, at most 20 times a second. `done` never decreases; on
   * success there is a last call with `done === total` before the result is delivered.
   */
  onProgress?: (done: number, total: number) => void;
  /** Cancels the job when it is aborted, as `cancel()` does; the `cause` of the `CancelledError` is the signal's reason. */
  signal?: AbortSignal;
}

/** Settings of a pool. */
export interface PoolOptions<Arguments extends unknown[] = any[]> {
  /**
   * Called with `initargs` once in each processor, before its first task; may be async. Tasks see what it stores on
   * `globalThis`. If it throws, the pool fails: `Pool.create` and all calls end with that error. (CPython restarts the
   * processes of such a pool forever.)
   */
  initializer?: ((...args: Arguments) => unknown) | ModuleFunction;
  /** The arguments of `initializer`, none by default. They cross as those of a task do. */
  initargs?: readonly [...Arguments];
  /**
   * How many chunks a processor runs before a fresh Web Worker replaces it, at least 1; unlimited by default. As in CPython,
   * chunks are counted, not items. Starting a worker needs the page's event loop, so outside of a `Program` such a pool has
   * no sync calls.
   */
  maxtasksperchild?: number;
}

/** How long tasks may take. */
export interface TaskLimit {
  /**
   * How many milliseconds the task of one item may take, unlimited by default; not for kernels. A task that takes longer, in
   * an endless loop or awaiting a promise that never settles, is ended as by `cancel({ force: true })` and its worker is
   * replaced: see {@link Pool}. It fails with a `TimeoutError` that has the index of its `item`; other tasks are not affected.
   * The time to transfer arguments and results does not count; a function's module has as much time again to load, in which
   * the first task waits. Where the browser has no threads, a task that does not await
   * runs to its end first. (To limit the whole call, use `signal: AbortSignal.timeout(milliseconds)`.)
   */
  timeout?: number | null;
}

/** Settings of a call with a kernel, which has no `timeout`. */
export type Untimed<Options extends TaskLimit> = Omit<Options, keyof TaskLimit>;

/** Settings of `map` and `starmap`. */
export interface MapOptions extends Pick<Control, "onProgress">, TaskLimit {
  /** How many items a processor takes at a time, at least 1; by default ⌈items / (4 · processes)⌉, as in CPython. */
  chunksize?: number;
}

/** Settings of `map` and `starmap` with a kernel. */
export interface KernelOptions extends Untimed<MapOptions> {
  /**
   * Where the results are written, like numpy's `out`: an `Int32Array` in shared memory (`share`, `Matrix`) of one element
   * per row, which must not overlap the rows. The call returns it. This is faster for large inputs, where allocating the
   * results costs more than the kernel. After an error or `cancel()` it may be partly written, and tasks that still run may
   * go on writing: do not free its memory before they have ended.
   */
  out?: Int32Array;
}

/** Settings of `apply`. */
export interface ApplyOptions<Named extends object = object> extends TaskLimit {
  /** Named arguments: an object that is passed to the function as its last argument. */
  kwds?: Named;
}

/** Settings of the async calls. */
export interface AsyncOptions<T> extends Callbacks<T>, Control {}
