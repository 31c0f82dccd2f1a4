import { decode } from "./codec";
import { type ErrorNotes, errorOf, revive } from "./errors";
import { outOfMemory, readText } from "./module-memory";
import { ChunkKind, ChunkRecord, Failure, JobRecord, noItem } from "./layout";
import type { WebpoolModule } from "./module";
import type { Runtime } from "./runtime";

/** How a job has ended. */
export type Outcome<T> = { value: T } | { error: unknown };

/** Reads the error of a job that has ended; null if it succeeded. */
export function readFailure(runtime: Runtime, job: number): { error: unknown } | null {
  if (runtime.recordOf(job, JobRecord.failed) === 0) return null;
  const { module } = runtime;
  return readError(module, module._webpool_job_failure(job));
}

/** Reads the error that is stored at an address of the module; null for address 0. */
export function readError(module: WebpoolModule, address: number): { error: unknown } | null {
  if (address === 0) return null;
  const at = address >> 2;
  const words = module.memory.HEAPU32;
  if (words[at + Failure.script] !== 0) {
    const data = words[at + Failure.data]!;
    const item = words[at + Failure.item]!;
    if (data === 0)
      return { error: item === noItem ? outOfMemory() : Object.assign(outOfMemory(), { item }) };
    const [thrown, notes] = decode(module.memory.HEAPU8, data, words[at + Failure.size]!) as [
      unknown,
      ErrorNotes,
    ];
    return { error: revive(thrown, notes, item === noItem ? undefined : item) };
  }
  const text = (field: Failure): string => {
    const start = words[at + field]!;
    return readText(module, start, module.memory.HEAPU8.indexOf(0, start) - start);
  };
  const of = text(Failure.of);
  const error = errorOf(text(Failure.name), `${of && `${of}: `}${text(Failure.message)}`);
  const item = words[at + Failure.item]!;
  if (item !== noItem) error.item = item;
  return { error };
}

/** Reads the results of a job whose tasks are functions, in the order of its items. */
export function readResults(
  runtime: Runtime,
  job: number,
  items: number,
  chunksize: number,
): unknown[] {
  const results = new Array<unknown>(items);
  const { memory } = runtime;
  const { HEAPU32: words, HEAPF64 } = memory; // reading these properties for each item would cost more than the item
  const numbers = runtime.recordOf(job, JobRecord.numbers) >> 3;
  const chunks = runtime.recordOf(job, JobRecord.chunks);
  let record = runtime.recordOf(job, JobRecord.records) >> 2;
  for (
    let chunk = 0, first = 0;
    chunk < chunks;
    ++chunk, record += ChunkRecord.words, first += chunksize
  ) {
    const last = Math.min(first + chunksize, items);
    switch (words[record + ChunkRecord.kind]) {
      case ChunkKind.numbers:
        for (let item = first; item < last; ++item) results[item] = HEAPF64[numbers + item]!;
        break;
      case ChunkKind.packed: {
        const data = words[record + ChunkRecord.data]!;
        const values = decode(memory.HEAPU8, data, words[record + ChunkRecord.size]!) as unknown[];
        for (let item = first; item < last; ++item) results[item] = values[item - first];
        break;
      }
      default: // ChunkKind.nothing: every result is undefined
        results.fill(undefined, first, last);
    }
  }
  return results;
}
