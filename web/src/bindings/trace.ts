import { TraceRecord } from "./layout";
import type { WebpoolModule } from "./module";

/** A run of consecutive chunks of one job on one processor. */
export interface TraceEvent {
  /** Number of the pool in its program. */
  pool: number;
  /** Index of the processor. */
  processor: number;
  /** Number of the event on its processor, which identifies it when it is reported again. */
  sequence: number;
  /** Number of the job in its pool, from 0. */
  job: number;
  /** Number of the first chunk. */
  chunk: number;
  /** How many chunks there are. */
  chunks: number;
  /** Index of the first item. */
  item: number;
  /** How many items there are. */
  items: number;
  /** Milliseconds on the clock of `performance.timeOrigin + performance.now()`. */
  begin: number;
  /** On the same clock; null while it still runs. The event is reported again when it has ended. */
  end: number | null;
}

/** Reads new trace events of a module's processors. */
export class TraceNews {
  private readonly stillRunning = new Set<string>();

  /** Returns the events since the last call. One that still runs is returned once, and again when it has ended. */
  read(module: WebpoolModule): TraceEvent[] {
    return readTrace(module).filter((event) => this.isNews(event));
  }

  private isNews({ pool, processor, sequence, end }: TraceEvent): boolean {
    const name = `${pool}.${processor}.${sequence}`;
    if (end !== null) {
      this.stillRunning.delete(name);
      return true;
    }
    if (this.stillRunning.has(name)) return false;
    this.stillRunning.add(name);
    return true;
  }
}

function readTrace(module: WebpoolModule): TraceEvent[] {
  const count = module._malloc(4);
  if (count === 0) return [];
  let at = module._webpool_trace_read(count) >> 2;
  const { HEAPU32: words, HEAPF64: numbers } = module.memory;
  const events = new Array<TraceEvent>(words[count >> 2]!);
  module._free(count);
  for (let index = 0; index < events.length; ++index, at += TraceRecord.words) {
    const end = numbers[(at >> 1) + TraceRecord.end]!;
    events[index] = {
      pool: words[at + TraceRecord.pool]!,
      processor: words[at + TraceRecord.processor]!,
      sequence: words[at + TraceRecord.sequence]!,
      job: words[at + TraceRecord.job]!,
      chunk: words[at + TraceRecord.chunk]!,
      chunks: words[at + TraceRecord.chunks]!,
      item: words[at + TraceRecord.item]!,
      items: words[at + TraceRecord.items]!,
      begin: numbers[(at >> 1) + TraceRecord.begin]!,
      end: end === 0 ? null : end,
    };
  }
  return events;
}
