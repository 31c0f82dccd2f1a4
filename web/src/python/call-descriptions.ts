import type { CallNote, Realm } from "../bindings/program-contract";

/** The library's numbers of a pool and of a job in it, as in the trace. */
export type Place = Pick<CallNote, "pool" | "job">;

/** The part of a bridge that reports a program's calls to those who follow them. */
export class CallDescriptions {
  // The job that was submitted last, the only one that Python may describe.
  private last: { job: number; place: Place } | undefined;
  // Those that were described, of which `_webpool/calls.py` limits the number.
  private readonly places = new Map<number, Place>();

  constructor(protected readonly realm: Realm) {}

  follows(): boolean {
    return this.realm.describeCall !== undefined;
  }

  describe(job: number, line: number, items: string): void {
    if (this.last?.job !== job) return; // of a pool that has ended
    const { place } = this.last;
    this.places.set(job, place);
    const position = line > 0 ? { line, column: 1 } : {};
    this.realm.describeCall?.({ ...place, ...position, items: items.split("\n") });
  }

  describe_results(job: number, results: string): void {
    this.report(job, { results: results.split("\n") });
  }

  describe_unread(job: number, unreadError: string): void {
    this.report(job, { unreadError });
  }

  protected submitted(job: number, place: Place): void {
    this.last = { job, place };
  }

  private report(job: number, what: Pick<CallNote, "results" | "unreadError">): void {
    const place = this.places.get(job);
    if (place) this.realm.describeCall?.({ ...place, ...what });
  }
}
