import { isShared } from "../bindings/codec";
import { columnBytes, columnsOf, storeColumns } from "../bindings/argument-columns";
import type { SubmittedJob } from "./async-result";
import { PoolNotRunningError } from "../bindings/errors";
import { outOfMemory, type TaskSource } from "../bindings/function-table";
import {
  arrayOf,
  encodeItems,
  numbersOf,
  sharedFloats,
  storeChunk,
  storePacked,
} from "../bindings/item-encoding";
import { type Kernel, type KernelFactory, requireInteger32 } from "./kernels";
import { ItemKind, JobRecord, RowEntry } from "../bindings/layout";
import { kernelNumber } from "../bindings/load";
import { type Matrix, MatrixRows } from "./matrix";
import { readError, readResults } from "../bindings/job-outcome";
import type { Runtime } from "../bindings/runtime";

/** What a job is made for. */
export interface JobContext {
  runtime: Runtime;
  /** Address of the pool in the module. */
  pool: number;
  /** Whether the caller blocks. */
  sync: boolean;
  /** Whether its progress is followed. */
  tracked?: boolean;
  /** Whether it is to end before it begins. */
  cancelled?: boolean;
  /** Of a kernel's job: where the results go, a place for each; otherwise into a new array. */
  out?: Int32Array | undefined;
  /** Of a job that is part of a stream: address of the reader that it settles into. */
  reader?: number;
}

/** Items of a job whose tasks are functions. */
export type Items = ArrayLike<unknown> | MatrixRows;

const AsyncFunction = (async () => {}).constructor;

const asyncRefusal =
  "a sync call of an async function, or of a module's, is refused on a page's main thread, which it would block and may need; use the " +
  "async call, or call it from a Program or a worker";

/** Submits a job whose tasks are a JavaScript function. `spread`: an item is an array of arguments. */
export function submitScript<T>(
  context: JobContext,
  fn: TaskSource,
  items: Items,
  spread: boolean,
  chunksize: number,
  pick: (results: unknown[]) => T,
): SubmittedJob<T> {
  const { runtime, pool, sync } = context;
  const { module } = runtime;
  const spins = !runtime.mayBlock || runtime.scheduler !== undefined;
  if (sync && spins && (typeof fn !== "function" || fn instanceof AsyncFunction))
    throw new TypeError(runtime.scheduler?.refusal ?? asyncRefusal);
  const count = items.length;
  // Each has a place of 8 bytes for its result: a list that has no end in sight is not looked through.
  if (count * 8 > module.HEAPU8.length) throw outOfMemory();
  const matrix = items instanceof MatrixRows ? usable(items.matrix) : undefined;
  const numbers = matrix || spread ? undefined : numbersOf(items as ArrayLike<unknown>);
  const columns = spread ? columnsOf(items as ArrayLike<readonly unknown[]>) : undefined;
  const kind = matrix
    ? ItemKind.rows
    : numbers
      ? ItemKind.numbers
      : columns
        ? ItemKind.columns
        : ItemKind.packed;
  // Those that are one chunk lie in the job.
  const packed =
    kind === ItemKind.packed && count <= chunksize && count > 0
      ? encodeItems(arrayOf(items as ArrayLike<unknown>), 0, count)
      : undefined;
  const inPlace = matrix ? matrix.data : numbers && sharedFloats(numbers);
  const bytes = columns
    ? columnBytes(columns, count)
    : (packed?.size ?? (numbers && !inPlace ? count * 8 : 0));
  if (bytes >= 2 ** 32) throw outOfMemory(); // the module would see what is left of it by 2^32
  const job = made(
    module._webpool_script_job(
      pool,
      runtime.functions.addressOf(fn),
      spread ? 1 : 0,
      sync && spins ? 1 : 0,
      kind,
      count,
      chunksize,
      inPlace?.byteOffset ?? 0,
      matrix?.columnCount ?? columns?.length ?? 0,
      bytes,
    ),
  );
  try {
    const at = runtime.recordOf(job, JobRecord.items);
    if (columns) {
      storeColumns(module, at, items as ArrayLike<readonly unknown[]>, count, columns);
    } else if (packed) {
      storeChunk(module, runtime.recordOf(job, JobRecord.records) >> 2, at, packed);
    } else if (kind === ItemKind.packed) {
      storePacked(runtime, job, items as ArrayLike<unknown>, count, chunksize);
    } else if (numbers && !inPlace) {
      if (numbers.length !== count) throw new TypeError("the items changed while they were read");
      module.HEAPF64.set(numbers, at >> 3);
    }
    submit(context, job);
  } catch (error) {
    module._webpool_job_release(job);
    throw error;
  }
  // Held so that nobody takes the memory of a matrix or shared array for unused while the job runs.
  const held = items;
  return {
    job,
    items: count,
    read: () => (void held, pick(readResults(runtime, job, count, chunksize))),
  };
}

/** Submits a job whose tasks are a kernel's, over the rows of a matrix or any arrays of integers. */
export function submitKernel<T>(
  context: JobContext,
  kernel: Kernel,
  rows: Items,
  chunksize: number,
  pick: (results: Int32Array) => T,
): SubmittedJob<T> {
  if (!(rows instanceof MatrixRows)) {
    const [first, second] = kernel.parameters;
    const at = (item: number): KernelItem => [rows[item], first, second];
    return submitTable(context, kernel.name, rows.length, at, chunksize, pick);
  }
  const { runtime, pool } = context;
  const matrix = usable(rows.matrix);
  const number = kernelNumber(runtime.module, kernel.name);
  const job = made(
    runtime.module._webpool_matrix_job(
      pool,
      number,
      matrix.data.byteOffset,
      matrix.rowCount,
      matrix.columnCount,
      kernel.parameters[0],
      kernel.parameters[1],
      context.out?.byteOffset ?? 0,
      chunksize,
    ),
  );
  return submitted(context, job, matrix.rowCount, pick, matrix);
}

/** Submits a job whose items are `[row, minimum, maximum]`, for a kernel that takes its settings as arguments. */
export function submitFactory<T>(
  context: JobContext,
  factory: KernelFactory,
  tuples: ArrayLike<unknown>,
  chunksize: number,
  pick: (results: Int32Array) => T,
): SubmittedJob<T> {
  const at = (item: number): KernelItem => {
    const tuple = tuples[item];
    if (!Array.isArray(tuple) || tuple.length !== 3) {
      throw new TypeError(
        `item ${item}: kernels.${factory.kernelName} takes [row, minimum, maximum]`,
      );
    }
    requireInteger32(tuple[1]);
    requireInteger32(tuple[2]);
    return tuple as unknown as KernelItem;
  };
  return submitTable(context, factory.kernelName, tuples.length, at, chunksize, pick);
}

type KernelItem = readonly [row: unknown, first: number, second: number];

// A table of rows that lie anywhere; those that are not in shared memory are copied behind it.
function submitTable<T>(
  context: JobContext,
  kernel: string,
  count: number,
  item: (index: number) => KernelItem,
  chunksize: number,
  pick: (results: Int32Array) => T,
): SubmittedJob<T> {
  const { pool } = context;
  const { module } = context.runtime;
  if (count * RowEntry.words * 4 > module.HEAPU8.length) throw outOfMemory();
  // One look at each row: where it is, or in how many numbers it has to be copied.
  const table = new Int32Array(count * RowEntry.words);
  const rows = new Array<Int32Array>(count);
  let copied = 0;
  for (let index = 0, at = 0; index < count; ++index, at += RowEntry.words) {
    const [given, first, second] = item(index);
    const row = (rows[index] = integers(given, index));
    const { length } = row;
    if (isShared(row)) table[at + RowEntry.address] = row.byteOffset;
    else copied += length;
    table[at + RowEntry.columns] = length;
    table[at + RowEntry.first] = first;
    table[at + RowEntry.second] = second;
  }
  const job = made(
    module._webpool_table_job(
      pool,
      kernelNumber(module, kernel),
      count,
      copied,
      context.out?.byteOffset ?? 0,
      chunksize,
    ),
  );
  if (copied > 0) {
    let copy = module._webpool_kernel_copies(job);
    rows.forEach((row, index) => {
      if (isShared(row)) return;
      table[index * RowEntry.words + RowEntry.address] = copy;
      module.HEAP32.set(row, copy >> 2);
      copy += row.byteLength;
    });
  }
  module.HEAP32.set(table, module._webpool_kernel_table(job) >> 2);
  return submitted(context, job, count, pick, rows);
}

function submitted<T>(
  context: JobContext,
  job: number,
  count: number,
  pick: (results: Int32Array) => T,
  held: unknown,
): SubmittedJob<T> {
  const { module } = context.runtime;
  const { out } = context;
  try {
    submit(context, job);
  } catch (error) {
    module._webpool_job_release(job);
    throw error;
  }
  return {
    job,
    items: count,
    read: () => {
      void held;
      if (out) return pick(out);
      const at = module._webpool_kernel_results(job) >> 2;
      return pick(module.HEAP32.slice(at, at + count));
    },
  };
}

function submit(context: JobContext, job: number): void {
  const { runtime, pool, sync, tracked = false, cancelled = false, reader } = context;
  const { module } = runtime;
  const outcome =
    reader === undefined
      ? module._webpool_submit(pool, job, sync ? 0 : 1, tracked ? 1 : 0, cancelled ? 1 : 0)
      : module._webpool_stream_submit(pool, job, reader);
  runtime.scheduler?.wake();
  check(context, outcome);
}

/** Throws what a call of the module that a pool may refuse has come to. */
export function check({ runtime, pool }: JobContext, outcome: number): void {
  if (outcome === 1) return;
  if (outcome === 0) throw notRunning();
  const failure = readError(runtime.module, runtime.module._webpool_pool_error(pool));
  throw failure ? failure.error : notRunning();
}

export function notRunning(): PoolNotRunningError {
  return new PoolNotRunningError(
    "the pool was closed, terminated or joined and takes no more work; create another one",
  );
}

function made(job: number): number {
  if (job === 0) throw outOfMemory();
  return job;
}

function usable(matrix: Matrix): Matrix {
  if (matrix.freed) throw new TypeError("the matrix was freed; make another one");
  return matrix;
}

function integers(row: unknown, item: number): Int32Array {
  if (row instanceof Int32Array) return row;
  if (Array.isArray(row) || ArrayBuffer.isView(row)) {
    const copy = Int32Array.from(row as ArrayLike<number>);
    if (copy.every((value, index) => value === (row as ArrayLike<number>)[index])) return copy;
  }
  throw new TypeError(
    `item ${item}: a kernel takes a row of 32-bit integers (Int32Array, or an array of them)`,
  );
}
