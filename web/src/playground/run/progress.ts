import type { TraceEvent } from "webpool";

/** How many items of its pools' jobs the program has done, counted from the trace. */
export class Progress {
  #done = 0;

  get done(): number {
    return this.#done;
  }

  add(events: readonly TraceEvent[]): void {
    // An event comes while it runs and again when it has ended, which happens once.
    for (const { items, end } of events) if (end !== null) this.#done += items;
  }
}
