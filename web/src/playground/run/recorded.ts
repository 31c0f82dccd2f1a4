import type { CallNote, ProgramOutput, TraceEvent } from "webpool";
import type { ProgramSpan } from "../timeline/model.ts";

/** Where and when something was recorded that the page shows before its reader has run it. */
export interface Recording {
  /** The computer and the browser, in words. */
  readonly machine: string;
  /** As 2026-11-28. */
  readonly date: string;
}

/** A run of a program as it was recorded (web/scripts/record-runs.mjs). Times are milliseconds since it began. */
export interface RecordedRun extends Recording {
  readonly processes: number;
  readonly milliseconds: number;
  readonly lines: readonly ProgramOutput[];
  readonly events: readonly TraceEvent[];
  readonly spans: readonly ProgramSpan[];
  readonly notes?: readonly CallNote[];
}

/** "28 November 2026 on …". */
export function recordedWhere({ machine, date }: Recording): string {
  const day = new Date(`${date}T00:00:00Z`).toLocaleDateString("en-GB", {
    dateStyle: "long",
    timeZone: "UTC",
  });
  return `${day}, ${machine}`;
}
