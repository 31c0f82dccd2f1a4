import type { TraceEvent } from "webpool";
import { firstWhere } from "../first-where.ts";

/** What is drawn as one block: a single event, or many that are too short to be distinguished. */
export interface Block {
  begin: number;
  end: number;
  /** The event, or the first of many. */
  event: TraceEvent;
  /** How many events. */
  count: number;
  /** The items of all of them. */
  items: number;
  /** The fraction of the time from begin to end in which the processor worked, 0 to 1. */
  busy: number;
}

/**
 * The events of one processor in the order of their begin. A C++ task that waits for its own call runs other tasks meanwhile,
 * so events may be nested.
 */
export class Lane {
  readonly pool: number;
  readonly processor: number;
  readonly events: TraceEvent[] = [];
  readonly #places = new Map<number, number>();
  // Prefix sums: the latest end, the time of work and the finished items up to and including each event, before `#dirty`.
  readonly #reach: number[] = [];
  readonly #busy: number[] = [];
  readonly #items: number[] = [];
  #dirty = 0;

  constructor(pool: number, processor: number) {
    this.pool = pool;
    this.processor = processor;
  }

  /** Adds or updates an event; returns whether it was new. */
  put(event: TraceEvent): boolean {
    const place = this.#places.get(event.sequence);
    if (place !== undefined) {
      Object.assign(this.events[place]!, event);
      this.#dirty = Math.min(this.#dirty, place);
      return false;
    }
    this.#places.set(event.sequence, this.events.length);
    this.#dirty = Math.min(this.#dirty, this.events.length);
    this.events.push(event);
    return true;
  }

  finish(time: number): void {
    this.events.forEach((event, place) => {
      if (event.end !== null) return;
      event.end = Math.max(event.begin, time);
      this.#dirty = Math.min(this.#dirty, place);
    });
  }

  /**
   * Returns the blocks to draw between `from` and `to`, merging events shorter than `least` milliseconds. Its cost depends on
   * the number of blocks, not on the number of events.
   */
  blocks(from: number, to: number, least: number, now: number): Block[] {
    this.#sum();
    const { events } = this;
    const blocks: Block[] = [];
    let place = firstWhere(events.length, (index) => this.#reach[index]! > from);
    while (place < events.length && events[place]!.begin < to) {
      let next = place + 1;
      if (lengthOf(events[place]!, now) < least) {
        const limit = events[place]!.begin + least;
        next = firstWhere(events.length, (index) => events[index]!.begin >= limit, next);
        // A long event at the end gets its own block.
        if (next - place > 1 && lengthOf(events[next - 1]!, now) >= least) next--;
      }
      blocks.push(this.#block(place, next, now));
      place = next;
    }
    return blocks;
  }

  /** The innermost event that ran at a time; otherwise the nearest one less than `tolerance` away. */
  at(time: number, tolerance: number, now: number): TraceEvent | null {
    this.#sum();
    const after = firstWhere(this.events.length, (index) => this.events[index]!.begin > time);
    const first = firstWhere(after, (index) => this.#reach[index]! > time);
    for (let place = after - 1; place >= first; --place) {
      if ((this.events[place]!.end ?? now) > time) return this.events[place]!;
    }
    const before = this.events[after - 1];
    const next = this.events[after];
    const distances = [
      { event: before, distance: before ? time - (before.end ?? now) : Infinity },
      { event: next, distance: next ? next.begin - time : Infinity },
    ].sort((a, b) => a.distance - b.distance);
    return distances[0]!.distance < tolerance ? distances[0]!.event! : null;
  }

  /** The next event that begins after a time, or the last that begins before it. */
  neighbour(time: number, direction: 1 | -1): TraceEvent | null {
    const place =
      direction > 0
        ? firstWhere(this.events.length, (index) => this.events[index]!.begin > time)
        : firstWhere(this.events.length, (index) => this.events[index]!.begin >= time) - 1;
    return this.events[place] ?? null;
  }

  itemsDone(time: number): number {
    this.#sum();
    // All events before `place` had ended by then; the few others are checked one by one.
    let place = firstWhere(this.events.length, (index) => this.#reach[index]! > time);
    let items = this.#items[place - 1] ?? 0;
    for (; place < this.events.length && this.events[place]!.begin <= time; ++place) {
      const { end, items: own } = this.events[place]!;
      if (end !== null && end <= time) items += own;
    }
    return items;
  }

  /** Milliseconds of work; nested events are counted once. */
  busy(now: number): number {
    let busy = 0;
    let reach = -Infinity;
    for (const { begin, end } of this.events) {
      busy += Math.max(0, (end ?? now) - Math.max(begin, reach));
      reach = Math.max(reach, end ?? now);
    }
    return busy;
  }

  get items(): number {
    return this.events.reduce((sum, { items }) => sum + items, 0);
  }

  get chunks(): number {
    return this.events.reduce((sum, { chunks }) => sum + chunks, 0);
  }

  #block(place: number, next: number, now: number): Block {
    const event = this.events[place]!;
    const last = next - 1;
    if (next - place === 1) {
      const { begin, items } = event;
      return { begin, end: event.end ?? now, event, count: 1, items, busy: 1 };
    }
    const { begin } = event;
    // Limits the end to that of the last event: an event that encloses all of them has been drawn before.
    const end = Math.min(Math.max(this.#reach[last]!, begin), this.events[last]!.end ?? now);
    const work = this.#busy[last]! - (this.#busy[place - 1] ?? 0);
    const items = this.#items[last]! - (this.#items[place - 1] ?? 0);
    const busy = end > begin ? Math.min(1, work / (end - begin)) : 1;
    return { begin, end, event, count: next - place, items, busy };
  }

  #sum(): void {
    const { events } = this;
    for (let place = this.#dirty; place < events.length; ++place) {
      const { begin, end, items } = events[place]!;
      const length = end === null ? 0 : end - begin;
      this.#reach[place] = Math.max(this.#reach[place - 1] ?? -Infinity, end ?? Infinity);
      this.#busy[place] = (this.#busy[place - 1] ?? 0) + length;
      this.#items[place] = (this.#items[place - 1] ?? 0) + items;
    }
    this.#dirty = events.length;
  }
}

function lengthOf({ begin, end }: TraceEvent, now: number): number {
  return (end ?? now) - begin;
}
