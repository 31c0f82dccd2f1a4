import { isShared } from "../bindings/codec";
import { kindOf, noOptions } from "../bindings/options";
import { isModuleFunction, type TaskSource } from "../bindings/function-table";
import {
  addressOf,
  type Items,
  type JobContext,
  submitScript,
  type SubmittedJob,
} from "./submit-job";
import { submitFactory, submitKernel } from "./submit-kernel";
import { isFactory, Kernel, type KernelFactory } from "./kernels";
import { MatrixBlocks, MatrixRows } from "./matrix";
import type { Control, TaskLimit } from "./pool-options";
import type { NativePool } from "../bindings/native-pool";

/** The options of all calls. */
export interface CallOptions extends Control, TaskLimit {
  chunksize?: number;
  out?: unknown;
  kwds?: object;
}

function context(
  pool: NativePool,
  sync: boolean,
  { onProgress, signal, timeout }: CallOptions,
  fn: unknown,
): JobContext {
  addressOf(pool);
  return {
    pool,
    sync,
    timeout: timeoutOf(timeout, fn),
    tracked: onProgress !== undefined,
    cancelled: signal?.aborted ?? false,
  };
}

// Twelve days. The module compares deadlines modulo 2^32 milliseconds, so a longer one could seem to be in the past.
const longestTimeout = 2 ** 30;

/** The `timeout` of a call, in whole milliseconds; 0 for none, as which one of more than twelve days counts. */
export function timeoutOf(timeout: number | null | undefined, fn: unknown): number {
  if (timeout === undefined || timeout === null || timeout === Infinity) return 0;
  if (fn instanceof Kernel || isFactory(fn))
    throw new TypeError("timeout: only functions can have one; a kernel always runs to its end");
  if (!(timeout > 0))
    throw new RangeError(
      `timeout: ${timeout} is out of range; the milliseconds that a task may take are more than 0`,
    );
  return timeout > longestTimeout ? 0 : Math.ceil(timeout);
}

function checkedOut({ out }: CallOptions, kernel: boolean, count: number): Int32Array | undefined {
  if (out === undefined) return undefined;
  if (!kernel)
    throw new TypeError(
      "out: only kernels can write their results to it; functions return them in a new array",
    );
  if (!(out instanceof Int32Array) || !isShared(out))
    throw new TypeError(
      "out: expected an Int32Array in shared memory, such as share() returns or the data of a Matrix",
    );
  if (out.length !== count)
    throw new RangeError(`out: it has ${out.length} elements for ${count} results`);
  return out;
}

/** Submits the items of a map to the pool. */
export function startMap(
  pool: NativePool,
  call: string,
  fn: unknown,
  items: unknown,
  options: CallOptions,
  sync: boolean,
): SubmittedJob<never> {
  const task = fn instanceof Kernel ? fn : mapTask(call, fn);
  const list = listOf(call, items, pool);
  const count = countOf(call, list);
  const chunksize = chunksizeOf(pool, options.chunksize, count);
  const job = context(pool, sync, options, fn);
  job.out = checkedOut(options, fn instanceof Kernel, count);
  return task instanceof Kernel
    ? submitKernel(job, task, list, count, chunksize, identity)
    : submitScript(job, task, list, count, false, chunksize, identity);
}

/** Submits the argument tuples of a starmap to the pool. */
export function startStarmap(
  pool: NativePool,
  call: string,
  fn: unknown,
  items: unknown,
  options: CallOptions,
  sync: boolean,
): SubmittedJob<never> {
  if (!isFactory(fn)) task(call, fn);
  const list = listOf(call, items, pool) as ArrayLike<readonly unknown[]>;
  const count = countOf(call, list);
  const chunksize = chunksizeOf(pool, options.chunksize, count);
  const job = context(pool, sync, options, fn);
  job.out = checkedOut(options, isFactory(fn), count);
  if (isFactory(fn)) return submitFactory(job, fn, list, count, chunksize, identity);
  for (let item = 0; item < count; ++item) {
    const tuple: unknown = list[item];
    if (!Array.isArray(tuple))
      throw new TypeError(`item ${item}: ${call} takes arrays of arguments`);
    requireArguments(`item ${item}`, tuple);
  }
  return submitScript(job, task(call, fn), list, count, true, chunksize, identity);
}

/** Submits a single call to the pool. */
export function startApply<Result>(
  pool: NativePool,
  call: string,
  fn: unknown,
  args: readonly unknown[],
  options: CallOptions,
  sync: boolean,
): SubmittedJob<Awaited<Result>> {
  if (!Array.isArray(args))
    throw new TypeError(`${call} takes the arguments as an array: pool.${call}(f, [a, b])`);
  requireArguments(call, args);
  const { kwds } = options;
  if (fn instanceof Kernel || isFactory(fn)) requireKernelArguments(call, fn, args, kwds);
  // Not the iterator of `args`, which may be of a subclass of Array.
  const all = kwds === undefined ? args : Array.prototype.concat.call([], args, [kwds]);
  const first = (results: ArrayLike<unknown>): Awaited<Result> => results[0] as Awaited<Result>;
  const job = context(pool, sync, options, fn);
  if (fn instanceof Kernel) return submitKernel(job, fn, args, 1, 1, first);
  if (isFactory(fn)) return submitFactory(job, fn, [args], 1, 1, first);
  const last = kwds && `[${args.length}]`;
  const argument = (step: string): string => (step === last ? "kwds" : `args${step}`);
  job.names = { label: "the arguments", root: "args", argument };
  return submitScript(job, task(call, fn), [all], 1, true, 1, first);
}

function requireKernelArguments(
  call: string,
  fn: Kernel | KernelFactory,
  { length }: readonly unknown[],
  kwds: unknown,
): void {
  if (kwds !== undefined) throw new TypeError(`${call}: a kernel has no named arguments (kwds)`);
  if (fn instanceof Kernel && length !== 1)
    throw new TypeError(`${call}: a kernel takes one argument, a row; ${length} were given`);
}

/** A chunk of a stream. */
export interface StreamChunk {
  items: unknown[];
  /** Index of the first item in the stream. */
  first: number;
  /** Address of the reader that is notified when its job settles. */
  reader: number;
}

/** Submits a chunk of a stream to the pool, as a separate job. `timeout` is the result of `timeoutOf`. */
export function startChunk<T>(
  pool: NativePool,
  fn: Kernel | TaskSource,
  { items, first, reader }: StreamChunk,
  timeout: number,
): SubmittedJob<ArrayLike<T>> {
  const job = { ...context(pool, false, noOptions, fn), reader, first, timeout };
  return fn instanceof Kernel
    ? submitKernel(job, fn, items, items.length, items.length, identity)
    : submitScript(job, fn, items, items.length, false, items.length, identity);
}

// The results as they are; the overloads of the public calls declare their type.
function identity(value: unknown): never {
  return value as never;
}

/** Returns the task of a call over single items. Throws a `TypeError` if `fn` is not one. */
export function mapTask(call: string, fn: unknown): TaskSource {
  if (!isFactory(fn)) return task(call, fn);
  throw new TypeError(
    `${call} takes kernels.${fn.kernelName}(minimum, maximum); only starmap takes it without arguments`,
  );
}

/** Returns the initializer of a pool. Throws a `TypeError` if `fn` cannot be one. */
export function initializerTask(fn: unknown): TaskSource {
  if (typeof fn === "function" ? !isFactory(fn) : isModuleFunction(fn)) return fn as TaskSource;
  const given = fn instanceof Kernel || isFactory(fn) ? "a kernel" : kindOf(fn);
  throw new TypeError(`initializer: a function or { module, name } is needed; ${given} was given`);
}

function task(call: string, fn: unknown): TaskSource {
  if (typeof fn !== "function" && !isModuleFunction(fn)) {
    const hint = typeof fn === "string" ? "; pass the function itself, not its text" : "";
    throw new TypeError(
      `${call}: a function, a kernel, or { module, name } is needed first; ${kindOf(fn)} was given${hint}`,
    );
  }
  return fn as TaskSource;
}

/** The error for items that a call cannot iterate over. */
export function notIterable(call: string, items: unknown): TypeError {
  const isPromise = typeof (items as Partial<PromiseLike<unknown>> | null)?.then === "function";
  return new TypeError(
    `${call}: the items must be iterable; ${kindOf(items)} was given${isPromise ? "; await it first" : ""}`,
  );
}

function listOf(call: string, items: unknown, pool: NativePool): Items {
  if (items instanceof MatrixRows || items instanceof MatrixBlocks || Array.isArray(items))
    return items as Items;
  if (ArrayBuffer.isView(items) && !(items instanceof DataView))
    return items as unknown as ArrayLike<unknown>;
  const from = items as Partial<Iterable<unknown>> | null | undefined;
  if (typeof from?.[Symbol.iterator] !== "function") throw notIterable(call, items);
  // Each result needs 8 bytes. The limit keeps an endless iterable from being read forever.
  const limit = pool.runtime.memory.limit / 8;
  const list: unknown[] = [];
  for (const item of from as Iterable<unknown>) {
    if (list.length >= limit)
      throw new RangeError(
        `${call} reads all items first, and there are more than fit into its memory; use imap, which reads them one by one`,
      );
    list.push(item);
  }
  return list;
}

// Reads the length only once, since a proxy may return anything, and different values each time.
function countOf(call: string, { length }: Items): number {
  if (Number.isInteger(length) && length >= 0) return length;
  throw new TypeError(`${call}: the items have a length of ${kindOf(length)}`);
}

// Arguments are passed on the stack. This is the limit that works in all engines, unless the stack is smaller than usual.
const maxArguments = 65_535;

/** Throws a `RangeError` if there are more arguments than a function can be called with. */
export function requireArguments(what: string, { length }: readonly unknown[]): void {
  if (length <= maxArguments) return;
  throw new RangeError(
    `${what}: ${length} arguments are more than a function can be called with; pass them as one array, [[…]]`,
  );
}

function chunksizeOf(pool: NativePool, wanted: number | undefined, items: number): number {
  if (wanted === undefined) return Math.max(1, Math.ceil(items / (4 * pool.size)));
  return Math.min(requireCount("chunksize", wanted), Math.max(1, items));
}

/** Throws a `RangeError` unless `value` is an integer of at least 1. */
export function requireCount(what: string, value: number): number {
  if (Number.isInteger(value) && value >= 1 && value < 2 ** 32) return value;
  throw new RangeError(
    `${what}: ${String(value)} is out of range; an integer of at least 1 is needed`,
  );
}
