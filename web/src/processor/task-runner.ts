import { decode, encodeList, encodeThrown, type Message } from "../bindings/codec";
import { type ErrorNotes, SerializationError } from "../bindings/errors";
import { readText } from "../bindings/function-table";
import { blockAt, type BlockLayout, readLayout, type RowBlock } from "../bindings/row-block";
import { Tuples } from "../bindings/argument-columns";
import { ChunkKind, Command, ItemKind } from "../bindings/layout";
import type { WebpoolModule } from "../bindings/module";
import { type Callable, compile, explain, type Scope, stackWithPosition } from "./compile";
import { importFunction, moduleReference } from "./import-function";
import { loopsOf, type RowsAt } from "./specialized-loops";
import type { KillGuard } from "./output";
import { TaskAbortSignal } from "./task-abort-signal";

/** How a chunk has ended: what the pool records. */
export interface ChunkEnd {
  kind: number;
  data: number;
  size: number;
  item: number;
}

const most = 1000;

const pageRefusal =
  "the function returned a promise in a sync call on a page's main thread, which the promise may need; use the " +
  "async call, or call it from a Program or a worker";

/** Runs chunks of script jobs: finds the function, decodes the items, calls, encodes the results. */
export class TaskRunner {
  private readonly functions = new Map<number, Callable>();
  // The command at hand. A slice of the memory would take longer than a short task.
  private readonly command = new Uint32Array(Command.state);
  // Of the chunk at hand: the address of its job's stop flag, and the signal that was made of it.
  private stopFlag = 0;
  private stop: TaskAbortSignal | undefined;

  constructor(
    private readonly module: WebpoolModule,
    private readonly context: number,
    private readonly guard: KillGuard,
    private readonly scope: Scope = {},
    /** Why a sync call refuses promises, where it does. */
    readonly refusal = pageRefusal,
  ) {}

  /** Runs the chunk of the command at hand. A promise means that a task has to be awaited. */
  run(): ChunkEnd | Promise<ChunkEnd> {
    const command = this.read();
    this.stopFlag = command[Command.stop]!;
    const end = this.start(command);
    if (!(end instanceof Promise)) {
      this.release();
      return end;
    }
    return end.finally(() => this.release());
  }

  /** Calls the pool's initializer, which is the command at hand; how it failed, if it did. */
  initialize(): ChunkEnd | undefined | Promise<ChunkEnd | undefined> {
    const command = this.read();
    const failed = (error: unknown): ChunkEnd => this.failed(error, 0);
    try {
      const args = decode(
        this.module.HEAPU8,
        command[Command.items]!,
        command[Command.itemsSize]!,
      ) as unknown[];
      const fn = this.find(command);
      const result = fn instanceof Promise ? fn.then((ready) => ready(...args)) : fn(...args);
      if (!isThenable(result)) return undefined;
      return (async () => {
        await result;
      })().catch(failed) as Promise<ChunkEnd | undefined>;
    } catch (error) {
      return failed(error);
    }
  }

  private read(): Uint32Array {
    const { command } = this;
    const words = this.module.HEAPU32;
    const at = this.context >> 2;
    for (let word = 0; word < Command.state; ++word) command[word] = words[at + word]!;
    return command;
  }

  /** The signal of the tasks at hand; made when it is asked for. */
  get signal(): AbortSignal {
    this.stop ??= new TaskAbortSignal(this.module.HEAPU8, this.stopFlag);
    return this.stop.signal;
  }

  private start(command: Uint32Array): ChunkEnd | Promise<ChunkEnd> {
    const first = command[Command.first]!;
    try {
      const items = this.items(command);
      const run = (fn: Callable): ChunkEnd | Promise<ChunkEnd> =>
        new Chunk(this, fn, items, command, this.module.HEAPF64).run();
      const fn = this.find(command);
      if (!(fn instanceof Promise)) return run(fn);
      this.awaits(command);
      return fn.then(run).catch((error: unknown) => this.failed(error, first));
    } catch (error) {
      return this.failed(error, first);
    }
  }

  private release(): void {
    this.stop?.release();
    this.stop = undefined;
    this.stopFlag = 0;
  }

  /** Says that a task of the command's job is awaited. */
  awaits(command: Uint32Array): void {
    Atomics.store(this.module.HEAP32, command[Command.awaits]! >> 2, 1);
  }

  failed(thrown: unknown, item: number): ChunkEnd {
    const notes: ErrorNotes = { processor: processorIndex };
    if (thrown instanceof Error) {
      const number = this.module.HEAPU32[(this.context >> 2) + Command.function]!;
      notes.stack = stackWithPosition(thrown, number);
      if (thrown instanceof ReferenceError) notes.message = explain(thrown.message);
    }
    const message = encodeThrown(thrown, notes);
    return this.store(ChunkKind.error, message, item);
  }

  /** An error without data says that there was no memory for it. */
  store(kind: number, message: Message, item = 0): ChunkEnd {
    const { size } = message;
    // A thread killed in the allocator would keep its lock.
    const data = this.guard.protect(() => this.module._malloc(size));
    if (data === 0) return { kind: ChunkKind.error, data: 0, size: 0, item };
    message.store(this.module.HEAPU8, data);
    return { kind, data, size, item };
  }

  private find(command: Uint32Array): Callable | Promise<Callable> {
    const number = command[Command.function]!;
    const known = this.functions.get(number);
    if (known) return known;
    const text = readText(this.module, command[Command.source]!, command[Command.sourceSize]!);
    const reference = moduleReference(text);
    if (reference) return importFunction(reference).then((fn) => this.keep(number, fn));
    return this.keep(number, compile(text, number, this.scope));
  }

  private keep(number: number, fn: Callable): Callable {
    if (this.functions.size >= most) this.functions.clear();
    this.functions.set(number, fn);
    return fn;
  }

  private items(command: Uint32Array): Source {
    const { module } = this;
    const address = command[Command.items]!;
    const count = command[Command.count]!;
    switch (command[Command.itemKind]) {
      case ItemKind.numbers:
        return module.HEAPF64.subarray(address >> 3, (address >> 3) + count);
      case ItemKind.rows:
        return new Rows(module.HEAPU8.buffer, address, command[Command.columns]!);
      case ItemKind.columns:
        return new Tuples(module, address, command[Command.columns]!, command[Command.first]!);
      case ItemKind.blocks:
        return new Blocks(module, address, command[Command.first]!);
      default:
        return decode(module.HEAPU8, address, command[Command.itemsSize]!) as unknown[];
    }
  }
}

let processorIndex: number | undefined;
/** Says which processor this realm is. */
export function setProcessorIndex(index: number): void {
  processorIndex = index;
}

/** The items of a chunk. */
interface Source {
  at(index: number): unknown;
}
type Indexed = Source & ArrayLike<unknown>;

// Rows of a matrix, each made when it is needed.
class Rows implements Source, RowsAt {
  constructor(
    readonly memory: ArrayBufferLike,
    readonly address: number,
    readonly columns: number,
  ) {}
  at(index: number): Int32Array {
    return new Int32Array(this.memory, this.address + index * this.columns * 4, this.columns);
  }
}

// Blocks of rows of a matrix, likewise.
class Blocks implements Source {
  private readonly layout: BlockLayout;
  constructor(
    private readonly module: WebpoolModule,
    address: number,
    private readonly first: number,
  ) {
    this.layout = readLayout(module, address);
  }
  at(index: number): RowBlock {
    return blockAt(this.module.HEAPU8.buffer, this.layout, this.first + index);
  }
}

/** What a task has returned that has to be awaited. */
interface Pause {
  on: unknown;
}

// Items of a chunk for which a loop of the function's own pays.
const worthLoop = 64;
// A loop that is entered more often is compiled sooner, and as a whole.
const block = 8192;

// One chunk on its way: calls item after item, and goes on after each that has to be awaited.
class Chunk {
  index = 0;
  private onlyNumbers = true;
  private onlyUndefined = true;
  private results: unknown[] | undefined;
  // Where results go that are numbers.
  private readonly numbers: number;

  constructor(
    private readonly runner: TaskRunner,
    private readonly fn: Callable,
    private readonly items: Source,
    private readonly command: Uint32Array,
    private readonly memory: Float64Array,
  ) {
    this.numbers = command[Command.numbers]! >> 3;
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
      if (count >= worthLoop && this.index === 0 && !spread) {
        const result = this.loop(count);
        this.onlyUndefined = this.index === 0;
        if (this.index < count) {
          if (isThenable(result)) return this.pause(result);
          this.keep(result);
        }
      }
      while (this.index < count) {
        const item = items.at(this.index);
        const result = spread ? fn(...(item as unknown[])) : fn(item);
        if (isThenable(result)) return this.pause(result);
        this.keep(result);
      }
      return this.end();
    } catch (error) {
      return this.fail(error);
    }
  }

  // As long as the results are numbers; returns the first that is none.
  private loop(count: number): unknown {
    const { fn, items } = this;
    const numbers = this.memory.subarray(this.numbers, this.numbers + count);
    const loops = loopsOf(fn);
    for (;;) {
      const end = Math.min(this.index + block, count);
      const result =
        items instanceof Rows
          ? loops.overRows(fn, items, numbers, this, end)
          : loops.overList(fn, items as Indexed, numbers, this, end);
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

  // `await` and not `then`, which may be the task's own and call back twice, or never.
  private async goOn(pause: Pause): Promise<ChunkEnd> {
    for (let at: ChunkEnd | Pause = pause; ; at = this.advance()) {
      if (!("on" in at)) return at;
      try {
        this.keep(await at.on);
      } catch (error) {
        return this.fail(error);
      }
    }
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
      // The first result that is not like those before it.
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
      const base = this.command[Command.first]!;
      const names = { label: "the result of item", root: "results", base };
      try {
        const message = encodeList(results, 0, results.length, names);
        return this.runner.store(ChunkKind.packed, message);
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
    return this.command[Command.first]! + this.index;
  }

  private fail(thrown: unknown): ChunkEnd {
    return this.runner.failed(thrown, this.item);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    value !== null &&
    (typeof value === "object" || typeof value === "function") &&
    typeof (value as Partial<PromiseLike<unknown>>).then === "function"
  );
}
