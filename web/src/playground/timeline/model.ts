import type { CallNote, TraceEvent } from "webpool";
import { Lane } from "./lane.ts";
import { type ProgramSpan, SpanList } from "./span-list.ts";

export type { ProgramSpan };

/** One call of a pool, as far as the trace knows it. */
export interface Job {
  /** In the order in which the timeline came to know them, from 0. */
  index: number;
  /** Calls of one place in the program, one after another, are a series; its colour goes by it. */
  series: number;
  pool: number;
  /** Its number in its pool. */
  job: number;
  /** The events of all processors, in the order in which they came to be known. */
  events: TraceEvent[];
  /** What the program has said about it. */
  note: CallNote | null;
}

/**
 * What a program and its processors did, for whoever draws it or tells of it; nothing here knows of a screen. Times are
 * milliseconds since `origin`.
 */
export class TimelineModel {
  readonly origin: number;
  readonly #spans = new SpanList();
  readonly lanes: Lane[] = [];
  readonly jobs: Job[] = [];
  readonly #lanes = new Map<string, Lane>();
  readonly #jobs = new Map<string, Job>();
  /** Pools in the order in which they came to be known, whatever their numbers are. */
  readonly #pools = new Map<number, number>();
  readonly #notes = new Map<string, CallNote>();
  #series = 0;
  #grouped: { version: number; series: readonly (readonly Job[])[] } = { version: -1, series: [] };
  /** When the run ended; null while it goes on. */
  #finish: number | null = null;
  #latest = 0;
  #version = 0;

  /** `origin` is on the clock of the trace; `processes` lanes are there from the start, to show who has nothing to do. */
  constructor(origin: number, processes: number) {
    this.origin = origin;
    for (let processor = 0; processor < processes; ++processor) this.#lane(0, processor);
  }

  /** What the program's own thread did. */
  get program(): readonly ProgramSpan[] {
    return this.#spans.all;
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
      this.#spans.put(own);
      this.#latest = Math.max(this.#latest, own.begin, own.end ?? 0);
    }
  }

  /** The program has said what one of its calls is about. */
  addNote(note: CallNote): void {
    const name = `${note.pool}.${note.job}`;
    const whole = { ...this.#notes.get(name), ...note };
    this.#notes.set(name, whole);
    const job = this.#jobs.get(name);
    if (job) job.note = whole;
    if (job && note.items) this.#regroup();
    this.#version++;
  }

  /** Whether the program has a call in that line of its text. */
  hasCallIn(line: number): boolean {
    return this.jobs.some(({ note }) => note?.line === line);
  }

  /** The jobs, by their series. */
  get series(): readonly (readonly Job[])[] {
    if (this.#grouped.version === this.#version) return this.#grouped.series;
    const series: Job[][] = [];
    for (const job of this.jobs) (series[job.series] ??= []).push(job);
    this.#grouped = { version: this.#version, series };
    return series;
  }

  /** The run has ended: what was still under way ends now. */
  finish(now: number): void {
    if (this.#finish !== null) return;
    this.#finish = now - this.origin;
    this.#version++;
    for (const lane of this.lanes) lane.finish(this.#finish);
    this.#spans.finish(this.#finish);
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

  /** Puts a job into the series of the one before it, or begins a new one. */
  #join(job: Job): void {
    const before = this.jobs[job.index - 1];
    job.series = before && isSameCall(before, job) ? before.series : this.#series++;
  }

  /** The places of calls have become known: the series are made anew. */
  #regroup(): void {
    this.#series = 0;
    for (const job of this.jobs) this.#join(job);
  }

  #job(pool: number, number: number): Job {
    const name = `${pool}.${number}`;
    let job = this.#jobs.get(name);
    if (!job) {
      const note = this.#notes.get(name) ?? null;
      job = { index: this.jobs.length, series: 0, pool, job: number, events: [], note };
      this.#jobs.set(name, job);
      this.jobs.push(job);
      this.#join(job);
    }
    return job;
  }
}

/** Whether both are calls of one place in the program, as those of a loop are; without notes nothing says so. */
function isSameCall(a: Job, b: Job): boolean {
  if (a.pool !== b.pool || !a.note || !b.note || a.note.line === undefined) return false;
  return a.note.line === b.note.line && a.note.column === b.note.column;
}
