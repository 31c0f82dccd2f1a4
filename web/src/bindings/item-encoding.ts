import { columnBytes, columnsOf, storeColumns } from "./argument-columns";
import { encodeList, isShared, type ListNames, type Message } from "./codec";
import { outOfMemory } from "./module-memory";
import { ChunkRecord, ItemKind, JobRecord } from "./layout";
import { type BlockLayout, layoutBytes, storeLayout } from "./row-block";
import type { Runtime } from "./runtime";

/** How the items of a JavaScript job are passed to the processors. */
export interface EncodedItems {
  kind: ItemKind;
  /** Their address if they are in shared memory already; otherwise 0. */
  address: number;
  /** How many columns rows and tuples have; otherwise 0. */
  columns: number;
  /** How many bytes the job must reserve for `write`. */
  bytes: number;
  /** Writes them into the job after its creation. */
  write(runtime: Runtime, job: number): void;
}

const nothing = (): void => {};

const itemNames: ListNames = { label: "item", root: "items" };

/** The rows of a matrix in shared memory. */
export function encodeRows(data: Int32Array, columns: number): EncodedItems {
  return { kind: ItemKind.rows, address: data.byteOffset, columns, bytes: 0, write: nothing };
}

/** Blocks of rows of a matrix in shared memory. */
export function encodeBlocks(layout: BlockLayout): EncodedItems {
  return {
    kind: ItemKind.blocks,
    address: 0,
    columns: layout.columns,
    bytes: layoutBytes,
    write: (runtime, job) =>
      storeLayout(runtime.memory, runtime.recordOf(job, JobRecord.items), layout),
  };
}

/** Arrays of arguments: column by column if all are numbers and views of shared memory, otherwise as any values. */
export function encodeTuples(
  tuples: ArrayLike<readonly unknown[]>,
  count: number,
  chunksize: number,
  names = itemNames,
): EncodedItems {
  const kinds = columnsOf(tuples, count);
  if (!kinds) return encodeValues(tuples, count, chunksize, names);
  return {
    kind: ItemKind.columns,
    address: 0,
    columns: kinds.length,
    bytes: columnBytes(kinds, count),
    write: (runtime, job) =>
      storeColumns(runtime.memory, runtime.recordOf(job, JobRecord.items), tuples, count, kinds),
  };
}

/**
 * Items of any kind, `count` of them, whatever their getters do to the list meanwhile. An item that cannot be cloned is an
 * error that names it, thrown here or by `write`. `number` is the index of the first item in errors; if it is not 0, the items
 * must be a single chunk.
 */
export function encodeItems(
  items: ArrayLike<unknown>,
  count: number,
  chunksize: number,
  number = 0,
): EncodedItems {
  const numbers = numbersOf(items, count);
  if (!numbers) return encodeValues(items, count, chunksize, { ...itemNames, base: number });
  const base = { kind: ItemKind.numbers, columns: 0 };
  if (numbers instanceof Float64Array && isShared(numbers))
    return { ...base, address: numbers.byteOffset, bytes: 0, write: nothing };
  return {
    ...base,
    address: 0,
    bytes: count * 8,
    write(runtime, job) {
      const at = runtime.recordOf(job, JobRecord.items) >> 3;
      const places = runtime.memory.HEAPF64.subarray(at, at + count);
      if (numbers.length === count) places.set(numbers);
      else for (let item = 0; item < count; ++item) places[item] = numbers[item]!;
    },
  };
}

// Returns the items if all are numbers, which are copied without the codec.
function numbersOf(items: ArrayLike<unknown>, count: number): ArrayLike<number> | undefined {
  if (ArrayBuffer.isView(items)) {
    return items instanceof BigInt64Array || items instanceof BigUint64Array
      ? undefined
      : (items as Float64Array);
  }
  for (let item = 0; item < count; ++item) {
    if (typeof items[item] !== "number") return undefined;
  }
  return items as ArrayLike<number>;
}

// Encodes each chunk as a message of the codec. A single message is stored in the job itself, several in memory that is
// allocated for it while they are encoded.
function encodeValues(
  items: ArrayLike<unknown>,
  count: number,
  chunksize: number,
  names: ListNames,
): EncodedItems {
  const list = Array.isArray(items) ? (items as unknown[]) : Array.from(items);
  const base = { kind: ItemKind.packed, address: 0, columns: 0 };
  if (count === 0 || count > chunksize) {
    return {
      ...base,
      bytes: 0,
      write: (runtime, job) => storeChunks(runtime, job, list, count, chunksize),
    };
  }
  const message = encodeList(list, 0, count, names);
  return {
    ...base,
    bytes: message.size,
    write: (runtime, job) =>
      storeChunk(
        runtime.memory,
        runtime.recordOf(job, JobRecord.records) >> 2,
        runtime.recordOf(job, JobRecord.items),
        message,
      ),
  };
}

const blockSize = 64 * 1024;

function storeChunks(
  runtime: Runtime,
  job: number,
  list: unknown[],
  count: number,
  chunksize: number,
): void {
  const { memory, module } = runtime;
  let record = runtime.recordOf(job, JobRecord.records) >> 2;
  let free = 0;
  let left = 0;
  for (let first = 0; first < count; first += chunksize, record += ChunkRecord.words) {
    const message = encodeList(list, first, Math.min(first + chunksize, count), itemNames);
    const { size } = message;
    if (size > left) {
      // Allocates a block for the remaining chunks, estimated by the size of this one.
      const wanted = size * Math.ceil((count - first) / chunksize);
      left = Math.max(size, Math.min(blockSize, wanted));
      free = module._webpool_script_allocate(job, left);
      if (free === 0) throw outOfMemory();
    }
    storeChunk(memory, record, free, message);
    free += size;
    left -= size;
  }
}

// Writes the message of a chunk to `at`, and its address and size into the chunk's record.
function storeChunk(
  { HEAPU8, HEAPU32 }: Runtime["memory"],
  record: number,
  at: number,
  message: Message,
): void {
  message.store(HEAPU8, at);
  HEAPU32[record + ChunkRecord.items] = at;
  HEAPU32[record + ChunkRecord.itemsSize] = message.size;
}
