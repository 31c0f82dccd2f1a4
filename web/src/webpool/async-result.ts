import { block } from "../bindings/blocking-wait";
import { registerUncloneable } from "../bindings/codec";
import {
  CancelledError,
  defineHidden,
  NotReadyError,
  PoolTerminatedError,
  textOf,
  TimeoutError,
} from "../bindings/errors";
import { guarded } from "../bindings/guarded";
import { printedAs } from "../bindings/printed-as";
import { requireCall, requireLimit } from "../bindings/options";
import { notConstructible, requireReceiver } from "../bindings/receiver";
import { shapes } from "./call-shapes";
import type { Callbacks, Control } from "./pool-options";
import type { SubmittedJob } from "./submit-job";
import type { NativePool } from "../bindings/native-pool";
import { type Outcome, readFailure } from "../bindings/job-outcome";
import type { Runtime } from "../bindings/runtime";

/**
 * What `mapAsync`, `starmapAsync` and `applyAsync` return at once. It can be awaited; `get` and `wait` block.
 * The semantics are those of `multiprocessing.pool.AsyncResult`. The job runs on if this handle is dropped.
 */
export class AsyncResult<T> implements Promise<T> {
  private outcome: Outcome<T> | undefined;
  private promise: Promise<T> | undefined;
  private resolve: ((value: T) => void) | undefined;
  private reject: ((error: unknown) => void) | undefined;

  private readonly runtime: Runtime;
  private readonly unlisten: (() => void) | undefined;
  // After cancel() the reference to the job is kept, so that a later cancel({ force: true }) can kill its tasks.
  private heldForKill = false;
  private reportedItems = 0;
  private nextProgress = 0;

  private constructor(
    private readonly pool: NativePool,
    protected owner: object | undefined,
    private readonly submitted: SubmittedJob<T>,
    private readonly options: Callbacks<T> & Control,
    private readonly listened: boolean,
  ) {
    if ((pool as NativePool | undefined)?.runtime === undefined)
      throw notConstructible("AsyncResult", "pool.mapAsync and the other async calls return one");
    this.runtime = pool.runtime;
    if (listened) {
      ++pool.undelivered;
      this.runtime.expect(submitted.job, this, options.onProgress !== undefined);
    }
    const { signal } = options;
    if (!signal || signal.aborted) return;
    const abort = (): void => void this.cancel();
    signal.addEventListener("abort", abort);
    this.unlisten = () => signal.removeEventListener("abort", abort);
  }

  /**
   * @internal
   * @param owner - kept from being garbage-collected while the job runs
   * @param listened - whether the event loop delivers the end of the job
   */
  static of<T>(
    pool: NativePool,
    owner: object,
    submitted: SubmittedJob<T>,
    options: Callbacks<T> & Control,
    listened: boolean,
  ): AsyncResult<T> {
    return new AsyncResult(pool, owner, submitted, options, listened);
  }

  /**
   * Cancels the job, which ends with a `CancelledError`. Chunks that have not started are dropped; running tasks are notified
   * through `processor.signal`, and nothing waits for them. The processor of a task that awaits a promise goes on with other
   * work, at once, or within a second if the task has used its signal, so that it can clean up; what the promise leads to
   * later is ignored. With `force`, the workers that run tasks of the job are terminated and replaced; this may follow a
   * `cancel()` without it. Other jobs are not affected. Returns false if the job had ended before. Follows
   * `concurrent.futures.Future.cancel`, which however does not cancel running tasks.
   */
  cancel(options?: { force?: boolean }): boolean;
  cancel(): boolean {
    const { force = false } = requireCall<{ force?: boolean }>(shapes.cancel, arguments, 0);
    const { module } = this.runtime;
    const { job } = this.submitted;
    const cancelled = this.outcome === undefined && module._webpool_job_cancel(job) !== 0;
    if (cancelled && !this.heldForKill) {
      this.heldForKill = true;
      jobsHeldForKill.register(this, { module, job });
    }
    if (force && this.heldForKill && this.pool.address !== 0) {
      module._webpool_job_kill(this.pool.address, job);
      this.runtime.host?.look();
    }
    if (cancelled) this.runtime.takeSettled();
    return cancelled;
  }

  /** Whether the job has ended, with results or an error. */
  ready(): boolean {
    return this.done() || (this.runtime.scheduler?.poll(() => this.done()) ?? false);
  }

  private done(): boolean {
    return (
      this.outcome !== undefined || this.runtime.module._webpool_job_done(this.submitted.job) !== 0
    );
  }

  /** Whether the job has ended without an error. Throws `NotReadyError` before it has ended. */
  successful(): boolean {
    if (!this.ready())
      throw new NotReadyError("successful() is known once the job has ended; call wait() first");
    this.settleNow();
    this.markRead();
    return "value" in this.outcome!;
  }

  /**
   * Blocks until the job has ended, for at most `milliseconds`; returns whether it has. On a page's main thread it spins and
   * the page freezes; without a timeout it throws `DeadlockError` there if a task awaits a promise, since that may need the
   * page.
   */
  wait(milliseconds?: number | null): boolean {
    const limit = requireLimit("wait", milliseconds);
    if (this.outcome) return true;
    const { module } = this.runtime;
    const { job } = this.submitted;
    // Callbacks that run meanwhile may settle this result; the job must not be accessed after that.
    const ended = this.runtime.locked(() =>
      block(this.pool, limit, {
        wait: (slice) => this.over || module._webpool_job_wait(job, slice) !== 0,
        awaits: () => !this.over && module._webpool_job_awaits(job) !== 0,
        meanwhile: this.options.onProgress && (() => this.progress()),
      }),
    );
    if (ended) this.settleNow();
    return ended;
  }

  // Settles a job that has ended, without waiting for the event loop to deliver it.
  private settleNow(): void {
    if (this.outcome) return;
    // This must precede the release of the job, after which another job may get its address.
    if (this.listened) this.runtime.deliveredElsewhere(this.submitted.job);
    this.settle();
  }

  /**
   * Blocks and returns the result, or throws the first error of the job's tasks. Throws `TimeoutError` if the job has not
   * ended within `milliseconds`; it runs on. May be called again.
   */
  get(milliseconds?: number | null): T {
    requireLimit("get", milliseconds);
    if (!this.wait(milliseconds)) {
      throw new TimeoutError(
        `the job had not ended after ${milliseconds} ms and runs on; wait longer, or terminate the pool`,
      );
    }
    this.markRead();
    const outcome = this.outcome!;
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }

  /** Resolves with the result, or rejects with the error, that `get()` would return or throw; does not block. */
  then<Value = T, Caught = never>(
    onfulfilled?: ((value: T) => Value | PromiseLike<Value>) | null,
    onrejected?: ((error: unknown) => Caught | PromiseLike<Caught>) | null,
  ): Promise<Value | Caught> {
    return this.asPromise().then(onfulfilled, onrejected);
  }

  /** As `catch` of a promise: `onrejected` is called with the error of the job. */
  catch<Caught = never>(
    onrejected?: ((error: unknown) => Caught | PromiseLike<Caught>) | null,
  ): Promise<T | Caught> {
    return this.asPromise().catch(onrejected);
  }

  /** As `finally` of a promise: `onfinally` is called when the job has ended, in either way. */
  finally(onfinally?: (() => void) | null): Promise<T> {
    return this.asPromise().finally(onfinally);
  }

  /** `"AsyncResult"`. */
  get [Symbol.toStringTag](): string {
    return "AsyncResult";
  }

  // An error that a call has returned or thrown is not reported as unhandled.
  private markRead(): void {
    this.runtime.unreadFailures.delete(this);
    this.promise?.catch(() => {});
  }

  private asPromise(): Promise<T> {
    this.runtime.unreadFailures.delete(this);
    this.promise ??= new Promise<T>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
      if (this.outcome) this.announce(this.outcome);
    });
    return this.promise;
  }

  /** @internal */
  get over(): boolean {
    return this.outcome !== undefined;
  }

  /** @internal Reads the outcome of the job, which has ended, and notifies the caller; does so once. */
  settle(): void {
    if (this.outcome) return;
    const { module } = this.runtime;
    const { job, read } = this.submitted;
    try {
      this.outcome = readFailure(this.runtime, job) ?? { value: read() };
      if ("error" in this.outcome) this.explainCancel(this.outcome.error);
    } catch (error) {
      this.outcome = { error };
    }
    if (!this.heldForKill) module._webpool_job_release(job);
    if (this.listened) --this.pool.undelivered;
    this.unlisten?.();
    this.owner = undefined;
    const { outcome } = this;
    const { callback, errorCallback } = this.options;
    if ("value" in outcome) this.report(this.submitted.items);
    if ("error" in outcome) {
      // A cancelled job or a terminated pool is not reported as unread: the caller itself requested it.
      const requested =
        outcome.error instanceof CancelledError || outcome.error instanceof PoolTerminatedError;
      if (!errorCallback && !this.promise && this.listened && !requested) this.reportUnread();
      guarded("a callback threw", () => errorCallback?.(outcome.error));
    } else guarded("a callback threw", () => callback?.(outcome.value));
    this.announce(outcome);
  }

  // A program warns of it when it ends. Elsewhere the engine reports an unhandled rejection, as of any promise.
  private reportUnread(): void {
    const { runtime, outcome } = this;
    const { record } = this.submitted;
    if (runtime.role !== "program") void this.asPromise();
    else if (outcome && "error" in outcome)
      runtime.unreadFailures.set(this, { error: outcome.error, record });
  }

  // The reason of the signal becomes the cause of the CancelledError.
  private explainCancel(error: unknown): void {
    const { signal } = this.options;
    if (signal?.aborted && error instanceof CancelledError && !Object.hasOwn(error, "cause"))
      defineHidden(error, "cause", signal.reason);
  }

  /** @internal Calls `onProgress` if there is progress and the last call was long enough ago. */
  progress(): void {
    if (this.outcome || performance.now() < this.nextProgress) return;
    const done = this.runtime.module._webpool_job_items_done(this.submitted.job);
    if (done > this.reportedItems && done < this.submitted.items) this.report(done);
  }

  private report(done: number): void {
    const { onProgress } = this.options;
    if (!onProgress) return;
    this.reportedItems = done;
    this.nextProgress = performance.now() + 50;
    guarded("onProgress threw", () => onProgress(done, this.submitted.items));
  }

  /** @internal Must not settle the result: printing it must not run callbacks. */
  get state(): string {
    const { outcome } = this;
    if (!outcome) return `${this.done() ? "ended" : "pending"} (await it)`;
    return "error" in outcome
      ? `failed with ${textOf(outcome.error)}`
      : "done (await it, or get())";
  }

  private announce(outcome: Outcome<T>): void {
    if ("error" in outcome) this.reject?.(outcome.error);
    else this.resolve?.(outcome.value);
  }
}

// Releases the references that `heldForKill` kept.
const jobsHeldForKill = new FinalizationRegistry<{ module: Runtime["module"]; job: number }>(
  ({ module, job }) => module._webpool_job_release(job),
);

requireReceiver(AsyncResult, "AsyncResult", "result");
printedAs(AsyncResult, "AsyncResult", ({ state }) => state);
registerUncloneable(AsyncResult, "an AsyncResult");
