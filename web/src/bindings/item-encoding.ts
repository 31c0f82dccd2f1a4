import { encode, isShared } from "./codec";
import { SerializationError } from "./errors";
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
  bytes: Uint8Array,
): void {
  HEAPU8.set(bytes, at);
  HEAPU32[record + ChunkRecord.items] = at;
  HEAPU32[record + ChunkRecord.itemsSize] = bytes.length;
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
    const bytes = encodeItems(list, first, last);
    if (bytes.length > left) {
      // A block for what is still to come, judged by what this chunk took.
      const wanted = bytes.length * Math.ceil((count - first) / chunksize);
      left = Math.max(bytes.length, Math.min(blockSize, wanted));
      free = module._webpool_script_allocate(job, left);
      if (free === 0) throw outOfMemory();
    }
    storeChunk(module, record, free, bytes);
    free += bytes.length;
    left -= bytes.length;
  }
}

/** Items as an array; a copy only where they are none. */
export function arrayOf(items: ArrayLike<unknown>): unknown[] {
  return Array.isArray(items) ? (items as unknown[]) : Array.from(items);
}

/** One MessagePack array of items `first` to `last`. Throws an error that names the item that cannot cross. */
export function encodeItems(list: unknown[], first: number, last: number): Uint8Array {
  try {
    return encode(list.slice(first, last));
  } catch (error) {
    throw blameItem(list, first, last, error);
  }
}

// Names the item that cannot cross.
function blameItem(list: unknown[], first: number, last: number, error: unknown): unknown {
  for (let item = first; item < last; ++item) {
    try {
      encode(list[item]);
    } catch (own) {
      return own instanceof SerializationError
        ? new SerializationError(`item ${item}: ${own.message}`)
        : own;
    }
  }
  return error;
}
