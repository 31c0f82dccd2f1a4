import { encodeList, isShared, type Message } from "./codec";
import { outOfMemory } from "./function-table";
import { ChunkRecord, JobRecord } from "./layout";
import type { Runtime } from "./runtime";

/** How single items of a function's job cross: as numbers, or packed. Tuples: columns.ts. */

/** The items if all are numbers: they cross without being packed. */
export function numbersOf(items: ArrayLike<unknown>): ArrayLike<number> | undefined {
  if (ArrayBuffer.isView(items)) {
    return items instanceof BigInt64Array || items instanceof BigUint64Array
      ? undefined
      : (items as Float64Array);
  }
  for (let item = 0; item < items.length; ++item) {
    if (typeof items[item] !== "number") return undefined;
  }
  return items as ArrayLike<number>;
}

/** Numbers that the processors can read where they are. */
export function sharedFloats(numbers: ArrayLike<number>): Float64Array | undefined {
  return numbers instanceof Float64Array && isShared(numbers) ? numbers : undefined;
}

const blockSize = 64 * 1024;

/** Writes the packed items of a chunk to `at`, and that into the chunk's record. */
export function storeChunk(
  { HEAPU8, HEAPU32 }: Runtime["module"],
  record: number,
  at: number,
  message: Message,
): void {
  message.store(HEAPU8, at);
  HEAPU32[record + ChunkRecord.items] = at;
  HEAPU32[record + ChunkRecord.itemsSize] = message.size;
}

/** Packs items chunk by chunk, into memory that the job gets for them. */
export function storePacked(
  runtime: Runtime,
  job: number,
  items: ArrayLike<unknown>,
  count: number, // of the job: packing may run the items' own getters, which may change the list
  chunksize: number,
): void {
  const { module } = runtime;
  const list = arrayOf(items);
  let record = runtime.recordOf(job, JobRecord.records) >> 2;
  let free = 0;
  let left = 0;
  for (let first = 0; first < count; first += chunksize, record += ChunkRecord.words) {
    const last = Math.min(first + chunksize, count);
    const message = encodeItems(list, first, last);
    const { size } = message;
    if (size > left) {
      // A block for what is still to come, judged by what this chunk took.
      const wanted = size * Math.ceil((count - first) / chunksize);
      left = Math.max(size, Math.min(blockSize, wanted));
      free = module._webpool_script_allocate(job, left);
      if (free === 0) throw outOfMemory();
    }
    storeChunk(module, record, free, message);
    free += size;
    left -= size;
  }
}

/** Items as an array; a copy only where they are none. */
export function arrayOf(items: ArrayLike<unknown>): unknown[] {
  return Array.isArray(items) ? (items as unknown[]) : Array.from(items);
}

/** Items `first` to `last` as one message. Throws an error that names the item that cannot cross. */
export function encodeItems(list: unknown[], first: number, last: number): Message {
  return encodeList(list, first, last, { label: "item", root: "items" });
}
