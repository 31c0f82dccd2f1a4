import type { Waiting } from "../bindings/blocking-wait";
import {
  CancelledError,
  DeadlockError,
  type RemoteError,
  SerializationError,
} from "../bindings/errors";
import { outOfMemory } from "../bindings/module-memory";
import type { ImapSource } from "./imap-source";
import type { StreamChunk } from "./start-job";
import { check, type SubmittedJob } from "./submit-job";
import type { NativePool } from "../bindings/native-pool";
import { readFailure } from "../bindings/job-outcome";

/** A chunk whose job has ended. */
export interface ChunkJob<T> {
  /** Returns its results or throws its error; may be called once. */
  read(): ArrayLike<T>;
}

// A chunk that was read from the input: its job, or the error for which it could not be submitted.
type Chunk<T> = SubmittedJob<ArrayLike<T>> | { error: unknown };

/** The jobs of an iterator, one for each chunk: a window that moves over the input as the results are read. */
export class ImapWindow<T> implements Waiting {
  private readonly chunks: Chunk<T>[] = []; // unread, in the order of the input
  private readonly settled: number[] = []; // addresses of jobs, in the order in which they ended
  private reader: number;
  private taken = 0; // items of the input
  private open = true;
  private failure: { error: unknown } | undefined;
  private unfollow: (() => void) | undefined;
  /** Whether its signal was aborted. */
  cancelled = false;
  // Whether `pull` is running, for an async source.
  private pulling = false;
  private notifyChanged: (() => void) | undefined;

  constructor(
    readonly pool: NativePool,
    // Keeps the Pool from being garbage-collected before this.
    readonly owner: object,
    readonly source: ImapSource,
    private readonly ordered: boolean,
    private readonly chunksize: number,
    private readonly buffersize: number,
    private readonly submit: (chunk: StreamChunk) => SubmittedJob<ArrayLike<T>>,
  ) {
    const { runtime } = pool;
    this.reader = runtime.module._webpool_reader_new();
    if (this.reader === 0) throw outOfMemory();
    try {
      check(pool, this.countStream("open"));
    } catch (error) {
      runtime.module._webpool_reader_delete(this.reader);
      throw error;
    }
  }

  /** Whether everything was read and the input has ended. */
  get empty(): boolean {
    return this.chunks.length === 0 && !this.open;
  }

  /** Submits chunks of the input until the window is full. `forever` tells whether the caller then waits without limit. */
  fill(forever = false): void {
    if (!this.open || this.chunks.length >= this.buffersize) return;
    if (this.source.isAsync) {
      if (this.chunks.length > 0) return;
      throw new TypeError(
        "an async iterable cannot be read by a call that blocks; read the results with `for await`",
      );
    }
    if (this.source.busy) {
      if (this.chunks.length > 0 || !forever) return;
      throw new DeadlockError(
        "the input of an iterator waits for the iterator's next result, which needs more input; yield an item first, or " +
          "read the results outside of the input",
      );
    }
    while (this.open && this.chunks.length < this.buffersize) {
      const items: unknown[] = [];
      while (this.open && items.length < this.chunksize) {
        try {
          const { done, value } = this.source.next();
          if (done) this.endInput();
          else items.push(value);
        } catch (error) {
          this.failure = { error };
          this.endInput();
        }
      }
      if (this.reader === 0) return; // the input itself has closed this iterator
      this.add(items);
    }
  }

  /** Like `fill`, but reads an async input in the background. */
  fillAsync(): void {
    if (!this.source.isAsync) this.fill();
    else if (!this.pulling) void this.pull();
  }

  private async pull(): Promise<void> {
    this.pulling = true;
    while (this.open && this.chunks.length < this.buffersize) {
      const items: unknown[] = [];
      while (this.open && items.length < this.chunksize) {
        try {
          const { done, value } = await this.source.nextAsync();
          if (done) this.endInput();
          else items.push(value);
        } catch (error) {
          if (this.open) this.failure = { error };
          this.endInput();
        }
      }
      if (this.reader !== 0) this.add(items);
      this.notifyChanged?.();
    }
    this.pulling = false;
  }

  private add(items: unknown[]): void {
    if (items.length === 0) return;
    try {
      const first = this.taken;
      this.taken += items.length;
      this.chunks.push(this.submit({ items, first, reader: this.reader }));
    } catch (error) {
      // Items that cannot be cloned, or are no rows for a kernel, fail in their place, as the error of a task does.
      if (error instanceof SerializationError || isOfItem(error)) {
        this.chunks.push({ error });
        return;
      }
      // The input itself may have terminated the pool.
      this.failure = this.pool.whyStopped() ?? { error };
      this.endInput();
      this.source.close().catch(() => {});
    }
  }

  /** Takes a chunk that has ended, if there is one; in an ordered window only the first. */
  takeReady(): ChunkJob<T> | undefined {
    const { module } = this.pool.runtime;
    if (this.reader === 0) return undefined;
    for (let job = module._webpool_reader_take(this.reader); job !== 0;) {
      this.settled.push(job);
      job = module._webpool_reader_take(this.reader);
    }
    let index = 0;
    const first = this.chunks[0];
    if (!first) return undefined;
    if (!this.ordered) {
      index = this.chunks.findIndex((chunk) => "error" in chunk);
      if (index < 0 && this.settled.length > 0) {
        const job = this.settled.shift()!;
        index = this.chunks.findIndex((chunk) => "job" in chunk && chunk.job === job);
      }
      if (index < 0) return undefined;
    } else if ("job" in first) {
      if (module._webpool_job_done(first.job) === 0) return undefined;
      this.settled.length = 0;
    }
    return this.ended(this.chunks.splice(index, 1)[0]!);
  }

  private ended(chunk: Chunk<T>): ChunkJob<T> {
    const { module } = this.pool.runtime;
    return {
      read: () => {
        if ("error" in chunk) throw chunk.error;
        try {
          const failure = readFailure(this.pool.runtime, chunk.job);
          if (failure) throw failure.error;
          return chunk.read();
        } finally {
          module._webpool_job_release(chunk.job);
        }
      },
    };
  }

  /** Waits until `takeReady` may have something. */
  wait(milliseconds: number): boolean {
    const { module } = this.pool.runtime;
    const first = this.chunks[0];
    if (this.ordered && first && "job" in first)
      return module._webpool_job_wait(first.job, milliseconds) !== 0;
    return module._webpool_reader_wait(this.reader, milliseconds) !== 0;
  }

  awaits(): boolean {
    const { module } = this.pool.runtime;
    return this.chunks.some(
      (chunk) => "job" in chunk && module._webpool_job_awaits(chunk.job) !== 0,
    );
  }

  /** Closes an input that is still pending if the pool has stopped and would refuse its items. */
  stopWithPool(): void {
    if (!this.open || this.chunks.length > 0) return;
    const why = this.pool.whyStopped();
    if (!why) return;
    this.failure = why;
    this.endInput();
    this.source.close().catch(() => {});
  }

  /** Resolves when `takeReady` may succeed, a chunk of the input was submitted, or the pool has ended. */
  changed(): Promise<void> {
    const { pool } = this;
    const { runtime } = pool;
    const { module } = runtime;
    let changed = false;
    return new Promise<void>((resolve) => {
      this.notifyChanged = () => {
        changed = true;
        resolve();
      };
      const word = module._webpool_reader_word(this.reader);
      const ready = (): boolean => {
        if (changed || this.reader === 0) return true;
        const first = this.chunks[0];
        if (!first) return pool.isStopped;
        return this.ordered && "job" in first
          ? module._webpool_job_done(first.job) !== 0
          : module._webpool_reader_wait(this.reader, 0) !== 0;
      };
      void runtime.until(word, ready).then(resolve);
    });
  }

  /** Returns the error that ended the input, the first time. */
  takeFailure(): { error: unknown } | undefined {
    const { failure } = this;
    this.failure = undefined;
    return failure;
  }

  /** Closes it when the signal is aborted; reading on then throws a `CancelledError`. */
  follow(signal: AbortSignal): void {
    const cancel = (): void => {
      if (this.reader === 0) return;
      this.close();
      const reason: unknown = signal.reason;
      this.failure = {
        error: new CancelledError("the iterator was cancelled by its signal", { cause: reason }),
      };
      this.cancelled = true;
      this.notifyChanged?.();
    };
    if (signal.aborted) return cancel();
    signal.addEventListener("abort", cancel);
    this.unfollow = () => signal.removeEventListener("abort", cancel);
  }

  /** Cancels all chunks, the last one first: a processor whose chunk was cancelled must not start the next one. */
  close(): void {
    if (this.reader === 0) return;
    this.unfollow?.();
    const { module } = this.pool.runtime;
    if (this.open) {
      this.endInput();
      this.source.close().catch(() => {});
    }
    this.failure = undefined;
    for (const chunk of this.chunks.reverse()) {
      if ("error" in chunk) continue;
      module._webpool_job_cancel(chunk.job);
      module._webpool_job_release(chunk.job);
    }
    this.chunks.length = 0;
    module._webpool_reader_delete(this.reader);
    this.reader = 0;
    this.notifyChanged?.();
  }

  private endInput(): void {
    if (!this.open) return;
    this.open = false;
    this.countStream("close");
  }

  // The pool stays open for its streams after close().
  private countStream(act: "open" | "close"): number {
    const { module } = this.pool.runtime;
    const { address } = this.pool;
    if (address === 0) return 0;
    if (act === "open") return module._webpool_stream_open(address);
    module._webpool_stream_close(address);
    return 1;
  }
}

// Whether an error names the item that it is about.
function isOfItem(error: unknown): boolean {
  return error instanceof TypeError && Number.isInteger((error as RemoteError).item);
}
