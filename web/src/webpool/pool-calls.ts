import { AsyncResult } from "./async-result";
import { shapes } from "./call-shapes";
import type { Kernel, KernelFactory, KernelRow } from "./kernels";
import { requireLoop } from "./pool-life";
import type {
  ApplyOptions,
  AsyncOptions,
  KernelOptions,
  MapOptions,
  Untimed,
} from "./pool-options";
import { PoolStreams } from "./pool-streams";
import { type CallOptions, startApply, startMap, startStarmap } from "./start-job";
import type { SubmittedJob } from "./submit-job";
import type { ModuleFunction } from "../bindings/function-table";
import { requireCall } from "../bindings/options";
import { requireReceiver } from "../bindings/receiver";

// Of a call that matches no overload, compilers report what the last one lacks. Hence the overload for functions is the last
// one for its number of arguments.

/** The calls of a pool that give all results together: those that block, and those that return an `AsyncResult`. */
export abstract class PoolCalls extends PoolStreams {
  /**
   * Calls `fn(item)` for each item, in parallel, and returns the results in the order of the items. With a kernel, the result
   * is an `Int32Array`: a new one, or `out`.
   */
  map(kernel: Kernel, items: Iterable<KernelRow>, options?: KernelOptions): Int32Array;
  map<Result = unknown>(
    fn: ModuleFunction,
    items: Iterable<unknown>,
    options?: MapOptions,
  ): Awaited<Result>[];
  map<Item, Result>(
    fn: (item: Item) => Result,
    items: Iterable<Item>,
    options?: MapOptions,
  ): Awaited<Result>[];
  map(fn: unknown, items: unknown): never {
    const options = requireCall<MapOptions>(shapes.map, arguments, 2);
    return this.block(() => startMap(this.native, "map", fn, items, options, true), options);
  }

  /** `map` whose items are arrays of arguments: calls `fn(...item)`. */
  starmap(
    kernel: KernelFactory,
    items: Iterable<readonly [row: KernelRow, minimum: number, maximum: number]>,
    options?: KernelOptions,
  ): Int32Array;
  starmap<Result = unknown>(
    fn: ModuleFunction,
    items: Iterable<readonly unknown[]>,
    options?: MapOptions,
  ): Awaited<Result>[];
  starmap<Arguments extends unknown[], Result>(
    fn: (...args: Arguments) => Result,
    items: Iterable<readonly [...Arguments]>,
    options?: MapOptions,
  ): Awaited<Result>[];
  starmap(fn: unknown, items: unknown): never {
    const options = requireCall<MapOptions>(shapes.starmap, arguments, 2);
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
  apply<Result = unknown>(
    fn: ModuleFunction,
    args?: readonly unknown[],
    options?: ApplyOptions,
  ): Awaited<Result>;
  apply<Arguments extends unknown[], Named extends object, Result>(
    fn: (...args: [...Arguments, Named]) => Result,
    args: readonly [...Arguments] | undefined,
    options: ApplyOptions<Named> & { kwds: Named },
  ): Awaited<Result>;
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
  apply(fn: unknown, args?: readonly unknown[]): any {
    const options = requireCall<ApplyOptions>(shapes.apply, arguments, 2);
    return this.block(
      () => startApply<any>(this.native, "apply", fn, args ?? [], options, true),
      options,
    );
  }

  /** `map` that returns at once. */
  mapAsync(
    kernel: Kernel,
    items: Iterable<KernelRow>,
    options?: KernelOptions & AsyncOptions<Int32Array>,
  ): AsyncResult<Int32Array>;
  mapAsync<Result = unknown>(
    fn: ModuleFunction,
    items: Iterable<unknown>,
    options?: MapOptions & AsyncOptions<Awaited<Result>[]>,
  ): AsyncResult<Awaited<Result>[]>;
  mapAsync<Item, Result>(
    fn: (item: Item) => Result,
    items: Iterable<Item>,
    options?: MapOptions & AsyncOptions<Awaited<Result>[]>,
  ): AsyncResult<Awaited<Result>[]>;
  mapAsync(fn: unknown, items: unknown): AsyncResult<any> {
    const options = requireCall<MapOptions & AsyncOptions<any>>(shapes.mapAsync, arguments, 2);
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
  starmapAsync<Result = unknown>(
    fn: ModuleFunction,
    items: Iterable<readonly unknown[]>,
    options?: MapOptions & AsyncOptions<Awaited<Result>[]>,
  ): AsyncResult<Awaited<Result>[]>;
  starmapAsync<Arguments extends unknown[], Result>(
    fn: (...args: Arguments) => Result,
    items: Iterable<readonly [...Arguments]>,
    options?: MapOptions & AsyncOptions<Awaited<Result>[]>,
  ): AsyncResult<Awaited<Result>[]>;
  starmapAsync(fn: unknown, items: unknown): AsyncResult<any> {
    const options = requireCall<MapOptions & AsyncOptions<any>>(shapes.starmapAsync, arguments, 2);
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
  applyAsync<Result = unknown>(
    fn: ModuleFunction,
    args?: readonly unknown[],
    options?: ApplyOptions & AsyncOptions<Awaited<Result>>,
  ): AsyncResult<Awaited<Result>>;
  applyAsync<Arguments extends unknown[], Named extends object, Result>(
    fn: (...args: [...Arguments, Named]) => Result,
    args: readonly [...Arguments] | undefined,
    options: ApplyOptions<Named> & { kwds: Named } & AsyncOptions<Awaited<Result>>,
  ): AsyncResult<Awaited<Result>>;
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
  applyAsync(fn: unknown, args?: readonly unknown[]): AsyncResult<any> {
    const options = requireCall<ApplyOptions & AsyncOptions<any>>(shapes.applyAsync, arguments, 2);
    return this.track(
      startApply<any>(this.native, "applyAsync", fn, args ?? [], options, false),
      options,
    );
  }

  // Waits here for the result, so the event loop need not deliver it.
  private block<T>(start: () => SubmittedJob<T>, options: CallOptions): T {
    const { runtime } = this.native;
    if (runtime.host && !runtime.scheduler) requireLoop(this.native, "a sync call");
    return runtime.locked(() =>
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
    if (options.signal?.aborted) this.native.runtime.takeSettled();
    return result;
  }
}

requireReceiver(PoolCalls, "Pool", "pool");
