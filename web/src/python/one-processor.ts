import { type Bridge, type Method, type PyBuffer, type PyList, refuse } from "./bridge";
import { describeEnd, ProcessExit } from "./process-end";
import type { Image } from "./pyodide";

/** The interface of the interpreter for the bridge. */
export interface Swappable {
  image(): Image;
  /** Calls `run` with another image in place of the interpreter's memory. */
  runIn<T>(image: Image, run: () => T): T;
  /** The functions of `_webpool.processor`. */
  begin(method: Method, number: number): void;
  task(payload: Uint8Array): Uint8Array | string;
}

interface Process {
  /** The image from which it started, and the current one. */
  first: Image;
  now: Image;
  /** How many tasks a process may run, 0 for no limit, and how many are left for this one. */
  maxtasks: number;
  left: number;
}

interface Job {
  number: number;
  pool: number;
  tasks: Uint8Array[];
  results: (Uint8Array | string)[];
}

/** After this many polls without a result, a poll runs a task. */
const maxPolls = 100;

/**
 * The bridge of a program without threads. Each pool has one process, with its own memory but no thread: while the program
 * waits, the memory of its interpreter is saved and replaced by that of the process.
 */
export class OneProcessorBridge implements Bridge {
  private readonly processes = new Map<number, Process>();
  private readonly jobs: Job[] = [];
  private readonly ended = new Map<number, Job>();
  private last = 0;
  // How many processes have started.
  private begun = 0;
  private polls = 0;
  // Whether a process runs instead of the program.
  private inside = false;
  private worn = false;

  constructor(
    private readonly interpreter: Swappable,
    readonly sleep: (milliseconds: number) => void,
    readonly flush: () => void,
  ) {}

  create(_: number, method: Method, payload: PyBuffer | undefined, maxtasks: number): number[] {
    if (method === "spawn" || payload)
      throw new Error("on one processor a pool can only be forked; use the start method fork");
    const number = ++this.last;
    const first = this.interpreter.image();
    const process: Process = { first, now: { ...first }, maxtasks, left: 0 };
    this.begin(process);
    this.processes.set(number, process);
    return [number, this.begun];
  }

  // Without threads there is no timeline of processors.
  follows(): boolean {
    return false;
  }
  describe(): void {}
  describe_results(): void {}

  ready(): boolean {
    return true;
  }

  submit(pool: number, payloads: PyList): number {
    this.refuseInside();
    const job = { number: ++this.last, pool, tasks: payloads.toJs(), results: [] };
    this.jobs.push(job);
    if (!this.processes.has(pool)) this.cancel(job);
    return job.number;
  }

  settle(milliseconds: number): number {
    this.refuseInside();
    if (this.ended.size > 0) return this.firstEnded();
    const polled = milliseconds === 0 && ++this.polls > maxPolls;
    const end = performance.now() + milliseconds;
    while (this.ended.size === 0 && this.jobs.length > 0 && (polled || performance.now() < end)) {
      this.polls = 0;
      this.work(this.jobs[0]!, end);
      if (polled) break;
    }
    return this.firstEnded(end);
  }

  take(job: number): Uint8Array | string {
    const { results } = this.ended.get(job)!;
    const result = results.shift()!;
    if (results.length === 0) this.ended.delete(job);
    return result;
  }

  terminate(pool: number): void {
    if (this.inside || !this.processes.delete(pool)) return;
    for (const job of this.jobs.filter((one) => one.pool === pool)) this.cancel(job);
  }

  exit(status: number): never {
    throw new ProcessExit(status);
  }

  renew(): void {
    this.worn = true;
  }

  private refuseInside(): void {
    if (this.inside) refuse();
  }

  // Sleeps until `end` if no job has ended. A job that has ended after `end` is not returned, so that the wait times out.
  private firstEnded(end = Infinity): number {
    const left = end - performance.now();
    if (this.ended.size === 0 && left > 0 && end !== Infinity) this.sleep(left);
    const [number] = this.ended.keys();
    return left > 0 ? (number ?? 0) : 0;
  }

  private begin(process: Process): void {
    process.now.memory = process.first.memory.slice();
    process.left = process.maxtasks || Infinity;
    const number = ++this.begun;
    this.within(process.now, () => this.interpreter.begin("fork", number));
  }

  // Runs at least one task of a job, and further ones until `end`, since replacing the memory takes longer than short tasks.
  private work(job: Job, end: number): void {
    const process = this.processes.get(job.pool)!;
    const { tasks, results } = job;
    this.worn = false;
    let crash: string | undefined;
    try {
      this.within(process.now, () => {
        do {
          const answer = this.interpreter.task(tasks[0]!);
          tasks.shift();
          results.push(answer);
          this.worn ||= typeof answer === "string" || --process.left === 0;
        } while (!this.worn && tasks.length > 0 && performance.now() < end);
      });
    } catch (thrown) {
      crash = describeEnd(thrown);
    }
    if (crash !== undefined) {
      tasks.shift();
      results.push(crash);
    }
    if (crash !== undefined || this.worn) this.begin(process);
    if (tasks.length === 0) this.end(job);
  }

  private within<T>(image: Image, run: () => T): T {
    this.inside = true;
    try {
      return this.interpreter.runIn(image, run);
    } finally {
      this.inside = false;
    }
  }

  private cancel(job: Job): void {
    const why = "the pool was terminated before the job had ended";
    for (const _ of job.tasks.splice(0)) job.results.push(why);
    this.end(job);
  }

  private end(job: Job): void {
    this.jobs.splice(this.jobs.indexOf(job), 1);
    this.ended.set(job.number, job);
  }
}
