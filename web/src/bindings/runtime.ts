import { shareViewsOf } from "./codec";
import { again, AtomicsWatcher, inNextTask } from "./atomics-watcher";
import { DeadlockError } from "./errors";
import { PendingJobs, type Settling } from "./pending-jobs";
import { FunctionTable } from "./function-table";
import { JobRecord } from "./layout";
import type { WebpoolModule } from "./module";
import type { ModuleMemory } from "./module-memory";
import type { OneProcessorScheduler } from "./one-processor-scheduler";
import type { StateClock } from "./program-state";
import type { WorkerHost } from "./worker-host";

/** The role of this realm, which decides whether it may block and whether it starts workers. */
export type Role = "page" | "worker" | "program";

// Jobs are settled for this many milliseconds at a time, so that thousands that end at once do not block the page.
const longestTask = 4;

/** Records the calls of a program. */
export interface CallLog {
  /** Records a call of the pool with that number. */
  called(pool: number, items: ArrayLike<unknown>, spread: boolean): CallRecord;
}

/** The record of one call. */
export interface CallRecord {
  /** Records its results. */
  ended(results: unknown): void;
  /** Records the error with which it has failed, which the program has not read. */
  failed(error: unknown): void;
}

/** An async call that has failed. */
export interface FailedCall {
  error: unknown;
  record: CallRecord | undefined;
}

/** A loaded module, as one realm uses it. */
export class Runtime {
  readonly functions: FunctionTable;
  readonly memory: ModuleMemory;
  // Owns the references to settled jobs that it took over from the module's list.
  private readonly jobs: PendingJobs;
  /** In a program: the async calls that have failed and whose errors were not read yet, by their results. */
  readonly unreadFailures = new Map<object, FailedCall>();
  /** In a program: whether its last line has run. Its pools end with it then, whether they were closed or not. */
  programEnds = false;
  /** Present in a program whose `onCall` is used. */
  callLog: CallLog | undefined;
  // The calls whose progress is reported.
  private readonly followed = new Set<Settling>();
  private readonly settledWatcher: AtomicsWatcher;

  constructor(
    readonly module: WebpoolModule,
    readonly role: Role,
    /** The host of the workers, if this realm owns them. */
    readonly host?: WorkerHost,
    /** Present in a program whose `onProgramState` is used. */
    readonly clock?: StateClock,
    /** Runs the pools' processors on this thread, if the browser has no threads. */
    readonly scheduler?: OneProcessorScheduler,
  ) {
    this.memory = module.memory;
    shareViewsOf(this.memory.buffers);
    if (host && scheduler) host.onLateTasksEnded = () => scheduler.wake();
    this.functions = new FunctionTable(module);
    this.jobs = new PendingJobs(this.memory, module._webpool_job_record());
    if (!module.matrixRandom) module._webpool_register_bindings();
    this.settledWatcher = new AtomicsWatcher(
      this.memory.HEAP32,
      module._webpool_settled_signal() >> 2,
      () => {
        const left = this.takeSettled(performance.now() + longestTask);
        for (const settling of this.followed) settling.progress();
        return left ? again : this.jobs.any;
      },
    );
  }

  /** Whether a sync call may sleep here; otherwise it spins, and the page freezes. */
  get mayBlock(): boolean {
    return this.role !== "page";
  }

  /** Runs a call that blocks this thread, and records that in the clock of a program. */
  locked<T>(run: () => T, state?: "locked" | "starting"): T {
    return this.clock ? this.clock.locked(run, state) : run();
  }

  /** A word of the job's record in the module. */
  recordOf(job: number, field: JobRecord): number {
    return this.jobs.record(job, field);
  }

  /** Calls `settling.settle()` when its job has settled, and with `followed` `settling.progress()` until then. */
  expect(job: number, settling: Settling, followed = false): void {
    this.jobs.add(job, settling);
    if (followed) this.followed.add(settling);
    this.settledWatcher.listen();
  }

  /** Settles the jobs that have ended, until `deadline` on the clock of `performance.now()`; returns whether some are left. */
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
   * Blocks until a job has ended, for at most `milliseconds`, and settles all jobs that have. Not for a page's main thread.
   */
  waitForSettled(milliseconds: number): void {
    const index = this.module._webpool_settled_signal() >> 2;
    const any = (): boolean => {
      this.collect();
      return this.jobs.settled !== 0;
    };
    const words = this.memory.HEAP32;
    const seen = Atomics.load(words, index);
    if (this.scheduler) this.scheduler.workUntil(any, milliseconds);
    else if (!any()) this.locked(() => Atomics.wait(words, index, seen, milliseconds));
    this.takeSettled();
  }

  /** Settles jobs in separate tasks of the event loop until `over()` returns true. */
  async settleUntil(over: () => boolean): Promise<void> {
    while (!over()) {
      await new Promise<void>(inNextTask);
      this.takeSettled(performance.now() + longestTask);
    }
  }

  /**
   * Called when the owner of a job has found out that it has ended, before the event loop could deliver it. Releases the
   * list's reference to the job: a program that never returns to its event loop would fill its memory with such jobs.
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

  // Releases the list's reference; the owner of the job has its own.
  private forget(job: number): Settling | undefined {
    const settling = this.jobs.remove(job);
    if (settling) this.followed.delete(settling);
    this.module._webpool_job_release(job);
    return settling;
  }

  /** Resolves when `ready()` returns true; calls it whenever the word at `address` changes. */
  until(address: number, ready: () => boolean, keepsAlive = true): Promise<void> {
    return new Promise((resolve) => {
      const look = (): boolean => {
        if (!ready()) return true;
        resolve();
        return false;
      };
      new AtomicsWatcher(this.memory.HEAP32, address >> 2, look, undefined, keepsAlive).listen();
    });
  }
}

let inProcessor = false;

/** Records that this realm is that of a processor. */
export function enterProcessor(): void {
  inProcessor = true;
}

/** Throws in a task: as in Python, processors cannot create pools. */
export function refuseInTask(): void {
  if (!inProcessor && !current?.scheduler?.inTask) return;
  throw new DeadlockError(
    "a task cannot use a pool: its processor would wait for others. Return what is to be done next, and have the program " +
      "give it to the pool",
  );
}

let current: Runtime | undefined;

/** The runtime of this realm. Throws if it is not loaded yet. */
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
