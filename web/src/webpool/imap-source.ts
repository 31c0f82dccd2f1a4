import { inNextTask } from "../bindings/atomics-watcher";
import { kindOf } from "../bindings/options";
import { notIterable } from "./start-job";

function requireIterator<Source extends Iterator<unknown> | AsyncIterator<unknown>>(
  call: string,
  iterator: Source | null | undefined,
): Source {
  if (typeof iterator?.next === "function") return iterator;
  throw new TypeError(`${call}: the items' iterator has no next(); it is ${kindOf(iterator)}`);
}

/** The input of an {@link ImapIterator}: reads item after item, and closes the underlying iterator once. */
export class ImapSource {
  private ended = false;
  /** Whether a call of next() is under way. A generator that closes its own ImapIterator then cannot be closed until it returns. */
  busy = false;
  private closeAfterwards = false;
  private closed: Promise<void> | undefined;

  private constructor(
    private readonly iterator: Iterator<unknown> | AsyncIterator<unknown>,
    readonly isAsync: boolean,
  ) {}

  /** Throws a `TypeError` unless the items are iterable. */
  static of(call: string, items: unknown): ImapSource {
    const from = items as Partial<Iterable<unknown> & AsyncIterable<unknown>> | null | undefined;
    if (typeof from?.[Symbol.iterator] === "function")
      return new ImapSource(requireIterator(call, from[Symbol.iterator]!()), false);
    if (typeof from?.[Symbol.asyncIterator] === "function")
      return new ImapSource(requireIterator(call, from[Symbol.asyncIterator]!()), true);
    throw notIterable(call, items);
  }

  /** The next item of a sync input. */
  next(): IteratorResult<unknown> {
    this.busy = true;
    try {
      return this.noteEnd((this.iterator as Iterator<unknown>).next());
    } catch (error) {
      this.ended = true;
      throw error;
    } finally {
      this.busy = false;
      if (this.closeAfterwards) this.close().catch(() => {});
    }
  }

  /** The next item of an async input. */
  async nextAsync(): Promise<IteratorResult<unknown>> {
    this.busy = true;
    try {
      return this.noteEnd(await this.iterator.next());
    } catch (error) {
      this.ended = true;
      throw error;
    } finally {
      this.busy = false;
    }
  }

  // As in a for loop, without which an input whose next() returns a number would never end.
  private noteEnd(result: IteratorResult<unknown>): IteratorResult<unknown> {
    if (Object(result) !== result)
      throw new TypeError(
        `the input's next() must return an object; ${kindOf(result)} was returned`,
      );
    if (result.done) this.ended = true;
    return result;
  }

  /** Closes the underlying iterator; rejects with what its `return()` throws. */
  close(): Promise<void> {
    if (this.busy && !this.isAsync) {
      this.closeAfterwards = true;
      return Promise.resolve();
    }
    this.closed ??= (async () => {
      if (this.ended) return;
      const closing = this.iterator.return?.();
      if (this.isAsync) await closing;
    })();
    return this.closed;
  }

  /** Closes it and waits, but not for a pending `next()`, which may never settle. */
  async closeUnlessBusy(): Promise<void> {
    const closed = this.close();
    await (this.busy ? Promise.race([closed, new Promise<void>(inNextTask)]) : closed);
  }
}
