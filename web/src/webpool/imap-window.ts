import type { SubmittedJob } from "./async-result";
import { inNextTask } from "../bindings/atomics-watcher";
import type { Waiting } from "../bindings/blocking-wait";
import { PoolNotRunningError, SerializationError } from "../bindings/errors";
import { outOfMemory } from "../bindings/function-table";
import { check } from "./submit-job";
import type { NativePool } from "../bindings/native-pool";
import { readFailure } from "../bindings/job-outcome";

/** Where items come from. */
export type Source = { sync: Iterator<unknown> } | { async: AsyncIterator<unknown> };

/** A chunk whose job has ended. */
export interface ChunkJob<T> {
  /** Gives its results, once, or throws what ended it. */
  read(): ArrayLike<T>;
}

// A chunk that was taken from the input: its job, or why it has none.
type Chunk<T> = SubmittedJob<ArrayLike<T>> | { error: unknown };

/** The jobs behind an iterator, one for each chunk: a window that moves over the input as the results are read. */
export class ImapWindow<T> implements Waiting {
  private readonly chunks: Chunk<T>[] = []; // not read, in the order of the input
  private readonly settled: number[] = []; // jobs, in the order in which they have ended
  private reader: number;
  private open = true;
  private sourceOpen = true;
  private sourceClosed: Promise<void> | undefined;
  private failure: { error: unknown } | undefined;
  // The input is being asked for an item; of a sync one: and was to be closed meanwhile, which an input can do itself.
  private reading = false;
  private closeAfterReading = false;
  // Of an async source: whether chunks are being put together, and whom to tell.
  private pulling = false;
  private notifyChanged: (() => void) | undefined;

  constructor(
    readonly pool: NativePool,
    // Kept from being collected as long as this is.
    readonly owner: object,
    private readonly source: Source,
    private readonly ordered: boolean,
    private readonly chunksize: number,
    private readonly buffersize: number,
    private readonly submit: (items: unknown[], reader: number) => SubmittedJob<ArrayLike<T>>,
  ) {
    const { runtime } = pool;
    this.reader = runtime.module._webpool_reader_new();
    if (this.reader === 0) throw outOfMemory();
    try {
      check({ runtime, pool: pool.address, sync: false }, this.streams("open"));
    } catch (error) {
      runtime.module._webpool_reader_delete(this.reader);
      throw error;
    }
  }

  /** Whether nothing is unread and nothing more will come. */
  get empty(): boolean {
    return this.chunks.length === 0 && !this.open;
  }

  /** Takes chunks of the input until the window is full. */
  fill(): void {
    if (!this.open || this.chunks.length >= this.buffersize) return;
    if ("async" in this.source) {
      if (this.chunks.length > 0) return;
      throw new TypeError(
        "an async iterable is read with `for await`, which this thread does not block for",
      );
    }
    while (this.open && this.chunks.length < this.buffersize) {
      const items: unknown[] = [];
      while (this.open && items.length < this.chunksize) {
        try {
          const { done, value } = this.read(this.source.sync);
          if (done) this.endSource();
          else items.push(value);
        } catch (error) {
          this.failure = { error };
          this.endSource();
        }
      }
      if (this.reader === 0) return;
      this.add(items);
    }
  }

  // The input may close its own iterator while it is asked.
  private read(source: Iterator<unknown>): IteratorResult<unknown> {
    this.reading = true;
    try {
      return source.next();
    } finally {
      this.reading = false;
      if (this.closeAfterReading) this.closeSource().catch(() => {});
    }
  }

  /** The same where the reader does not block. An async input is read in the background. */
  fillAsync(): void {
    if ("sync" in this.source) this.fill();
    else if (!this.pulling) void this.pull(this.source.async);
  }

  private async pull(source: AsyncIterator<unknown>): Promise<void> {
    this.pulling = true;
    while (this.open && this.chunks.length < this.buffersize) {
      const items: unknown[] = [];
      while (this.open && items.length < this.chunksize) {
        try {
          this.reading = true;
          const { done, value } = await source.next();
          this.reading = false;
          if (done) this.endSource();
          else items.push(value);
        } catch (error) {
          this.reading = false;
          if (this.open) this.failure = { error };
          this.endSource();
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
      if (this.pool.address === 0) throw new PoolNotRunningError("the pool has ended");
      this.chunks.push(this.submit(items, this.reader));
    } catch (error) {
      // Items that cannot cross are an error in their place, as a task's is.
      if (error instanceof SerializationError) {
        this.chunks.push({ error });
        return;
      }
      this.failure = { error };
      this.endInput();
      void this.closeSource();
    }
  }

  /** The next chunk, if it is there: of an ordered window the first one. */
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

  /** Gives up an input that has nothing for now, where the pool would take nothing of it. */
  stopWithPool(): void {
    if (!this.open || this.chunks.length > 0) return;
    const why = this.pool.whyStopped();
    if (!why) return;
    this.failure = why;
    this.endInput();
    this.closeSource().catch(() => {});
  }

  /** Resolves when `takeReady` may have something, the input more, or the pool has ended. */
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

  /** What the input threw, once. */
  takeFailure(): { error: unknown } | undefined {
    const { failure } = this;
    this.failure = undefined;
    return failure;
  }

  /** Ends it here, from the last chunk on: a processor that is let go must not begin the next. */
  close(): void {
    if (this.reader === 0) return;
    const { module } = this.pool.runtime;
    if (this.open) {
      this.endInput();
      this.closeSource().catch(() => {});
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

  /** Tells the input that nothing more is read, once; what it throws then is the promise's. */
  closeSource(): Promise<void> {
    if (this.reading && "sync" in this.source) {
      this.closeAfterReading = true;
      return Promise.resolve();
    }
    this.sourceClosed ??= (async () => {
      if (!this.sourceOpen) return;
      if ("async" in this.source) await this.source.async.return?.();
      else this.source.sync.return?.();
    })();
    return this.sourceClosed;
  }

  /** The same for who waits until it is closed. An input that is being asked for an item, which may never come, is not waited for. */
  async sourceClosedOrBusy(): Promise<void> {
    const closed = this.closeSource();
    await (this.reading ? Promise.race([closed, new Promise<void>(inNextTask)]) : closed);
  }

  private endSource(): void {
    this.sourceOpen = false;
    this.endInput();
  }

  private endInput(): void {
    if (!this.open) return;
    this.open = false;
    this.streams("close");
  }

  private streams(act: "open" | "close"): number {
    const { module } = this.pool.runtime;
    const { address } = this.pool;
    if (address === 0) return 0;
    if (act === "open") return module._webpool_stream_open(address);
    module._webpool_stream_close(address);
    return 1;
  }
}
