import type { TraceEvent } from "webpool";
import { Lane } from "./lane.ts";

/** What the program's own thread did: locked is inside a synchronous call of a pool. */
export interface ProgramSpan {
  state: "running" | "locked" | "free";
  begin: number;
  end: number | null;
}

/** One call of a pool, as far as the trace knows it. */
export interface Job {
  /** In the order in which the timeline came to know them, from 0; its colour goes by it. */
  index: number;
  pool: number;
  /** Its number in its pool. */
  job: number;
  /** The events of all processors, in the order in which they came to be known. */
  events: TraceEvent[];
}

/**
 * What a program and its processors did, for whoever draws it or tells of it; nothing here knows of a screen. Times are
 * milliseconds since `origin`.
 */
export class TimelineModel {
  readonly origin: number;
  readonly program: ProgramSpan[] = [];
  readonly lanes: Lane[] = [];
  readonly jobs: Job[] = [];
  readonly #lanes = new Map<string, Lane>();
  readonly #jobs = new Map<string, Job>();
  /** Pools in the order in which they came to be known, whatever their numbers are. */
  readonly #pools = new Map<number, number>();
  /** When the run ended; null while it goes on. */
  #finish: number | null = null;
  #latest = 0;
  #version = 0;

  /** `origin` is on the clock of the trace; `processes` lanes are there from the start, to show who has nothing to do. */
  constructor(origin: number, processes: number) {
    this.origin = origin;
    for (let processor = 0; processor < processes; ++processor) this.#lane(0, processor);
  }

  get isEmpty(): boolean {
    return this.#latest === 0;
  }

  /** Another number whenever events have come. */
  get version(): number {
    return this.#version;
  }

  /** Where the drawing ends: now, or the end of the run. */
  end(now: number): number {
    return Math.max(this.#finish ?? now - this.origin, this.#latest);
  }

  /** How many pools the program has had, one at least. */
  get pools(): number {
    return Math.max(1, this.#pools.size);
  }

  add(events: readonly TraceEvent[]): void {
    this.#version++;
    for (const event of events) {
      const own = this.#relative(event);
      own.pool = this.#pools.get(event.pool) ?? this.#pools.size;
      this.#pools.set(event.pool, own.pool);
      const isNew = this.#lane(own.pool, own.processor).put(own);
      const job = this.#job(own.pool, own.job);
      if (isNew) job.events.push(own);
      this.#latest = Math.max(this.#latest, own.begin, own.end ?? 0);
    }
  }

  /** A span comes when it begins and again when it has ended. */
  addProgram(spans: readonly ProgramSpan[]): void {
    for (const span of spans) {
      const own = this.#relative(span);
      const known = this.program.findLast(({ begin }) => begin === own.begin);
      if (known) Object.assign(known, own);
      else this.program.push(own);
      this.#latest = Math.max(this.#latest, own.begin, own.end ?? 0);
    }
  }

  /** The run has ended: what was still under way ends now. */
  finish(now: number): void {
    if (this.#finish !== null) return;
    this.#finish = now - this.origin;
    this.#version++;
    for (const lane of this.lanes) lane.finish(this.#finish);
    for (const span of this.program) span.end ??= this.#finish;
  }

  jobOf(event: Pick<TraceEvent, "pool" | "job">): Job {
    return this.#job(event.pool, event.job);
  }

  programAt(time: number): ProgramSpan | null {
    return (
      this.program.findLast(({ begin, end }) => begin <= time && time < (end ?? Infinity)) ?? null
    );
  }

  /** Items whose chunk had ended by then, of all jobs. */
  itemsDone(time: number): number {
    let items = 0;
    for (const lane of this.lanes) items += lane.itemsDone(time);
    return items;
  }

  #relative<T extends { begin: number; end: number | null }>(absolute: T): T {
    return {
      ...absolute,
      begin: absolute.begin - this.origin,
      end: absolute.end === null ? null : absolute.end - this.origin,
    };
  }

  #lane(pool: number, processor: number): Lane {
    const name = `${pool}.${processor}`;
    let lane = this.#lanes.get(name);
    if (!lane) {
      lane = new Lane(pool, processor);
      this.#lanes.set(name, lane);
      this.lanes.push(lane);
      this.lanes.sort((a, b) => a.pool - b.pool || a.processor - b.processor);
    }
    return lane;
  }

  #job(pool: number, number: number): Job {
    const name = `${pool}.${number}`;
    let job = this.#jobs.get(name);
    if (!job) {
      job = { index: this.jobs.length, pool, job: number, events: [] };
      this.#jobs.set(name, job);
      this.jobs.push(job);
    }
    return job;
  }
}
