import { shareViewsOf } from "./codec";
import { again, AtomicsWatcher, inNextTask } from "./atomics-watcher";
import { DeadlockError } from "./errors";
import { PendingJobs, type Settling } from "./pending-jobs";
import { FunctionTable } from "./function-table";
import { JobRecord } from "./layout";
import type { WebpoolModule } from "./module";
import type { OneProcessorScheduler } from "./one-processor-scheduler";
import type { StateClock } from "./program-state";
import type { WorkerHost } from "./worker-host";

/** What this realm is: it says who may block, and who starts workers. */
export type Role = "page" | "worker" | "program";

// For how many milliseconds at a time jobs are settled: thousands that end at once must not make the page wait.
const longestTask = 4;

/** A loaded module, as one realm uses it. */
/** Is told what a program's calls are about. */
export interface CallLog {
  /** A call of the pool at an address. Returns what is to be told its results. */
  called(pool: number, items: ArrayLike<unknown>, spread: boolean): (results: unknown) => void;
}

export class Runtime {
  readonly functions: FunctionTable;
  readonly words: Int32Array;
  // Those that have settled have the reference of the module's list.
  private readonly jobs: PendingJobs;
  /** Asynchronous calls that have failed and whose error nobody has asked for yet. */
  readonly unreadFailures = new Map<object, unknown>();
  /** Of a program whose calls somebody follows. */
  callLog: CallLog | undefined;
  // Those of the jobs whose progress is followed.
  private readonly followed = new Set<Settling>();
  private readonly settledWatcher: AtomicsWatcher;

  constructor(
    readonly module: WebpoolModule,
    readonly role: Role,
    /** The host, where this realm is it. */
    readonly host?: WorkerHost,
    /** Of a program whose states somebody follows. */
    readonly clock?: StateClock,
    /** Where the browser gives no threads: what runs the pools' processors on this one. */
    readonly scheduler?: OneProcessorScheduler,
  ) {
    shareViewsOf(module.HEAPU8.buffer);
    if (host && scheduler) host.onLateTasksEnded = () => scheduler.wake();
    this.functions = new FunctionTable(module);
    this.words = module.HEAP32;
    this.jobs = new PendingJobs(module.HEAPU32, module._webpool_job_record());
    if (!module.matrixZeros) module._webpool_register_bindings();
    this.settledWatcher = new AtomicsWatcher(
      this.words,
      module._webpool_settled_signal() >> 2,
      () => {
        const left = this.takeSettled(performance.now() + longestTask);
        for (const settling of this.followed) settling.progress();
        return left ? again : this.jobs.any;
      },
    );
  }

  /** Whether a sync call sleeps here; otherwise it spins, and the page stands still. */
  get mayBlock(): boolean {
    return this.role !== "page";
  }

  /** Runs a call that blocks this thread; a program's clock is told. */
  locked<T>(run: () => T, state?: "locked" | "starting"): T {
    return this.clock ? this.clock.locked(run, state) : run();
  }

  /** A word of what the module tells of a job. */
  recordOf(job: number, field: JobRecord): number {
    return this.jobs.record(job, field);
  }

  /** Has `settling` told when its job has settled. With `followed` it is asked for its progress until then. */
  expect(job: number, settling: Settling, followed = false): void {
    this.jobs.add(job, settling);
    if (followed) this.followed.add(settling);
    this.settledWatcher.listen();
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

  /**
   * Blocks until a job has ended, for at most `milliseconds`, and settles all that have. Not on a page's main thread.
   */
  waitForSettled(milliseconds: number): void {
    const index = this.module._webpool_settled_signal() >> 2;
    const any = (): boolean => {
      this.collect();
      return this.jobs.settled !== 0;
    };
    const seen = Atomics.load(this.words, index);
    if (this.scheduler) this.scheduler.workUntil(any, milliseconds);
    else if (!any()) this.locked(() => Atomics.wait(this.words, index, seen, milliseconds));
    this.takeSettled();
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
  deliveredElsewhere(job: number): void {
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
      new AtomicsWatcher(this.words, address >> 2, () => {
        if (!ready()) return true;
        resolve();
        return false;
      }).listen();
    });
  }
}

let inProcessor = false;

/** This realm is a processor's. */
export function enterProcessor(): void {
  inProcessor = true;
}

/** Throws in a task: as in Python, processors have no pools of their own. */
export function refuseInTask(): void {
  if (!inProcessor && !current?.scheduler?.inTask) return;
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
