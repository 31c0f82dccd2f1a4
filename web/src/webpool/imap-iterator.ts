import { block } from "../bindings/blocking-wait";
import { registerUncloneable } from "../bindings/codec";
import { type ChunkJob, ImapWindow } from "./imap-window";
import type { TaskLimit } from "./pool-options";
import { printedAs } from "../bindings/printed-as";
import { requireLimit } from "../bindings/options";
import { TimeoutError } from "../bindings/errors";

/** Settings of `imap` and `imapUnordered`. */
export interface ImapOptions extends TaskLimit {
  /** Items that a processor takes at once, at least 1, which is the default. */
  chunksize?: number;
  /**
   * How many chunks may be unread: under way, or ready and not asked for. At least 1; by default 4 · processes. As in
   * `concurrent.futures.Executor.map` of Python 3.14. (CPython's imap takes its whole input at once: cpython#101586.)
   */
  buffersize?: number;
  /** Ends the iterator when it is aborted: drops what was not read, closes the input, and throws a `CancelledError`. */
  signal?: AbortSignal;
}

/**
 * What `imap` and `imapUnordered` return: the results, one by one, as they are read. It is an iterator of both kinds:
 *
 * ```js
 * for (const square of pool.imap(slowSquare, numbers)) print(square);        // blocks for each
 * for await (const square of pool.imap(slowSquare, numbers)) print(square);  // does not
 * ```
 *
 * Lazy on both ends: the input is read as far as the window of `buffersize` chunks reaches, so that it may be endless. What
 * a task throws is thrown in place of its chunk's results; an iterator that is read on with `next()` goes on with the next
 * chunk, as in CPython. What the input throws comes after the results of the items before it, and ends the iterator. Leaving
 * a loop early, or `close()`, drops what was not read, asks the tasks that run to stop, and closes the input.
 *
 * After `pool.close()` it can be read to its end; after `join` it gives what was taken and then throws
 * `PoolNotRunningError`; after `terminate`, `PoolTerminatedError`.
 */
export class ImapIterator<T> implements Iterable<T>, AsyncIterable<T> {
  private results: ArrayLike<T> | undefined;
  private position = 0;
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(private readonly window: ImapWindow<T>) {
    dropped.register(this, window, this);
  }

  /** @internal The results of a window's chunks. */
  static over<T>(window: ImapWindow<T>): ImapIterator<T> {
    return new ImapIterator(window);
  }

  /**
   * The next result; blocks for it. With a limit it throws `TimeoutError` if the result is not there within `milliseconds`;
   * it is still to come. On a page's main thread it spins. An async iterable as input needs `for await`.
   */
  next(milliseconds?: number | null): IteratorResult<T, undefined> {
    const limit = requireLimit("next", milliseconds);
    const end = performance.now() + limit;
    const { window } = this;
    return window.pool.runtime.locked(() => {
      for (;;) {
        const item = this.take();
        if (item) return item;
        window.fill();
        const chunk = window.takeReady();
        if (chunk) {
          this.open(chunk);
          continue;
        }
        if (window.empty) return this.finish();
        const left = limit < 0 ? -1 : Math.max(0, end - performance.now());
        if (!block(window.pool, left, window)) {
          throw new TimeoutError(
            "the next result was not there in time and is still to come; wait longer, or close() the iterator",
          );
        }
      }
    });
  }

  /** The same without blocking: what `for await` calls. */
  nextAsync(): Promise<IteratorResult<T, undefined>> {
    const result = this.turn.then(() => this.step());
    this.turn = result.catch(() => {});
    return result;
  }

  private async step(): Promise<IteratorResult<T, undefined>> {
    const { window } = this;
    for (;;) {
      const item = this.take();
      if (item) return item;
      window.fillAsync();
      window.stopWithPool();
      const chunk = window.takeReady();
      if (chunk) this.open(chunk);
      else if (window.empty) return this.finish();
      else await window.changed();
    }
  }

  /** Ends it here: drops what was not read, and closes the input. */
  close(): void {
    this.results = undefined;
    this.window.close();
    dropped.unregister(this);
  }

  /** What leaving a loop calls. */
  return(): IteratorReturnResult<undefined> {
    this.close();
    return { done: true, value: undefined };
  }

  [Symbol.iterator](): Iterator<T, undefined> {
    return { next: () => this.next(), return: () => this.return() };
  }

  [Symbol.asyncIterator](): AsyncIterator<T, undefined> {
    return {
      next: () => this.nextAsync(),
      return: async () => {
        const closed = this.window.source.closeUnlessBusy();
        this.close();
        await closed;
        return { done: true, value: undefined };
      },
    };
  }

  [Symbol.dispose](): void {
    this.close();
  }

  private take(): IteratorYieldResult<T> | undefined {
    const { results } = this;
    if (!results || this.window.cancelled) return undefined;
    if (this.position < results.length) return { done: false, value: results[this.position++]! };
    this.results = undefined;
    return undefined;
  }

  // Throws what a task of the chunk threw.
  private open(chunk: ChunkJob<T>): void {
    this.results = chunk.read();
    this.position = 0;
  }

  private finish(): IteratorReturnResult<undefined> {
    const failure = this.window.takeFailure();
    dropped.unregister(this);
    this.window.close();
    if (failure) throw failure.error;
    return { done: true, value: undefined };
  }
}

// Of iterators that nobody holds any more: what they hold in the module is let go of.
const dropped = new FinalizationRegistry<ImapWindow<unknown>>((window) => window.close());

printedAs(
  ImapIterator,
  "ImapIterator",
  () => "read it with `for await`, or `for` where you may block",
);
registerUncloneable(ImapIterator, "an iterator of results");
