import { addressOf } from "./submit-job";
import { shapes } from "./call-shapes";
import { ImapIterator, type ImapOptions } from "./imap-iterator";
import { ImapSource } from "./imap-source";
import { ImapWindow } from "./imap-window";
import { Kernel, type KernelRow } from "./kernels";
import type { Untimed } from "./pool-options";
import { mapTask, requireCount, startChunk, timeoutOf } from "./start-job";
import type { ModuleFunction } from "../bindings/function-table";
import type { NativePool } from "../bindings/native-pool";
import { requireCall } from "../bindings/options";
import { requireReceiver } from "../bindings/receiver";

/** The calls of a pool that give their results one by one. */
export abstract class PoolStreams {
  /** @internal */
  protected readonly native: NativePool;

  /** @internal */
  constructor(native: NativePool) {
    this.native = native;
  }

  /**
   * Calls `fn(item)` for each item and yields the results one by one, in the order of the items, while later items are being
   * computed; see {@link ImapIterator}. The input, a sync or async iterable, is read only as fast as the results are.
   */
  imap(
    kernel: Kernel,
    items: Iterable<KernelRow> | AsyncIterable<KernelRow>,
    options?: Untimed<ImapOptions>,
  ): ImapIterator<number>;
  imap<Result = unknown>(
    fn: ModuleFunction,
    items: Iterable<unknown> | AsyncIterable<unknown>,
    options?: ImapOptions,
  ): ImapIterator<Awaited<Result>>;
  imap<Item, Result>(
    fn: (item: Item) => Result,
    items: Iterable<Item> | AsyncIterable<Item>,
    options?: ImapOptions,
  ): ImapIterator<Awaited<Result>>;
  imap(fn: unknown, items: unknown): ImapIterator<any> {
    const options = requireCall<ImapOptions>(shapes.imap, arguments, 2);
    return this.stream("imap", fn, items, options);
  }

  /** `imap` that yields the results in the order in which their chunks end. */
  imapUnordered(
    kernel: Kernel,
    items: Iterable<KernelRow> | AsyncIterable<KernelRow>,
    options?: Untimed<ImapOptions>,
  ): ImapIterator<number>;
  imapUnordered<Result = unknown>(
    fn: ModuleFunction,
    items: Iterable<unknown> | AsyncIterable<unknown>,
    options?: ImapOptions,
  ): ImapIterator<Awaited<Result>>;
  imapUnordered<Item, Result>(
    fn: (item: Item) => Result,
    items: Iterable<Item> | AsyncIterable<Item>,
    options?: ImapOptions,
  ): ImapIterator<Awaited<Result>>;
  imapUnordered(fn: unknown, items: unknown): ImapIterator<any> {
    const options = requireCall<ImapOptions>(shapes.imapUnordered, arguments, 2);
    return this.stream("imapUnordered", fn, items, options);
  }

  private stream(
    call: string,
    fn: unknown,
    items: unknown,
    { chunksize = 1, buffersize = 4 * this.native.size, timeout, signal }: ImapOptions,
  ): ImapIterator<unknown> {
    requireCount("chunksize", chunksize);
    requireCount("buffersize", buffersize);
    const task = fn instanceof Kernel ? fn : mapTask(call, fn);
    const limit = timeoutOf(timeout, fn);
    const { native } = this;
    addressOf(native);
    const source = ImapSource.of(call, items);
    const window = new ImapWindow(
      native,
      this,
      source,
      call === "imap",
      chunksize,
      buffersize,
      (chunk) => startChunk<unknown>(native, task, chunk, limit),
    );
    const results = ImapIterator.over(window);
    if (signal) window.follow(signal);
    if (!source.isAsync) window.fill(); // work begins at once, as in CPython
    return results;
  }
}

requireReceiver(PoolStreams, "Pool", "pool");
