import type { ListNames } from "../bindings/codec";
import { PoolNotRunningError } from "../bindings/errors";
import type { TaskSource } from "../bindings/function-table";
import { outOfMemory } from "../bindings/module-memory";
import { encodeBlocks, encodeItems, encodeRows, encodeTuples } from "../bindings/item-encoding";
import { readResults } from "../bindings/job-outcome";
import type { NativePool } from "../bindings/native-pool";
import type { CallRecord } from "../bindings/runtime";
import { MatrixBlocks, MatrixRows, usable } from "./matrix";

/** A job that was submitted to the module. */
export interface SubmittedJob<T> {
  /** Address of the job; the AsyncResult takes over the caller's reference to it. */
  job: number;
  /** How many items it has. */
  items: number;
  /** Reads the result. The job must have ended without an error. */
  read: () => T;
  /** Its record, in a program that describes its calls. */
  record: CallRecord | undefined;
}

/** How and for which pool a job is submitted. */
export interface JobContext {
  pool: NativePool;
  /** Whether the caller blocks. */
  sync: boolean;
  /** Whether its progress is reported. */
  tracked?: boolean;
  /** Whether it is cancelled already, and must not start. */
  cancelled?: boolean;
  /** Kernels only: where the results are written, one element each; by default into a new array. */
  out?: Int32Array | undefined;
  /** How many milliseconds a task may take; 0 for no limit. */
  timeout?: number;
  /** How errors name the arguments of a single call. */
  names?: ListNames;
  /** Chunks of a stream only: address of the reader that is notified when the job settles, and index of the first item. */
  reader?: number;
  first?: number;
}

/** Items of a job whose tasks are functions. */
export type Items = ArrayLike<unknown> | MatrixRows | MatrixBlocks;

const AsyncFunction = (async () => {}).constructor;

const asyncRefusal =
  "a sync call of an async function, or of a module's, is refused on a page's main thread, which it would block and may need; use the " +
  "async call, or call it from a Program or a worker";

/** Submits a job that calls a JavaScript function. With `spread`, each item is an array of arguments. */
export function submitScript<T>(
  context: JobContext,
  fn: TaskSource,
  items: Items,
  count: number,
  spread: boolean,
  chunksize: number,
  pick: (results: unknown[]) => T,
): SubmittedJob<T> {
  const { pool, sync, timeout = 0, first = 0 } = context;
  const { runtime } = pool;
  const { module } = runtime;
  const spins = !runtime.mayBlock || runtime.scheduler !== undefined;
  if (sync && spins && (typeof fn !== "function" || fn instanceof AsyncFunction))
    throw new TypeError(runtime.scheduler?.refusal ?? asyncRefusal);
  // Each result needs 8 bytes. This refuses an array-like of absurd length before its items are read.
  if (count * 8 > runtime.memory.limit) throw outOfMemory();
  const { kind, address, columns, bytes, write } =
    items instanceof MatrixRows
      ? encodeRows(usable(items.matrix).data, items.matrix.columnCount)
      : items instanceof MatrixBlocks
        ? (usable(items.matrix), encodeBlocks(items.layout))
        : spread
          ? encodeTuples(items as ArrayLike<readonly unknown[]>, count, chunksize, context.names)
          : encodeItems(items, count, chunksize, first);
  if (bytes >= 2 ** 32) throw outOfMemory(); // the module would truncate it to 32 bits
  const job = made(
    module._webpool_script_job(
      addressOf(pool),
      runtime.functions.addressOf(fn),
      spread ? 1 : 0,
      sync && spins ? 1 : 0,
      kind,
      count,
      chunksize,
      address,
      columns,
      bytes,
    ),
  );
  if (timeout !== 0 || first !== 0) module._webpool_script_settings(job, timeout, first);
  let record: CallRecord | undefined;
  try {
    write(runtime, job);
    submit(context, job);
    const isMatrix = items instanceof MatrixRows || items instanceof MatrixBlocks;
    record = runtime.callLog?.called(pool.number, isMatrix ? [] : items, spread);
  } catch (error) {
    module._webpool_job_release(job);
    throw error;
  }
  // Keeps a matrix or shared array from being garbage-collected, and its memory freed, while the job runs.
  const held = items;
  return {
    job,
    items: count,
    read: () => {
      void held;
      const results = readResults(runtime, job, count, chunksize);
      record?.ended(results);
      return pick(results);
    },
    record,
  };
}

/** Submits a job to the pool. Throws if the pool refuses it. */
export function submit(context: JobContext, job: number): void {
  const { pool, sync, tracked = false, cancelled = false, reader } = context;
  const { module, scheduler } = pool.runtime;
  const address = addressOf(pool);
  const outcome =
    reader === undefined
      ? module._webpool_submit(address, job, sync ? 0 : 1, tracked ? 1 : 0, cancelled ? 1 : 0)
      : module._webpool_stream_submit(address, job, reader);
  scheduler?.wake();
  check(pool, outcome);
}

/** Returns the address of a pool in the module. Throws if it has ended, which a getter of an item may have caused. */
export function addressOf({ address }: NativePool): number {
  if (address === 0) throw notRunning();
  return address;
}

/** Throws the error for the return code of a module call that the pool may refuse. */
export function check(pool: NativePool, outcome: number): void {
  if (outcome === 1) return;
  throw (outcome !== 0 && pool.failure()?.error) || notRunning();
}

export function notRunning(): PoolNotRunningError {
  return new PoolNotRunningError(
    "the pool was closed, terminated or joined and accepts no more work; create another one",
  );
}

/** Returns the address of a new job; throws if it is 0, which means that there was no memory for it. */
export function made(job: number): number {
  if (job === 0) throw outOfMemory();
  return job;
}
