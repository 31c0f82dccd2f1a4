/**
 * What the program's own thread did: locked is inside a synchronous call of a pool; starting is the time until its text
 * runs, in which its worker and, for Python, the interpreter start.
 */
export interface ProgramSpan {
  state: "starting" | "running" | "locked" | "free";
  begin: number;
  end: number | null;
}

/**
 * What a program's thread did, one span after another. A span comes when it begins and again when it has ended; those of
 * the same state that follow each other are one, also where a moment of running lies between them, as a turn of the event
 * loop between times of being free, or Python's look for an interrupt while it waits.
 */
export class SpanList {
  readonly all: ProgramSpan[] = [];
  /** When the spans began that have become a part of another one. */
  readonly #joined = new Map<number, ProgramSpan>();

  put(span: ProgramSpan): void {
    const known = this.#joined.get(span.begin);
    if (known) {
      // The last part of a span says when it ends.
      if (known.end === null || span.end === null || span.end > known.end) known.end = span.end;
      return;
    }
    if (this.all.length === 0 && span.begin > leastStart)
      this.all.push({ state: "starting", begin: 0, end: span.begin });
    const last = this.all.at(-1);
    if (last && joins(last, span)) {
      last.end = span.end;
      this.#joined.set(span.begin, last);
      return;
    }
    const before = this.all.at(-2);
    if (last && before?.state === span.state && last.state === "running" && isMoment(last)) {
      this.all.pop();
      before.end = span.end;
      this.#joined.set(last.begin, before);
      this.#joined.set(span.begin, before);
      return;
    }
    const own = { ...span };
    this.all.push(own);
    this.#joined.set(span.begin, own);
  }

  finish(time: number): void {
    for (const span of this.all) span.end ??= time;
  }
}

/** A start is only shown if it took at least that many milliseconds. */
const leastStart = 5;
/** A turn of the event loop that takes less than that many milliseconds, such as one that only takes a result, is not shown. */
const moment = 2;

function isMoment({ begin, end }: ProgramSpan): boolean {
  return end !== null && end - begin < moment;
}

function joins(last: ProgramSpan, span: ProgramSpan): boolean {
  return last.state === span.state && last.end !== null && span.begin - last.end < 0.01;
}
