import { inNextTask } from "../bindings/atomics-watcher";

/** The input of an iterator of results: asked for item after item, and told once when nothing more is read. */
export class ImapSource {
  private ended = false;
  // It is being asked for an item. A sync one may then be closed by itself, and is told afterwards.
  private busy = false;
  private closeAfterwards = false;
  private closed: Promise<void> | undefined;

  private constructor(
    private readonly iterator: Iterator<unknown> | AsyncIterator<unknown>,
    readonly isAsync: boolean,
  ) {}

  /** Throws a `TypeError` for what is no input. */
  static of(items: unknown): ImapSource {
    const from = items as Partial<Iterable<unknown> & AsyncIterable<unknown>> | null | undefined;
    if (typeof from?.[Symbol.iterator] === "function")
      return new ImapSource(from[Symbol.iterator]!(), false);
    if (typeof from?.[Symbol.asyncIterator] === "function")
      return new ImapSource(from[Symbol.asyncIterator]!(), true);
    throw new TypeError("the items must be iterable, or async iterable");
  }

  /** The next item of a sync input. */
  next(): IteratorResult<unknown> {
    this.busy = true;
    try {
      return this.seen((this.iterator as Iterator<unknown>).next());
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
      return this.seen(await this.iterator.next());
    } catch (error) {
      this.ended = true;
      throw error;
    } finally {
      this.busy = false;
    }
  }

  private seen(result: IteratorResult<unknown>): IteratorResult<unknown> {
    if (result.done) this.ended = true;
    return result;
  }

  /** Tells it that nothing more is read; what it throws then is the promise's. */
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

  /** The same for who waits until it is closed: not for one that is being asked for an item, which may never come. */
  async closeUnlessBusy(): Promise<void> {
    const closed = this.close();
    await (this.busy ? Promise.race([closed, new Promise<void>(inNextTask)]) : closed);
  }
}
