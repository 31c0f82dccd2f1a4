import type { CallRecord } from "../bindings/runtime";
import { isShared } from "../bindings/codec";
import { outOfMemory } from "../bindings/module-memory";
import { JobRecord, RowEntry } from "../bindings/layout";
import { type Kernel, type KernelFactory, kernelNumber, requireInteger32 } from "./kernels";
import { MatrixBlocks, MatrixRows, usable } from "./matrix";
import {
  addressOf,
  type Items,
  type JobContext,
  made,
  submit,
  type SubmittedJob,
} from "./submit-job";

/** Submits a job that calls a kernel for the rows of a matrix, or for any arrays of integers. */
export function submitKernel<T>(
  context: JobContext,
  kernel: Kernel,
  rows: Items,
  count: number,
  chunksize: number,
  pick: (results: Int32Array) => T,
): SubmittedJob<T> {
  if (rows instanceof MatrixBlocks)
    throw new TypeError(
      "kernels take single rows, which cost nothing to pass: use matrix.rows() without a block",
    );
  if (!(rows instanceof MatrixRows)) {
    const [first, second] = kernel.parameters;
    const at = (item: number): KernelItem => [rows[item], first, second];
    return submitTable(context, kernel.name, count, at, chunksize, pick);
  }
  const { module } = context.pool.runtime;
  const matrix = usable(rows.matrix);
  const number = kernelNumber(module, kernel.name);
  const job = made(
    module._webpool_matrix_job(
      addressOf(context.pool),
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

/** Submits a job whose items are `[row, minimum, maximum]`, for a kernel that takes its parameters with each row. */
export function submitFactory<T>(
  context: JobContext,
  factory: KernelFactory,
  tuples: ArrayLike<unknown>,
  count: number,
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
    requireInteger32("minimum", tuple[1], item);
    requireInteger32("maximum", tuple[2], item);
    return tuple as unknown as KernelItem;
  };
  return submitTable(context, factory.kernelName, count, at, chunksize, pick);
}

type KernelItem = readonly [row: unknown, first: number, second: number];

// Describes the rows in a table of addresses. Rows that are not in shared memory are copied to the end of the table.
function submitTable<T>(
  context: JobContext,
  kernel: string,
  count: number,
  item: (index: number) => KernelItem,
  chunksize: number,
  pick: (results: Int32Array) => T,
): SubmittedJob<T> {
  const { runtime } = context.pool;
  const { module } = runtime;
  if (count * RowEntry.words * 4 > module.memory.limit) throw outOfMemory();
  // Each row is read once, since a getter or proxy may return another row the second time.
  const table = new Int32Array(count * RowEntry.words);
  const rows = new Array<Int32Array>(count);
  let copied = 0;
  for (let index = 0, at = 0; index < count; ++index, at += RowEntry.words) {
    const [given, first, second] = item(index);
    const row = (rows[index] = integers(given, (context.first ?? 0) + index));
    const { length } = row;
    if (isShared(row)) table[at + RowEntry.address] = row.byteOffset;
    else copied += length;
    table[at + RowEntry.columns] = length;
    table[at + RowEntry.first] = first;
    table[at + RowEntry.second] = second;
  }
  const job = made(
    module._webpool_table_job(
      addressOf(context.pool),
      kernelNumber(module, kernel),
      count,
      copied,
      context.out?.byteOffset ?? 0,
      chunksize,
    ),
  );
  if (copied > 0) {
    let copy = runtime.recordOf(job, JobRecord.items);
    rows.forEach((row, index) => {
      if (isShared(row)) return;
      table[index * RowEntry.words + RowEntry.address] = copy;
      module.memory.HEAP32.set(row, copy >> 2);
      copy += row.byteLength;
    });
  }
  module.memory.HEAP32.set(table, runtime.recordOf(job, JobRecord.records) >> 2);
  return submitted(context, job, count, pick, rows);
}

function submitted<T>(
  context: JobContext,
  job: number,
  count: number,
  pick: (results: Int32Array) => T,
  held: unknown,
): SubmittedJob<T> {
  const { out, pool } = context;
  const { runtime } = pool;
  let record: CallRecord | undefined;
  try {
    submit(context, job);
    record = runtime.callLog?.called(pool.number, [], false);
  } catch (error) {
    runtime.module._webpool_job_release(job);
    throw error;
  }
  return {
    job,
    items: count,
    read: () => {
      void held;
      if (out) return pick(out);
      const at = runtime.recordOf(job, JobRecord.numbers) >> 2;
      return pick(runtime.memory.HEAP32.slice(at, at + count));
    },
    record,
  };
}

function integers(row: unknown, item: number): Int32Array {
  if (row instanceof Int32Array) return row;
  const isRow = Array.isArray(row) || (ArrayBuffer.isView(row) && !(row instanceof DataView));
  const copy = isRow ? copyOf(row as unknown as ArrayLike<unknown>) : undefined;
  if (copy) return copy;
  const text = `item ${item}: a kernel takes a row of 32-bit integers (Int32Array, or an array of them)`;
  throw Object.assign(new TypeError(text), { item });
}

// Reads each element once, by its index: a subclass of Array may iterate over something else.
function copyOf(row: ArrayLike<unknown>): Int32Array | undefined {
  const copy = new Int32Array(row.length);
  for (let index = 0; index < copy.length; ++index) {
    const value = row[index];
    if (typeof value !== "number" || value !== (value | 0)) return undefined;
    copy[index] = value;
  }
  return copy;
}
