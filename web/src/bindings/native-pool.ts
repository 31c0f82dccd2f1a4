import { encodeBytes } from "./codec";
import type { TaskSource } from "./function-table";
import { outOfMemory, withBytes } from "./module-memory";
import { StatsRecord } from "./layout";
import { PoolNotRunningError, PoolTerminatedError } from "./errors";
import { readError } from "./job-outcome";
import type { Runtime } from "./runtime";

/** Statistics of one processor. Times are in milliseconds. */
export interface ProcessorStats {
  /** Its index. */
  processor: number;
  /** Whether its worker is ready or working. */
  alive: boolean;
  /** How many items it has finished. */
  items: number;
  /** In how many chunks. */
  chunks: number;
  /** Time in tasks, including the current chunk. */
  busy: number;
  /** The remaining time since its first worker started. */
  idle: number;
  /** How often its worker was replaced: after `maxtasksperchild` chunks, or because it was killed or crashed. */
  replacements: number;
  /** The chunks that it runs now, if any. */
  current: CurrentChunks | null;
}

/** The chunks that a processor runs. */
export interface CurrentChunks {
  /** Number of their job in its pool. */
  job: number;
  /** Index of the first item. */
  item: number;
  /** How many items there are. */
  items: number;
  /** When it began, in milliseconds on the clock of `performance.timeOrigin + performance.now()`. */
  begin: number;
}

export interface NativePoolOptions {
  initializer: TaskSource | undefined;
  initargs: readonly unknown[];
  maxtasksperchild: number;
}

/** A pool of the module, which may outlive the `Pool` object. */
export class NativePool {
  /** Its address in the module; 0 after it was deleted. */
  address: number;
  /** How many async calls have not been notified of the end of their job. */
  undelivered = 0;
  // Why its streams were stopped, if they were. Kept here since the pool in the module may be deleted earlier.
  private stopped: Error | undefined;
  private readonly startedWord: number;
  private readonly aliveWord: number;

  constructor(
    readonly runtime: Runtime,
    readonly size: number,
    // Kept so that shared memory in the initializer's arguments is not garbage-collected: later workers need it, too.
    readonly options: NativePoolOptions,
  ) {
    const { initializer, initargs, maxtasksperchild } = options;
    const { module, functions } = runtime;
    const args = encodeBytes(initargs, "initargs");
    this.address = withBytes(module, args, (at) =>
      module._webpool_pool_new(
        size,
        maxtasksperchild,
        initializer ? functions.addressOf(initializer) : 0,
        at,
        args.length,
      ),
    );
    if (this.address === 0) throw outOfMemory();
    this.startedWord = module._webpool_pool_started(this.address);
    this.aliveWord = module._webpool_pool_alive(this.address);
    runtime.scheduler?.add(this.address);
  }

  /** Whether `maxtasksperchild` replaces its workers. */
  get replacesWorkers(): boolean {
    return this.options.maxtasksperchild > 0;
  }

  /** Its number in the module, as in the trace. */
  get number(): number {
    return this.runtime.module._webpool_pool_number(this.address);
  }
  /** How many processors have started; how many have not ended; how many are ready or working; how many wait for a worker. */
  get started(): number {
    return this.address === 0 ? 0 : Atomics.load(this.runtime.memory.HEAP32, this.startedWord >> 2);
  }
  get alive(): number {
    return this.address === 0 ? 0 : Atomics.load(this.runtime.memory.HEAP32, this.aliveWord >> 2);
  }
  get running(): number {
    return this.address === 0 ? 0 : this.runtime.module._webpool_pool_running(this.address);
  }
  get starting(): number {
    return this.address === 0 ? 0 : this.runtime.module._webpool_pool_starting(this.address);
  }

  close(): void {
    if (this.address !== 0) this.runtime.module._webpool_pool_close(this.address);
    this.runtime.scheduler?.wake();
  }
  terminate(): void {
    this.stopped ??= new PoolTerminatedError(
      "the pool was terminated before the iterator had ended",
    );
    if (this.address !== 0) this.runtime.module._webpool_pool_terminate(this.address);
    this.runtime.scheduler?.wake();
  }
  stopStreams(): void {
    this.stopped ??= new PoolNotRunningError(
      "the pool was joined before the iterator had been read to its end, and takes no more of its items; read it to the " +
        "end before join()",
    );
    if (this.address !== 0) this.runtime.module._webpool_pool_stop_streams(this.address);
    this.runtime.scheduler?.wake();
  }

  /** The error for iterators that can read no more input because the pool has failed, was terminated or joined; else null. */
  whyStopped(): { error: unknown } | null {
    return this.failure() ?? (this.stopped ? { error: this.stopped } : null);
  }
  /** Whether `whyStopped()` is not null. */
  get isStopped(): boolean {
    if (this.stopped || this.address === 0) return true;
    return this.runtime.module._webpool_pool_error(this.address) !== 0;
  }

  /** The error that made the pool fail, or null. */
  failure(): { error: unknown } | null {
    const { module } = this.runtime;
    return this.address === 0 ? null : readError(module, module._webpool_pool_error(this.address));
  }

  /** Sleeps until a processor ends, for at most `milliseconds`. */
  waitForEnd(alive: number, milliseconds: number): void {
    Atomics.wait(this.runtime.memory.HEAP32, this.aliveWord >> 2, alive, milliseconds);
  }
  /**
   * Sleeps until all processors have started, or the pool has failed or ended, for at most `milliseconds`, without limit if negative.
   * Returns whether one of these happened.
   */
  waitUntilStarted(milliseconds: number): boolean {
    const { scheduler, memory } = this.runtime;
    const over = (): boolean =>
      this.started >= this.size || this.alive === 0 || this.failure() !== null;
    if (scheduler) return scheduler.workUntil(over, milliseconds);
    const end = milliseconds < 0 ? Infinity : performance.now() + milliseconds;
    while (!over()) {
      const left = end - performance.now();
      if (left <= 0) return false;
      // Wakes up regularly, since a failure does not change the word.
      Atomics.wait(memory.HEAP32, this.startedWord >> 2, this.started, Math.min(left, 50));
    }
    return true;
  }
  /** Resolves when `ready()` returns true; calls it whenever a processor starts or ends. */
  whenStarted(ready: () => boolean): Promise<void> {
    return this.runtime.until(this.startedWord, ready);
  }
  /** With `keepsAlive`, the process of Node, Bun or Deno does not end before. */
  whenEnded(keepsAlive = true): Promise<void> {
    return this.runtime.until(this.aliveWord, () => this.alive === 0, keepsAlive);
  }
  /** After the end of the pool: resolves when all async calls have been notified. */
  whenDelivered(): Promise<void> {
    return this.runtime.settleUntil(() => this.undelivered === 0);
  }

  stats(): ProcessorStats[] {
    const { module } = this.runtime;
    const list: ProcessorStats[] = [];
    if (this.address === 0) return list;
    withBytes(module, new Uint8Array(this.size * StatsRecord.words * 8), (address) => {
      module._webpool_pool_stats(this.address, address);
      for (let processor = 0; processor < this.size; ++processor) {
        const at = (address >> 3) + processor * StatsRecord.words;
        const field = (index: StatsRecord): number => module.memory.HEAPF64[at + index]!;
        list.push({
          processor,
          alive: field(StatsRecord.alive) !== 0,
          items: field(StatsRecord.items),
          chunks: field(StatsRecord.chunks),
          busy: field(StatsRecord.busy),
          idle: field(StatsRecord.idle),
          replacements: field(StatsRecord.replacements),
          current:
            field(StatsRecord.runs) === 0
              ? null
              : {
                  job: field(StatsRecord.job),
                  item: field(StatsRecord.item),
                  items: field(StatsRecord.currentItems),
                  begin: field(StatsRecord.begin),
                },
        });
      }
    });
    return list;
  }

  /** Frees its memory. */
  delete(): void {
    if (this.address !== 0) this.runtime.module._webpool_pool_delete(this.address);
    this.address = 0;
  }
}
