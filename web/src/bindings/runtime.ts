import { shareViewsOf } from "./codec";
import type { LentThread } from "../program/cooperative-scheduler";
import { again, Doorbell, inNextTask } from "./atomics-watcher";
import { DeadlockError } from "./errors";
import { ExpectedJobs, type Settling } from "./pending-jobs";
import { FunctionTable, readText, withBytes } from "./function-table";
import { fromProgram, JobRecord, Mail, MailKind } from "./layout";
import type { WebpoolModule } from "./module";
import type { StateClock } from "./program-state";

/** A message of the mailbox that is not the runtime's own business. */
export interface Letter {
  kind: number;
  /** Index of the processor that sent it, null for the program. */
  processor: number | null;
  a: number;
  /** Milliseconds since the module was loaded. */
  time: number;
  text: () => string;
  bytes: { address: number; size: number };
}

/** How this realm is placed: who may block, and who starts workers. */
export type Place = "page" | "worker" | "program";

// For how many milliseconds at a time jobs are settled: thousands that end at once must not make the page wait.
const longestTask = 4;

/** A loaded module, as one realm uses it. */
export class Runtime {
  readonly functions: FunctionTable;
  readonly words: Int32Array;
  // Those that have settled have the reference of the module's list.
  private readonly jobs: ExpectedJobs;
  // Those of the jobs whose progress is followed.
  private readonly followed = new Set<Settling>();
  private readonly settledBell: Doorbell;

  constructor(
    readonly module: WebpoolModule,
    readonly place: Place,
    /** The host, where this realm is it. */
    readonly host?: Host,
    /** Of a program whose states somebody follows. */
    readonly clock?: StateClock,
    /** Where the browser gives no threads: this one, which works for all pools. */
    readonly lent?: LentThread,
  ) {
    shareViewsOf(module.HEAPU8.buffer);
    this.functions = new FunctionTable(module);
    this.words = module.HEAP32;
    this.jobs = new ExpectedJobs(module.HEAPU32, module._webpool_job_record());
    if (!module.matrixZeros) module._webpool_register_bindings();
    this.settledBell = new Doorbell(this.words, module._webpool_settled_bell() >> 2, () => {
      const left = this.takeSettled(performance.now() + longestTask);
      for (const settling of this.followed) settling.progress();
      return left ? again : this.jobs.any;
    });
  }

  /** Whether a sync call sleeps here; otherwise it spins, and the page stands still. */
  get mayBlock(): boolean {
    return this.place !== "page";
  }

  /** Runs a call that blocks this thread; a program's clock is told. */
  locked<T>(run: () => T): T {
    return this.clock ? this.clock.locked(run) : run();
  }

  /** A word of what the module tells of a job. */
  recordOf(job: number, field: JobRecord): number {
    return this.jobs.record(job, field);
  }

  /** Has `settling` told when its job has settled. With `followed` it is asked for its progress until then. */
  expect(job: number, settling: Settling, followed = false): void {
    this.jobs.add(job, settling);
    if (followed) this.followed.add(settling);
    this.settledBell.listen();
  }

  /** Settles what has ended so far, until `deadline` on the clock of `performance.now()`; whether some are left. */
  takeSettled(deadline = Infinity): boolean {
    this.collect();
    const { jobs } = this;
    if (jobs.settled !== 0) this.clock?.running();
    for (let count = 1; jobs.settled !== 0; ++count) {
      if (count % 16 === 0 && performance.now() > deadline) return true;
      const job = jobs.settled;
      jobs.takeSettled(job);
      this.forget(job)?.settle();
    }
    return false;
  }

  /** Settles what has ended until `over()`, in tasks of their own. */
  async settleUntil(over: () => boolean): Promise<void> {
    while (!over()) {
      await new Promise<void>(inNextTask);
      this.takeSettled(performance.now() + longestTask);
    }
  }

  /**
   * Somebody knows by himself how the job has ended, and still holds it. The reference of the list is let go of: a program
   * that never comes back to its event loop would fill its memory with such jobs.
   */
  told(job: number): void {
    this.collect();
    if (this.jobs.takeSettled(job)) this.forget(job);
  }

  private collect(): void {
    const { module } = this;
    for (let job = module._webpool_settled_take(); job !== 0;) {
      const next = this.recordOf(job, JobRecord.next);
      if (this.jobs.of(job)?.over) this.forget(job);
      else this.jobs.addSettled(job);
      job = next;
    }
  }

  // The one who settles has a reference of its own.
  private forget(job: number): Settling | undefined {
    const settling = this.jobs.remove(job);
    if (settling) this.followed.delete(settling);
    this.module._webpool_job_release(job);
    return settling;
  }

  /** Resolves when `ready()` is true; looks whenever the word at `address` changes. */
  until(address: number, ready: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      new Doorbell(this.words, address >> 2, () => {
        if (!ready()) return true;
        resolve();
        return false;
      }).listen();
    });
  }
}

/** The duties of the realm that owns the workers: it starts and ends them, and takes messages from all threads. */
export class Host {
  private readonly bell: Doorbell;
  // Processors that are to be killed, and jobs whose processors are.
  private readonly kills = new Set<number>();
  private readonly jobKills = new Set<number>();
  private looking = false;
  private ended = false;

  /**
   * @param receive - gets what is not the host's own business
   * @param afterwards - called after each look into the mailbox
   */
  constructor(
    private readonly module: WebpoolModule,
    private readonly receive: (letter: Letter) => void,
    private readonly afterwards: () => void = () => {},
  ) {
    module.webpoolMail = () => this.look();
    module.webpoolWorkerFailed = (context, why) => this.workerFailed(context, why);
    this.bell = new Doorbell(module.HEAP32, module._webpool_mail_bell() >> 2, () => this.look());
    this.bell.listen();
  }

  /** A worker failed: a program's, or that of a processor. */
  onProgramFailed: (why: string) => void = () => {};

  /** Takes the messages that are there. Nothing that a message leads to keeps the host from the others. */
  look(): boolean {
    if (this.ended) return false;
    if (this.looking) return true;
    this.looking = true;
    const { module } = this;
    const words = module.HEAPU32;
    for (let mail = module._webpool_mail_take(); mail !== 0 && !this.ended;) {
      const at = mail >> 2;
      const next = words[at + Mail.next]!;
      const kind = words[at + Mail.kind]!;
      guarded(() => this.open(at));
      // The others are part of what they are about.
      if (kind === MailKind.output || kind === MailKind.programEnded) module._free(mail);
      mail = next;
    }
    this.kill(this.kills, module._webpool_kill_processor);
    this.kill(this.jobKills, module._webpool_kill_job);
    if (!this.ended) guarded(this.afterwards);
    this.looking = false;
    return !this.ended;
  }

  /** Ends all workers at once, whatever they do. */
  end(): void {
    this.ended = true;
    this.module.webpoolWorkers.endAll();
  }

  private open(at: number): void {
    const { module } = this;
    const words = module.HEAPU32;
    const a = words[at + Mail.a]!;
    switch (words[at + Mail.kind]) {
      case MailKind.startProcessor:
        module._webpool_start_processor(a);
        break;
      case MailKind.killProcessor:
        this.kills.add(a);
        break;
      case MailKind.killJob:
        this.jobKills.add(a);
        break;
      default: {
        const processor = words[at + Mail.processor]!;
        const address = (at + Mail.words) << 2;
        const size = words[at + Mail.size]!;
        this.receive({
          kind: words[at + Mail.kind]!,
          processor: processor === fromProgram ? null : processor,
          a,
          time: words[at + Mail.time]!,
          text: () => readText(module, address, size),
          bytes: { address, size },
        });
      }
    }
  }

  // A processor in the pool's own code ends by itself or parks soon: the next look tries again.
  private kill(wishes: Set<number>, attempt: (wish: number) => number): void {
    for (const wish of wishes) {
      if (this.ended) return;
      guarded(() => {
        if (attempt(wish) !== 0) wishes.delete(wish);
      });
    }
  }

  private workerFailed(context: number, why: string): void {
    if (this.ended) return;
    if (context === 0) {
      this.onProgramFailed(why);
      return;
    }
    const bytes = new TextEncoder().encode(why);
    withBytes(this.module, bytes, (at) =>
      this.module._webpool_worker_failed(context, at, bytes.length),
    );
  }
}

function guarded(run: () => void): void {
  try {
    run();
  } catch (error) {
    console.error("webpool: a message could not be handled", error);
  }
}

let inProcessor = false;

/** This realm is a processor's. */
export function enterProcessor(): void {
  inProcessor = true;
}

/** Throws in a task: as in Python, processors have no pools of their own. */
export function refuseInTask(): void {
  if (!inProcessor && !current?.lent?.inTask) return;
  throw new DeadlockError(
    "a task cannot use a pool: its processor would wait for others. Return what is to be done next, and have the program " +
      "give it to the pool",
  );
}

let current: Runtime | undefined;

/** The runtime of this realm. Throws where none is loaded yet. */
export function runtime(): Runtime {
  if (!current)
    throw new Error(
      "the library is not loaded here yet; call `await load()` or `await Pool.create()` first",
    );
  return current;
}

export function hasRuntime(): boolean {
  return current !== undefined;
}

export function setRuntime(of: Runtime): void {
  current = of;
}
