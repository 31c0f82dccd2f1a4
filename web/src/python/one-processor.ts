import { type Bridge, type Method, type PyBuffer, type PyList, refuse } from "./bridge";
import { describeEnd, ProcessExit } from "./process-end";
import type { Image, Interpreter } from "./pyodide";
import type { Realm } from "../bindings/program-contract";
import { CallDescriptions } from "./call-descriptions";

/** The functions of `_webpool.processor`, in the memory that the interpreter has when they are called. */
export interface ProcessorFunctions {
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
  /** The number of its pool among the program's, and how many jobs that has had. */
  index: number;
  submitted: number;
  /** Why it could not begin, if it could not. */
  failure?: string | undefined;
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
export class OneProcessorBridge extends CallDescriptions implements Bridge {
  private readonly processes = new Map<number, Process>();
  private readonly jobs: Job[] = [];
  private readonly ended = new Map<number, Job>();
  private lastNumber = 0;
  private pools = 0;
  // How many processes have started.
  private begun = 0;
  private polls = 0;
  // Whether a process runs instead of the program.
  private inside = false;

  constructor(
    realm: Realm,
    private readonly interpreter: Pick<Interpreter, "image" | "runIn" | "ranOutOfMemory">,
    private readonly functions: ProcessorFunctions,
    readonly sleep: (milliseconds: number) => void,
    readonly flush: () => void,
  ) {
    super(realm);
  }

  create(_: number, method: Method, payload: PyBuffer | undefined, maxtasks: number): number[] {
    if (method === "spawn" || payload)
      throw Object.assign(
        new Error("without threads a pool can only be forked: use the start method fork"),
        { name: "NotImplementedError" },
      );
    const number = ++this.lastNumber;
    const first = this.interpreter.image();
    const index = ++this.pools;
    const process: Process = { first, now: first, maxtasks, left: 0, index, submitted: 0 };
    this.begin(process);
    this.processes.set(number, process);
    return [number, this.begun];
  }

  ready(pool: number): boolean {
    const { failure } = this.processes.get(pool)!;
    if (failure !== undefined) throw new Error(failure);
    return true;
  }

  submit(pool: number, payloads: PyList): number {
    this.refuseInside();
    const job = { number: ++this.lastNumber, pool, tasks: payloads.toJs(), results: [] };
    this.jobs.push(job);
    const process = this.processes.get(pool);
    if (process) this.submitted(job.number, { pool: process.index, job: process.submitted++ });
    else this.cancel(job);
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
    process.now = { ...process.first, memory: process.first.memory.slice() };
    process.left = process.maxtasks || Infinity;
    const number = ++this.begun;
    process.failure = this.within(process.now, () => this.functions.begin("fork", number));
  }

  // Runs at least one task of a job, and further ones until `end`, since replacing the memory takes longer than short tasks.
  private work(job: Job, end: number): void {
    const process = this.processes.get(job.pool)!;
    const { tasks, results } = job;
    if (process.failure !== undefined) this.begin(process);
    let hasEnded = false;
    let failure = process.failure && `the process of a task could not begin: ${process.failure}`;
    failure ??= this.within(process.now, () => {
      do {
        const answer = this.functions.task(tasks[0]!);
        tasks.shift();
        results.push(answer);
        hasEnded =
          typeof answer === "string" || this.interpreter.ranOutOfMemory || --process.left === 0;
      } while (!hasEnded && tasks.length > 0 && performance.now() < end);
    });
    if (failure !== undefined) {
      tasks.shift();
      results.push(failure);
    }
    if (hasEnded || (failure !== undefined && process.failure === undefined)) this.begin(process);
    if (tasks.length === 0) this.end(job);
  }

  // Runs what may end the process; returns how it ended then.
  private within(image: Image, run: () => void): string | undefined {
    this.inside = true;
    this.interpreter.ranOutOfMemory = false;
    try {
      this.interpreter.runIn(image, run);
      return undefined;
    } catch (thrown) {
      return describeEnd(thrown, this.interpreter.ranOutOfMemory);
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
