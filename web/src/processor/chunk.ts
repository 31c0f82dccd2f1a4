import { encodeList, type Message } from "../bindings/codec";
import { SerializationError } from "../bindings/errors";
import { ChunkKind, Command, noItem } from "../bindings/layout";
import { type ChunkItems, type IndexedItems, isIndexed, Rows } from "./chunk-items";
import { type ChunkEnd, givenUp, lateAt } from "./chunk-end";
import type { Callable } from "./compile";
import { loopsOf } from "./specialized-loops";

/** The interface of the task runner for a chunk. */
export interface ChunkRunner {
  /** The error message of a sync call that refuses promises. */
  readonly refusal: string;
  /** Changes when the current chunk is given up. */
  readonly turn: number;
  /** Records that a task of the command's job is awaited. */
  awaits(command: Uint32Array): void;
  /** Records that the task of an item starts, in a job with a timeout. */
  beginTask(item: number): void;
  /** Records that it has ended; returns whether it was late. */
  endTask(): boolean;
  store(kind: number, message: Message, item: number): ChunkEnd;
  failed(thrown: unknown, item: number): ChunkEnd;
}

/** A promise that a task has returned, and that must be awaited. */
interface Pause {
  on: unknown;
}

// From this number of items on, a specialized loop is worth its compilation.
const worthLoop = 64;
// The loop runs over blocks of items, since engines optimise a function as a whole only when it is called repeatedly.
const block = 8192;

/** Runs one chunk: calls the function for one item after another, and awaits promises in between. */
export class Chunk {
  index = 0;
  private onlyNumbers = true;
  private onlyUndefined = true;
  private results: unknown[] | undefined;
  // Index of the results in `memory`, as long as all are numbers.
  private readonly numbers: number;
  // Whether its job has a timeout.
  private readonly timed: boolean;
  private readonly turn: number;

  constructor(
    private readonly runner: ChunkRunner,
    private readonly fn: Callable,
    private readonly items: ChunkItems,
    private readonly command: Uint32Array,
    private readonly memory: Float64Array,
  ) {
    this.numbers = command[Command.numbers]! >> 3;
    this.timed = command[Command.timeout] !== 0;
    this.turn = runner.turn;
  }

  run(): ChunkEnd | Promise<ChunkEnd> {
    const at = this.advance();
    return "on" in at ? this.goOn(at) : at;
  }

  private advance(): ChunkEnd | Pause {
    try {
      const { fn, items, command } = this;
      const count = command[Command.count]!;
      const spread = command[Command.spread] !== 0;
      const loops = count >= worthLoop && this.index === 0 && !spread && !this.timed;
      if (loops && (items instanceof Rows || isIndexed(items))) {
        const result = this.loop(items, count);
        this.onlyUndefined = this.index === 0;
        if (this.index < count) {
          if (isThenable(result)) return this.pause(result);
          this.keep(result);
        }
      }
      while (this.index < count) {
        const item = items.at(this.index);
        if (this.timed) this.runner.beginTask(this.item);
        const result = spread ? fn(...(item as unknown[])) : fn(item);
        if (isThenable(result)) return this.pause(result);
        if (this.late()) return lateAt(this.item);
        this.keep(result);
      }
      return this.end();
    } catch (error) {
      return this.fail(error);
    }
  }

  // Runs the specialized loop while the results are numbers; returns the first other result.
  private loop(items: Rows | IndexedItems, count: number): unknown {
    const { fn } = this;
    const numbers = this.memory.subarray(this.numbers, this.numbers + count);
    const loops = loopsOf(fn);
    for (;;) {
      const end = Math.min(this.index + block, count);
      const result =
        items instanceof Rows
          ? loops.overRows(fn, items, numbers, this, end)
          : loops.overList(fn, items, numbers, this, end);
      if (this.index < end || end === count) return result;
    }
  }

  private pause(on: unknown): ChunkEnd | Pause {
    if (this.command[Command.refusesPromises] === 0) {
      this.runner.awaits(this.command);
      return { on };
    }
    return this.fail(new TypeError(this.runner.refusal));
  }

  // Uses `await`, since a `then` that a task defines itself may call back more than once.
  private async goOn(pause: Pause): Promise<ChunkEnd> {
    for (let at: ChunkEnd | Pause = pause; ; at = this.advance()) {
      if (!("on" in at)) return at;
      try {
        const result = await at.on;
        if (this.isGivenUp) return givenUp;
        if (this.late()) return lateAt(this.item);
        this.keep(result);
      } catch (error) {
        return this.isGivenUp ? givenUp : this.fail(error);
      }
    }
  }

  private get isGivenUp(): boolean {
    return this.turn !== this.runner.turn;
  }

  private keep(result: unknown): void {
    const index = this.index++;
    if (this.onlyNumbers && typeof result === "number") {
      this.onlyUndefined = false;
      this.memory[this.numbers + index] = result;
      return;
    }
    if (this.onlyUndefined && result === undefined) {
      this.onlyNumbers = false;
      return;
    }
    if (!this.results) {
      // This result is the first one of another type; from here on all results are kept in an array.
      this.results = this.onlyNumbers
        ? Array.from(this.memory.subarray(this.numbers, this.numbers + index))
        : new Array<unknown>(index);
      this.results.length = index;
      if (this.onlyUndefined) this.results.fill(undefined);
      this.onlyNumbers = false;
      this.onlyUndefined = false;
    }
    this.results[index] = result;
  }

  private end(): ChunkEnd {
    if (this.results) {
      const { results } = this;
      const base = this.command[Command.number]!;
      const names = { label: "the result of item", root: "results", base };
      try {
        const message = encodeList(results, 0, results.length, names);
        // If there is no memory for the results of several items, it is not known for which.
        return this.runner.store(ChunkKind.packed, message, results.length === 1 ? base : noItem);
      } catch (error) {
        if (error instanceof SerializationError) this.index = error.item! - base;
        return this.fail(error);
      }
    }
    return {
      kind: this.onlyNumbers ? ChunkKind.numbers : ChunkKind.nothing,
      data: 0,
      size: 0,
      item: 0,
    };
  }

  private get item(): number {
    return this.command[Command.number]! + this.index;
  }

  // A late task fails with a TimeoutError, whatever it returned or threw.
  private late(): boolean {
    return this.timed && this.runner.endTask();
  }

  private fail(thrown: unknown): ChunkEnd {
    return this.late() ? lateAt(this.item) : this.runner.failed(thrown, this.item);
  }
}

/** Whether a value must be awaited. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    value !== null &&
    (typeof value === "object" || typeof value === "function") &&
    typeof (value as Partial<PromiseLike<unknown>>).then === "function"
  );
}
