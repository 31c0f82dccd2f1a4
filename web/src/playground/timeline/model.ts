import type { CallNote, TraceEvent } from "webpool";
import { Lane } from "./lane.ts";
import { type ProgramSpan, SpanList } from "./span-list.ts";

export type { ProgramSpan };

/** One call of a pool. */
export interface Job {
  /** Number of its series: consecutive calls at the same source position, which have the same colour. */
  series: number;
  pool: number;
  /** Its number in its pool. */
  job: number;
  /** The events of all processors, in the order in which they were reported. */
  events: TraceEvent[];
  /** The program's description of it. */
  note: CallNote | null;
}

/**
 * The data of a timeline: what a program and its processors did. It is independent of drawing. Times are milliseconds since
 * `origin`.
 */
export class TimelineModel {
  readonly origin: number;
  readonly #spans = new SpanList();
  readonly lanes: Lane[] = [];
  readonly jobs: Job[] = [];
  readonly #lanes = new Map<string, Lane>();
  readonly #jobs = new Map<string, Job>();
  /** The pools' indices, in the order in which they appeared, by their numbers in the trace. */
  readonly #pools = new Map<number, number>();
  readonly #notes = new Map<string, CallNote>();
  #series = 0;
  #grouped: { version: number; series: readonly (readonly Job[])[] } = { version: -1, series: [] };
  /** The end of the run; null while it is running. */
  #finish: number | null = null;
  #latest = 0;
  #version = 0;

  /** `origin` is on the clock of the trace. There are `processes` lanes from the start, to show idle processors, too. */
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

  /** Changes whenever there are new events. */
  get version(): number {
    return this.#version;
  }

  /** The end of the timeline: now, or the end of the run. */
  end(now: number): number {
    return Math.max(this.#finish ?? now - this.origin, this.#latest);
  }

  /** How many pools the program has had, at least one. */
  get pools(): number {
    return Math.max(1, this.#pools.size);
  }

  /** Adds events, and returns those of calls: that later pools start shows in the program's lane. */
  add(all: readonly TraceEvent[]): TraceEvent[] {
    this.#version++;
    let changed = false;
    const events = all.filter(({ pool, job }) => {
      const name = `${this.#pool(pool)}.${job}`;
      // The note may come after the job's first event: what is shown already must have an end, too.
      return this.#jobs.has(name) || !this.#notes.get(name)?.startsProcesses;
    });
    for (const event of events) {
      const own = this.#relative(event);
      own.pool = this.#pool(event.pool);
      const isNew = this.#lane(own.pool, own.processor).put(own);
      const newest = this.jobs.at(-1);
      const job = this.#job(own.pool, own.job);
      if (isNew) job.events.push(own);
      changed ||= isNew && !job.note && (own.items > 1 || job.events.length === 2);
      changed ||= job.events.length === 1 && newest !== undefined && inOrder(job, newest) < 0;
      this.#latest = Math.max(this.#latest, own.begin, own.end ?? 0);
    }
    // Calls that turn out to have several items are none of a series of single calls. And jobs are reported by processor.
    if (changed) this.#regroup();
    return events;
  }

  /** Adds spans. A span is reported when it starts, and again when it has ended. */
  addProgram(spans: readonly ProgramSpan[]): void {
    for (const span of spans) {
      const own = this.#relative(span);
      this.#spans.put(own);
      this.#latest = Math.max(this.#latest, own.begin, own.end ?? 0);
    }
  }

  /** Adds to the description of a call, and returns the whole of it. */
  addNote(note: CallNote): CallNote {
    const name = `${this.#pool(note.pool)}.${note.job}`;
    const whole = { ...this.#notes.get(name), ...note };
    this.#notes.set(name, whole);
    const job = this.#jobs.get(name);
    if (job) job.note = whole;
    if (job && note.items) this.#regroup();
    this.#version++;
    return whole;
  }

  /** Whether the program has a call in that source line. */
  hasCallIn(line: number): boolean {
    return this.jobs.some(({ note }) => note?.line === line);
  }

  /** The source line of the call that a lane worked for at a time, if it is known. */
  lineAt(lane: number, time: number, now: number): number | null {
    const event = this.lanes[lane]?.at(time, 0, now);
    return event ? (this.jobOf(event).note?.line ?? null) : null;
  }

  /** The jobs, by their series. */
  get series(): readonly (readonly Job[])[] {
    if (this.#grouped.version === this.#version) return this.#grouped.series;
    const series: Job[][] = [];
    for (const job of this.jobs.toSorted(inOrder)) (series[job.series] ??= []).push(job);
    this.#grouped = { version: this.#version, series };
    return series;
  }

  /** Ends the run, and everything that was still running. */
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

  /** The number of items of all jobs whose chunk had ended at a time. */
  itemsDone(time: number): number {
    let items = 0;
    for (const lane of this.lanes) items += lane.itemsDone(time);
    return items;
  }

  /** When the next chunk begins, or the previous one, in a lane or, if `lane` is negative, in any; null if there is none. */
  nextBegin(time: number, direction: 1 | -1, lane: number): number | null {
    const lanes = lane < 0 ? this.lanes : this.lanes.slice(lane, lane + 1);
    const times = lanes.flatMap((one) => one.neighbour(time, direction)?.begin ?? []);
    if (times.length === 0) return null;
    return direction > 0 ? Math.min(...times) : Math.max(...times);
  }

  #relative<T extends { begin: number; end: number | null }>(absolute: T): T {
    return {
      ...absolute,
      begin: absolute.begin - this.origin,
      end: absolute.end === null ? null : absolute.end - this.origin,
    };
  }

  /** The index of the pool with that number in the program, in the order in which pools were seen. */
  #pool(number: number): number {
    const index = this.#pools.get(number) ?? this.#pools.size;
    this.#pools.set(number, index);
    return index;
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

  /** Adds a job to the series of the one before it, or starts a new series. */
  #join(job: Job, before: Job | undefined): void {
    job.series = before && isSameCall(before, job) ? before.series : this.#series++;
  }

  /** Computes the series again, in the order of the calls. */
  #regroup(): void {
    this.#series = 0;
    let before: Job | undefined;
    for (const job of this.jobs.toSorted(inOrder)) {
      this.#join(job, before);
      before = job;
    }
  }

  #job(pool: number, number: number): Job {
    const name = `${pool}.${number}`;
    let job = this.#jobs.get(name);
    if (!job) {
      const note = this.#notes.get(name) ?? null;
      job = { series: 0, pool, job: number, events: [], note };
      this.#jobs.set(name, job);
      this.#join(job, this.jobs.at(-1));
      this.jobs.push(job);
    }
    return job;
  }
}

/**
 * Whether both calls have the same source position, as in a loop. Where positions are not known, as after hundreds of
 * calls, single calls one after another are taken for a loop.
 */
function isSameCall(a: Job, b: Job): boolean {
  if (a.pool !== b.pool) return false;
  if (!b.note) return isSingle(a) && isSingle(b);
  if (!a.note || a.note.line === undefined) return false;
  return a.note.line === b.note.line && a.note.column === b.note.column;
}

/** The order in which a program called its pools, and each pool. */
function inOrder(a: Job, b: Job): number {
  return a.pool - b.pool || a.job - b.job;
}

function isSingle({ events, note }: Job): boolean {
  if (note?.items) return note.items.length === 1;
  return events.length <= 1 && (events[0]?.items ?? 1) === 1;
}
