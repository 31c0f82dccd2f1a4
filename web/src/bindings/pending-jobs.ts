import { JobRecord } from "./layout";
import type { ModuleMemory } from "./module-memory";

/** Something that is notified when its job settles. */
export interface Settling {
  /** Whether it has read the outcome of its job already. */
  readonly over: boolean;
  settle(): void;
  progress(): void;
}

/**
 * The jobs of a realm whose end is delivered by the event loop. They are kept in an array, with the index in the job's record
 * in the module. A Map would keep deleted entries reachable in V8 until a major garbage collection (each outgrown hash table
 * refers to its successor), which then pauses the page for 10 ms.
 */
export class PendingJobs {
  private readonly slots: (Settling | undefined)[] = [undefined];
  private readonly free: number[] = [];
  // The settled jobs in their order, as a linked list through their records.
  private first = 0;
  private last = 0;

  /**
   * @param memory - the module's memory
   * @param offset - offset of a job's record from the job's address
   */
  constructor(
    private readonly memory: ModuleMemory,
    private readonly offset: number,
  ) {}

  /** A word of the job's record in the module. */
  record(job: number, field: JobRecord): number {
    return this.memory.HEAPU32[((job + this.offset) >> 2) + field]!;
  }
  private write(job: number, field: JobRecord, value: number): void {
    this.memory.HEAPU32[((job + this.offset) >> 2) + field] = value;
  }

  /** Whether there is any job. */
  get any(): boolean {
    return this.slots.length - 1 > this.free.length;
  }

  add(job: number, settling: Settling): void {
    const slot = this.free.pop() ?? this.slots.length;
    this.slots[slot] = settling;
    this.write(job, JobRecord.slot, slot);
  }

  /** The object to notify about the job. */
  of(job: number): Settling | undefined {
    return this.slots[this.record(job, JobRecord.slot)];
  }

  /** Removes a job; returns the object to notify about it. */
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

  /** The first job in the list of settled jobs, or 0. */
  get settled(): number {
    return this.first;
  }

  /** Appends a job to the list of settled jobs. */
  addSettled(job: number): void {
    this.link(this.last, job);
    this.link(job, 0);
  }

  /** Removes a job from the list of settled jobs; returns whether it was in it. */
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
