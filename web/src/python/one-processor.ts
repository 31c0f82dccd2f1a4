import type * as Library from "../webpool/index";
import {
  type Bridge,
  type Method,
  ProcessExit,
  type PyBuffer,
  type PyList,
  randomMatrix,
} from "./bridge";
import type { Image } from "./pyodide";

/** What the bridge needs of the interpreter. */
export interface Swappable {
  image(): Image;
  /** Runs with another memory in the interpreter's place. */
  runIn<T>(image: Image, run: () => T): T;
  /** The functions of `_webpool.processor`. */
  begin(method: Method, number: number): void;
  task(payload: Uint8Array): Uint8Array | string;
}

interface Process {
  /** Where it began, and where it is. */
  first: Image;
  now: Image;
  /** How many tasks a process has at most, 0 for any number, and how many more this one. */
  maxtasks: number;
  left: number;
}

interface Job {
  number: number;
  pool: number;
  tasks: Uint8Array[];
  results: (Uint8Array | string)[];
}

/** How often a program may ask in vain whether there are results before a task is run for it. */
const patience = 100;

/**
 * The bridge of a program where there are no threads. Each pool has one process, which has a memory of its own but no thread:
 * while the program waits, its interpreter's memory is put aside, and the process runs in its place.
 */
export class OneProcessorBridge implements Bridge {
  private readonly processes = new Map<number, Process>();
  private readonly jobs: Job[] = [];
  private readonly ended = new Map<number, Job>();
  private last = 0;
  // How many processes have begun.
  private begun = 0;
  private asked = 0;
  // Whether a process runs, and not the program.
  private inside = false;
  private worn = false;

  constructor(
    private readonly library: typeof Library,
    private readonly interpreter: Swappable,
    readonly sleep: (milliseconds: number) => void,
    readonly flush: () => void,
  ) {}

  create(_: number, method: Method, payload: PyBuffer | undefined, maxtasks: number): number[] {
    if (method === "spawn" || payload)
      throw new Error("on one processor a pool can only be forked, use the start method fork");
    const number = ++this.last;
    const first = this.interpreter.image();
    const process: Process = { first, now: { ...first }, maxtasks, left: 0 };
    this.begin(process);
    this.processes.set(number, process);
    return [number, this.begun];
  }

  // There is no timeline where there are no processors.
  follows(): boolean {
    return false;
  }
  describe(): void {}
  describe_results(): void {}

  ready(): boolean {
    return true;
  }

  submit(pool: number, payloads: PyList): number {
    const job = { number: ++this.last, pool, tasks: payloads.toJs(), results: [] };
    this.jobs.push(job);
    if (!this.processes.has(pool)) this.cancel(job);
    return job.number;
  }

  settle(milliseconds: number): number {
    if (this.ended.size > 0) return this.firstEnded();
    const polled = milliseconds === 0 && ++this.asked > patience;
    const end = performance.now() + milliseconds;
    while (this.ended.size === 0 && this.jobs.length > 0 && (polled || performance.now() < end)) {
      this.asked = 0;
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

  join(pool: number): boolean {
    this.terminate(pool);
    return true;
  }

  exit(status: number): never {
    throw new ProcessExit(status);
  }

  renew(): void {
    this.worn = true;
  }

  random_matrix(...numbers: [number, number, number, number, number]): Uint8Array {
    return randomMatrix(this.library, ...numbers);
  }

  // What has ended too late has not ended for who waits until `end`.
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

  // Runs tasks of a job, at least one, until `end`: to change the memory takes longer than many a task.
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
      crash = `the process of a task crashed: ${(thrown as Error).message}`;
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
