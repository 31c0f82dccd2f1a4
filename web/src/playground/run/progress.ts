import type { TraceEvent } from "webpool";

/** Counts the finished items of the program's jobs, by the trace. */
export class Progress {
  #done = 0;

  get done(): number {
    return this.#done;
  }

  add(events: readonly TraceEvent[]): void {
    // An event is reported while it runs, and once more when it has ended.
    for (const { items, end } of events) if (end !== null) this.#done += items;
  }
}
