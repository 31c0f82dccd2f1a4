import type { TraceEvent } from "webpool";
import type { Lane } from "./lane.ts";
import type { Job, TimelineModel } from "./model.ts";
import { formatTime } from "./viewport.ts";

/** Words for what the timeline shows: its labels, its tooltip, and what a screen reader says. */
export function laneName({ pool, processor }: Pick<Lane, "pool" | "processor">, pools = 1): string {
  return pools > 1 ? `${pool}:P${processor}` : `P${processor}`;
}

export function jobName({ pool, job }: Pick<Job, "pool" | "job">, pools = 1): string {
  return pools > 1 ? `pool ${pool}, job ${job}` : `job ${job}`;
}

/** 3, or 3–5. */
export function itemRange({ item, items }: Pick<TraceEvent, "item" | "items">): string {
  return items <= 1 ? `${item}` : `${item}–${item + items - 1}`;
}

export function itemsText(event: Pick<TraceEvent, "item" | "items">): string {
  return event.items === 1 ? `item ${event.item}` : `items ${itemRange(event)}`;
}

export function eventText(event: TraceEvent, model: TimelineModel, now: number): string {
  const { pools } = model;
  const length = formatTime((event.end ?? now) - event.begin);
  const time = event.end === null ? `running for ${length}` : length;
  return `${laneName(event, pools)}: ${jobName(event, pools)}, ${itemsText(event)}, ${time}`;
}

/** All lanes at one time, in a sentence each. */
export function momentText(model: TimelineModel, time: number, now: number): string {
  const parts = [formatTime(time)];
  const program = model.programAt(time);
  if (program) parts.push(`program ${program.state}`);
  for (const lane of model.lanes) {
    const event = lane.at(time, 0, now);
    const { pools } = model;
    parts.push(
      event
        ? `${laneName(lane, pools)} ${jobName(event, pools)} ${itemsText(event)}`
        : `${laneName(lane, pools)} idle`,
    );
  }
  const done = model.itemsDone(time);
  parts.push(`${done.toLocaleString("en")} ${done === 1 ? "item" : "items"} done`);
  return parts.join("; ");
}
