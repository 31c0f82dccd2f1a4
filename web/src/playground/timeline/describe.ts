import type { TraceEvent } from "webpool";
import type { Lane } from "./lane.ts";
import type { Job, TimelineModel } from "./model.ts";
import { timeText } from "./viewport.ts";

/** The texts of the timeline: labels, tooltip, and descriptions for screen readers. */
export function laneName({ pool, processor }: Pick<Lane, "pool" | "processor">, pools = 1): string {
  return pools > 1 ? `${pool}:P${processor}` : `P${processor}`;
}

export function jobName({ pool, job }: Pick<Job, "pool" | "job">, pools = 1): string {
  return pools > 1 ? `pool ${pool}, job ${job}` : `job ${job}`;
}

/** The name of a series of jobs: "job 3", or "jobs 3–22" for the calls of one loop. */
export function seriesName(jobs: readonly Job[], pools = 1): string {
  const [first, last] = [jobs[0]!, jobs.at(-1)!];
  if (first === last) return jobName(first, pools);
  const pool = pools > 1 ? `pool ${first.pool}, ` : "";
  return `${pool}jobs ${first.job}–${last.job}`;
}

/** The items of a block: their values or arguments if they are known, otherwise their indices, as in "#3". */
export function valuesText(event: TraceEvent, model: TimelineModel): string {
  const job = model.jobOf(event);
  const first = model.series[job.series]?.[0] ?? job;
  if (job.note?.items || job === first) return valuesOf(job, event);
  return `#${job.job - first.job}`; // a single call: its place in its series
}

/** The items of an event of a job. */
export function valuesOf(job: Job, event: TraceEvent): string {
  const items = job.note?.items?.slice(event.item, event.item + event.items);
  if (!items || items.length < event.items) return `#${itemRange(event)}`;
  if (items.length === 1) return items[0]!;
  return items.length <= 4 ? items.join(", ") : `${items[0]!} … ${items.at(-1)!}`;
}

/** The results of a block, if they are known: " → 4, 9". */
function resultsText(event: TraceEvent, model: TimelineModel): string {
  const results = model.jobOf(event).note?.results?.slice(event.item, event.item + event.items);
  if (!results || results.length < event.items) return "";
  const shown = results.slice(0, 4).join(", ");
  return ` → ${shown}${results.length > 4 ? ", …" : ""}`;
}

/** 3, or 3–5. */
export function itemRange({ item, items }: Pick<TraceEvent, "item" | "items">): string {
  return items <= 1 ? `${item}` : `${item}–${item + items - 1}`;
}

function itemsText(event: Pick<TraceEvent, "item" | "items">): string {
  return event.items === 1 ? `item ${event.item}` : `items ${itemRange(event)}`;
}

/** "3, 4 → 9, 16", or the indices where the values are not known. */
function aboutText(event: TraceEvent, model: TimelineModel): string {
  const isKnown = model.jobOf(event).note?.items !== undefined;
  return isKnown ? `${valuesText(event, model)}${resultsText(event, model)}` : itemsText(event);
}

export function eventText(event: TraceEvent, model: TimelineModel, now: number): string {
  const { pools } = model;
  const length = timeText((event.end ?? now) - event.begin);
  const time = event.end === null ? `running for ${length}` : length;
  const job = model.jobOf(event);
  const about = aboutText(event, model);
  const line = job.note?.line === undefined ? "" : `, line ${job.note.line}`;
  return `${laneName(event, pools)}: ${jobName(event, pools)}${line}, ${about}, ${time}`;
}

/** Describes what is in a lane at a time, or less than `tolerance` away from it; -1 is the lane of the program. */
export function laneText(
  model: TimelineModel,
  index: number,
  time: number,
  tolerance: number,
  now: number,
): string {
  if (index < 0) {
    const span = model.programAt(time);
    return span ? `program: ${span.state} for ${timeText((span.end ?? now) - span.begin)}` : "";
  }
  const event = model.lanes[index]?.at(time, tolerance, now);
  if (!event) return `idle at ${timeText(time)}`;
  return `${eventText(event, model, now)}; began at ${timeText(event.begin)}`;
}

/** Describes the state of all lanes at a time. */
export function momentText(model: TimelineModel, time: number, now: number): string {
  const parts = [timeText(time)];
  const program = model.programAt(time);
  if (program) parts.push(`program ${program.state}`);
  for (const lane of model.lanes) {
    const event = lane.at(time, 0, now);
    const { pools } = model;
    parts.push(
      event
        ? `${laneName(lane, pools)} ${jobName(event, pools)}, ${aboutText(event, model)}`
        : `${laneName(lane, pools)} idle`,
    );
  }
  const done = model.itemsDone(time);
  parts.push(`${done.toLocaleString("en")} ${done === 1 ? "item" : "items"} done`);
  return parts.join("; ");
}
