import { element } from "../dom.ts";
import { itemRange, jobName, laneName } from "./describe.ts";
import type { TimelineModel } from "./model.ts";

/**
 * Exports the timeline in the Trace Event Format of Chrome, which Perfetto and chrome://tracing open: a complete event ("X")
 * for each run of chunks, and a thread for the program and each processor. Times are in microseconds.
 */
export function chromeTrace(model: TimelineModel, now: number): string {
  const { pools } = model;
  const end = model.end(now);
  const events: object[] = [
    { name: "process_name", ph: "M", pid: 1, tid: 0, args: { name: "webpool" } },
    { name: "thread_name", ph: "M", pid: 1, tid: 0, args: { name: "program" } },
  ];
  for (const { state, begin, end: ended } of model.program)
    events.push({ name: state, cat: "program", ...place(0, begin, ended ?? end) });
  model.lanes.forEach((lane, index) => {
    const tid = index + 1;
    const name = laneName(lane, pools);
    events.push({ name: "thread_name", ph: "M", pid: 1, tid, args: { name } });
    events.push({ name: "thread_sort_index", ph: "M", pid: 1, tid, args: { sort_index: tid } });
    for (const event of lane.events) {
      const { pool, job, chunk, chunks, item, items } = event;
      events.push({
        name: `${jobName(event, pools)} [${itemRange(event)}]`,
        cat: "chunk",
        ...place(tid, event.begin, event.end ?? end),
        args: { pool, job, chunk, chunks, item, items },
      });
    }
  });
  return JSON.stringify({ displayTimeUnit: "ms", traceEvents: events });
}

function place(tid: number, begin: number, end: number): object {
  return { ph: "X", pid: 1, tid, ts: begin * 1_000, dur: (end - begin) * 1_000 };
}

/** Downloads the trace as a file. */
export function saveTrace(model: TimelineModel, now: number): void {
  const file = new Blob([chromeTrace(model, now)], { type: "application/json" });
  const link = element("a");
  link.href = URL.createObjectURL(file);
  link.download = "webpool-trace.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
