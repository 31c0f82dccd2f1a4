import { block } from "../bindings/blocking-wait";
import { registerUncloneable } from "../bindings/codec";
import { type ChunkJob, ImapWindow } from "./imap-window";
import type { TaskLimit } from "./pool-options";
import { printedAs } from "../bindings/printed-as";
import { requireLimit } from "../bindings/options";
import { notConstructible, requireReceiver } from "../bindings/receiver";
import { TimeoutError } from "../bindings/errors";

/** Settings of `imap` and `imapUnordered`. */
export interface ImapOptions extends TaskLimit {
  /** How many items a processor takes at a time, at least 1; by default 1. */
  chunksize?: number;
  /**
   * How many chunks may be submitted but not yet read, at least 1; by default 4 · processes. The same as `buffersize` of
   * `concurrent.futures.Executor.map` in Python 3.14. (CPython's `imap` reads its whole input at once: cpython#101586.)
   */
  buffersize?: number;
  /** When aborted, ends the iterator with a `CancelledError`: drops unread results and closes the input. */
  signal?: AbortSignal;
}

/**
 * The results of `imap` and `imapUnordered`, one by one. It is both an iterable and an async iterable:
 *
 * ```js
 * for (const square of pool.imap(slowSquare, numbers)) print(square);        // blocks for each
 * for await (const square of pool.imap(slowSquare, numbers)) print(square);  // does not
 * ```
 *
 * The input is read lazily, at most `buffersize` chunks ahead of the results, so it may be endless. An error of a task is
 * thrown in place of its chunk's results; calling `next()` after it continues with the next chunk, as in CPython. An error of
 * the input is thrown after the results of the items before it, and ends the iterator. Leaving a loop early, or `close()`,
 * drops unread results, signals running tasks to stop, and closes the input.
 *
 * An input that calls `next()` without a limit gets a `DeadlockError` if the result needs more input. An async input that
 * awaits the next result of its own iterator waits for ever, since that cannot be told from an ordinary wait.
 *
 * After `pool.close()` it can still be read to its end; after `join` it yields the results of the items that were read before
 * and then throws `PoolNotRunningError`; after `terminate` it throws `PoolTerminatedError`.
 */
export class ImapIterator<T> implements Iterable<T>, AsyncIterable<T> {
  private results: ArrayLike<T> | undefined;
  private position = 0;
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(private readonly window: ImapWindow<T>) {
    if (!(window instanceof ImapWindow))
      throw notConstructible("ImapIterator", "pool.imap and imapUnordered return one");
    dropped.register(this, window, this);
  }

  /** @internal The results of a window's chunks. */
  static over<T>(window: ImapWindow<T>): ImapIterator<T> {
    return new ImapIterator(window);
  }

  /**
   * Blocks for the next result and returns it. Throws `TimeoutError` if it is not ready within `milliseconds`; a later call
   * returns it. On a page's main thread it spins. An async iterable as input needs `for await`.
   */
  next(milliseconds?: number | null): IteratorResult<T, undefined> {
    const limit = requireLimit("next", milliseconds);
    const end = performance.now() + limit;
    const { window } = this;
    return window.pool.runtime.locked(() => {
      for (;;) {
        const item = this.take();
        if (item) return item;
        window.fill(limit < 0);
        // The input itself may have read on, and have left the rest of a chunk.
        const left = this.take();
        if (left) return left;
        const chunk = window.takeReady();
        if (chunk) {
          this.open(chunk);
          continue;
        }
        if (window.empty) return this.finish();
        const wait = limit < 0 ? -1 : Math.max(0, end - performance.now());
        if (!block(window.pool, wait, window)) {
          throw new TimeoutError(
            "the next result was not ready in time, but will still come; wait longer, or close() the iterator",
          );
        }
      }
    });
  }

  /** The next result, without blocking; `for await` uses it. */
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
      const left = this.take();
      if (left) return left;
      window.stopWithPool();
      const chunk = window.takeReady();
      if (chunk) this.open(chunk);
      else if (window.empty) return this.finish();
      else await window.changed();
    }
  }

  /** Ends the iterator: drops unread results and closes the input. */
  close(): void {
    this.results = undefined;
    this.window.close();
    dropped.unregister(this);
  }

  /** Closes the iterator; called when a loop is left early. */
  return(): IteratorReturnResult<undefined> {
    this.close();
    return { done: true, value: undefined };
  }

  /** The results for a `for` loop, which blocks for each. */
  [Symbol.iterator](): Iterator<T, undefined> {
    return { next: () => this.next(), return: () => this.return() };
  }

  /** The results for a `for await` loop, which does not block. */
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

  /** Closes the iterator at the end of a `using` scope. */
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

  // Throws the error of the chunk's task, if there was one.
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

// Releases the jobs in the module of iterators that were garbage-collected.
const dropped = new FinalizationRegistry<ImapWindow<unknown>>((window) => window.close());

requireReceiver(ImapIterator, "ImapIterator", "results");
printedAs(
  ImapIterator,
  "ImapIterator",
  () => "read it with `for await`, or `for` where you may block",
);
registerUncloneable(ImapIterator, "an iterator of results");
