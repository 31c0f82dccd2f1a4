import { DeadlockError, NotReadyError, TimeoutError } from "./errors";
import { type Outcome, readFailure } from "./outcome";
import type { Runtime, Settling } from "./runtime";

/** Callbacks of the async calls. What one of them throws is reported on the console and harms nothing. */
export interface Callbacks<T> {
  /** Called with the result when the job has ended. */
  callback?: (result: T) => void;
  /** Called with the first error instead. */
  errorCallback?: (error: unknown) => void;
}

/** A job of the module, as an AsyncResult sees it. */
export interface SubmittedJob<T> {
  /** Address, with a reference that the AsyncResult takes over. */
  job: number;
  /** Reads the result of the job, which has ended without an error. */
  read: () => T;
}

/**
 * What `mapAsync`, `starmapAsync` and `applyAsync` return at once. It can be awaited; `get` and `wait` block.
 * Semantics: `multiprocessing.pool.AsyncResult`. The job runs on if the handle is dropped.
 */
export class AsyncResult<T> implements PromiseLike<T>, Settling {
  private outcome: Outcome<T> | undefined;
  private promise: Promise<T> | undefined;
  private resolve: ((value: T) => void) | undefined;
  private reject: ((error: unknown) => void) | undefined;

  /** @internal */
  constructor(
    private readonly runtime: Runtime,
    private readonly submitted: SubmittedJob<T>,
    private readonly callbacks: Callbacks<T> = {},
    listened = true,
  ) {
    if (listened) runtime.expect(submitted.job, this);
  }

  /** Whether the job has ended, with results or an error. */
  ready(): boolean {
    return (
      this.outcome !== undefined || this.runtime.module._webpool_job_done(this.submitted.job) !== 0
    );
  }

  /** Whether the job has ended without an error. Throws `NotReadyError` before it has ended. */
  successful(): boolean {
    if (!this.ready())
      throw new NotReadyError("successful() is known once the job has ended; call wait() first");
    this.settle();
    return "value" in this.outcome!;
  }

  /**
   * Blocks until the job has ended, for at most `milliseconds`; returns whether it has. On a page's main thread it spins,
   * and the page stands still: there it throws `DeadlockError` rather than wait without limit for a task that awaits a
   * promise.
   */
  wait(milliseconds?: number): boolean {
    if (this.outcome) return true;
    if (milliseconds !== undefined && Number.isNaN(Number(milliseconds))) {
      throw new TypeError("wait and get take a number of milliseconds");
    }
    const limit =
      milliseconds === undefined || milliseconds === Infinity
        ? -1
        : Math.max(0, Number(milliseconds));
    if (!(limit < 0 && !this.runtime.mayBlock ? this.spin() : this.sleep(limit))) return false;
    this.settle();
    return true;
  }

  private sleep(limit: number): boolean {
    return this.runtime.module._webpool_job_wait(this.submitted.job, limit) !== 0;
  }

  // A promise for which a task waits may need the page, which stands still here.
  private spin(): true {
    while (!this.sleep(10)) {
      if (this.runtime.module._webpool_job_awaits(this.submitted.job) === 0) continue;
      throw new DeadlockError(
        "a task of the job awaits a promise, which may need the page that this call blocks; use `await result`",
      );
    }
    return true;
  }

  /**
   * Blocks and returns the result, or throws the first error of the job's tasks. Throws `TimeoutError` if the job has not
   * ended within `milliseconds`; it runs on. May be called again.
   */
  get(milliseconds?: number): T {
    if (!this.wait(milliseconds)) {
      throw new TimeoutError(
        `the job had not ended after ${milliseconds} ms and runs on; wait longer, or terminate the pool`,
      );
    }
    const outcome = this.outcome!;
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }

  /** Awaiting gives what `get()` would, and blocks nothing. */
  then<Value = T, Caught = never>(
    onfulfilled?: ((value: T) => Value | PromiseLike<Value>) | null,
    onrejected?: ((error: unknown) => Caught | PromiseLike<Caught>) | null,
  ): Promise<Value | Caught> {
    return this.asPromise().then(onfulfilled, onrejected);
  }

  catch<Caught = never>(
    onrejected?: ((error: unknown) => Caught | PromiseLike<Caught>) | null,
  ): Promise<T | Caught> {
    return this.asPromise().catch(onrejected);
  }

  finally(onfinally?: (() => void) | null): Promise<T> {
    return this.asPromise().finally(onfinally);
  }

  private asPromise(): Promise<T> {
    this.promise ??= new Promise<T>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
      if (this.outcome) this.announce(this.outcome);
    });
    return this.promise;
  }

  /** @internal The job has ended: reads how, once, and tells. */
  settle(): void {
    if (this.outcome) return;
    const { module } = this.runtime;
    const { job, read } = this.submitted;
    try {
      this.outcome = readFailure(module, job) ?? { value: read() };
    } catch (error) {
      this.outcome = { error };
    }
    module._webpool_job_release(job);
    const { callback, errorCallback } = this.callbacks;
    try {
      if ("error" in this.outcome) errorCallback?.(this.outcome.error);
      else callback?.(this.outcome.value);
    } catch (error) {
      console.error("webpool: a callback threw", error);
    }
    this.announce(this.outcome);
  }

  private announce(outcome: Outcome<T>): void {
    if ("error" in outcome) this.reject?.(outcome.error);
    else this.resolve?.(outcome.value);
  }
}
