import { JobRecord } from "./layout";

/** Something that waits for its job to settle. */
export interface Settling {
  /** Whether it knows how its job has ended. */
  readonly over: boolean;
  settle(): void;
  progress(): void;
}

/**
 * The jobs of a realm that are to be told to somebody. In an array and in what the module keeps of each job: a Map through
 * which jobs come and go would hold whatever went through it until all garbage is collected (in V8, where a table that was
 * outgrown refers to the one after it), and then the page stands still for 10 ms now and then.
 */
export class PendingJobs {
  private readonly slots: (Settling | undefined)[] = [undefined];
  private readonly free: number[] = [];
  // Those that have settled, in their order: a list through their records.
  private first = 0;
  private last = 0;

  /**
   * @param words - the module's memory
   * @param offset - how far behind a job its record lies
   */
  constructor(
    private readonly words: Uint32Array,
    private readonly offset: number,
  ) {}

  /** A word of what the module tells of a job. */
  record(job: number, field: JobRecord): number {
    return this.words[((job + this.offset) >> 2) + field]!;
  }
  private write(job: number, field: JobRecord, value: number): void {
    this.words[((job + this.offset) >> 2) + field] = value;
  }

  /** Whether any job has not been let go of. */
  get any(): boolean {
    return this.slots.length - 1 > this.free.length;
  }

  add(job: number, settling: Settling): void {
    const slot = this.free.pop() ?? this.slots.length;
    this.slots[slot] = settling;
    this.write(job, JobRecord.slot, slot);
  }

  /** Who is to be told of the job. */
  of(job: number): Settling | undefined {
    return this.slots[this.record(job, JobRecord.slot)];
  }

  /** Lets go of a job, and of who was to be told. */
  remove(job: number): Settling | undefined {
    const slot = this.record(job, JobRecord.slot);
    const settling = this.slots[slot];
    if (slot !== 0) {
      this.slots[slot] = undefined;
      this.free.push(slot);
      this.write(job, JobRecord.slot, 0);
    }
    return settling;
  }

  /** The first of those that have settled and are to be told, or 0. */
  get settled(): number {
    return this.first;
  }

  /** The job has settled. */
  addSettled(job: number): void {
    this.link(this.last, job);
    this.link(job, 0);
  }

  /** Takes a job from those that have settled; whether it was there. */
  takeSettled(job: number): boolean {
    const before = this.record(job, JobRecord.previous);
    if (before === 0 && this.first !== job) return false;
    this.link(before, this.record(job, JobRecord.next));
    this.write(job, JobRecord.previous, 0);
    return true;
  }

  private link(before: number, after: number): void {
    if (before === 0) this.first = after;
    else this.write(before, JobRecord.next, after);
    if (after === 0) this.last = before;
    else this.write(after, JobRecord.previous, before);
  }
}
