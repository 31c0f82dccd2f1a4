import type { CallNote, ProgramOutput, ProgramSpan, TraceEvent } from "webpool";

/** Where and when data was recorded that the page shows before the reader runs a program. */
export interface Recording {
  /** The computer and the browser, in words. */
  readonly machine: string;
  /** As 2026-11-28. */
  readonly date: string;
}

/** A recorded run of a program (web/scripts/record-runs.mjs). Times are milliseconds since its start. */
export interface RecordedRun extends Recording {
  readonly processes: number;
  readonly milliseconds: number;
  readonly lines: readonly ProgramOutput[];
  readonly events: readonly TraceEvent[];
  readonly spans: readonly ProgramSpan[];
  readonly notes?: readonly CallNote[];
}

/** "28 Nov 2026 on …". */
export function recordedWhere({ machine, date }: Recording): string {
  const day = new Date(`${date}T00:00:00Z`).toLocaleDateString("en-GB", {
    dateStyle: "medium",
    timeZone: "UTC",
  });
  return `${day} on ${machine}`;
}
