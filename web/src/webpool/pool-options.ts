import type { ModuleFunction } from "../bindings/function-table";
import type { Callbacks, Control } from "./async-result";

/** Settings of a pool. */
export interface PoolOptions<Arguments extends unknown[] = any[]> {
  /**
   * Called once in each processor before its first task, sync or async, with `initargs`: what it leaves on `globalThis` the
   * tasks see. If it throws, the pool fails: `Pool.create` and all calls end with that error. (In CPython such a pool starts
   * its processes again for ever.)
   */
  initializer?: ((...args: Arguments) => unknown) | ModuleFunction;
  initargs?: readonly [...Arguments];
  /**
   * How many chunks a processor runs before a fresh Web Worker takes its place, at least 1; by default any number. Chunks
   * count, as in CPython. Starting a worker needs the event loop of the page: outside of a `Program` such a pool has no sync
   * calls.
   */
  maxtasksperchild?: number;
}

/** How long tasks may take. */
export interface TaskLimit {
  /**
   * How many milliseconds the task of one item may take, by default any time; not for kernels. A task that takes longer, in
   * an endless loop or awaiting what does not come, is ended as by `cancel({ force: true })`, and another worker takes the
   * place of its own: see {@link Pool}. It counts as one that has thrown a `TimeoutError`, with the number of its `item`;
   * other tasks are not touched. What arguments and results take to cross does not count. Where the browser gives no threads,
   * a task that does not await runs to its end first. (For the call as a whole: `signal: AbortSignal.timeout(milliseconds)`.)
   */
  timeout?: number | null;
}

/** Settings of a call with a kernel: those of the call but for `timeout`. */
export type Untimed<Options extends TaskLimit> = Omit<Options, keyof TaskLimit>;

/** Settings of `map` and `starmap`. */
export interface MapOptions extends Pick<Control, "onProgress">, TaskLimit {
  /** Items that a processor takes at once, at least 1; by default ⌈items / (4 · processes)⌉, as in CPython. */
  chunksize?: number;
}

/** Settings of `map` and `starmap` with a kernel. */
export interface KernelOptions extends Untimed<MapOptions> {
  /**
   * Where the results go, as numpy's `out`: an `Int32Array` in shared memory (`share`, `Matrix`) with a place for each, apart
   * from the rows; the call gives it back. A large new array costs more than a kernel does. After an error or `cancel()`
   * some of it may be written, or still be while tasks run: its memory must not be given back before.
   */
  out?: Int32Array;
}

/** Settings of `apply`. */
export interface ApplyOptions<Named extends object = object> extends TaskLimit {
  /** Arguments by their names: an object, which the function gets as its last argument. */
  kwds?: Named;
}

/** Settings of the async calls. */
export interface AsyncOptions<T> extends Callbacks<T>, Control {}
