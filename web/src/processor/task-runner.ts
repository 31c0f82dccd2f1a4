import { decode, encodeThrown, type Message, MissingBufferError } from "../bindings/codec";
import type { ErrorNotes } from "../bindings/errors";
import { type ModuleMemory, readText } from "../bindings/module-memory";
import { ChunkKind, Command, ThreadState } from "../bindings/layout";
import type { WebpoolModule } from "../bindings/module";
import { AwaitedChunk } from "./awaited-chunk";
import { Chunk, type ChunkRunner, isThenable } from "./chunk";
import { type ChunkEnd, givenUp, lateAt } from "./chunk-end";
import { itemsOf } from "./chunk-items";
import { type Callable, compile, explain, type Scope, stackWithPosition } from "./compile";
import { importFunction, moduleReference } from "./import-function";
import type { KillGuard } from "./output";
import { TaskAbortSignal } from "./task-abort-signal";
import { load, store } from "./original-atomics";

// How many compiled functions are cached.
const maxFunctions = 1000;

const pageRefusal =
  "the function returned a promise in a sync call on a page's main thread, which the promise may need; use the " +
  "async call, or call it from a Program or a worker";

/** Runs the chunks of JavaScript jobs: finds the function, decodes the items, calls the function, and encodes the results. */
export class TaskRunner implements ChunkRunner {
  private readonly functions = new Map<number, Callable>();
  private readonly memory: ModuleMemory;
  // The memory up to the thread's command at least.
  private readonly words: Uint32Array;
  // The current command, copied into this array since a new slice for each would take longer than a short task.
  private readonly command = new Uint32Array(Command.state);
  // Address of the stop flag of the current chunk's job, and the signal for it.
  private stopFlag = 0;
  private stop: TaskAbortSignal | undefined;
  private readonly awaited = new AwaitedChunk(
    () => this.stopped(),
    () => this.stop !== undefined,
  );
  /** The number of the current chunk. What an older one, which was given up, still awaits must change nothing here. */
  turn = 0;

  constructor(
    private readonly module: WebpoolModule,
    private readonly context: number,
    private readonly guard: KillGuard,
    private readonly scope: Scope = {},
    readonly refusal = pageRefusal,
  ) {
    this.memory = module.memory;
    this.words = this.memory.HEAPU32;
  }

  /** Runs the chunk of the current command. Returns a promise if a task must be awaited. */
  run(): ChunkEnd | Promise<ChunkEnd> {
    const command = this.read();
    this.stopFlag = command[Command.stop]!;
    const end = this.start(command, ++this.turn);
    if (!("then" in end)) {
      this.release();
      return end;
    }
    const abandon = (): void => {
      ++this.turn;
      if (command[Command.timeout] !== 0) this.endTask();
    };
    return this.awaited
      .end(end, abandon)
      .catch((error: unknown) => this.failed(error, command[Command.number]!))
      .finally(() => this.release());
  }

  // Whether the result of the awaited chunk is not needed any more: its job has ended, or its processor.
  private stopped(): boolean {
    this.stop?.look();
    const { HEAPU8, HEAP32 } = this.memory;
    return (
      load(HEAPU8, this.stopFlag) !== 0 ||
      load(HEAP32, (this.context >> 2) + Command.state) === ThreadState.killed
    );
  }

  /** Calls the pool's initializer, which is the current command; returns its error, if it throws. */
  initialize(): ChunkEnd | undefined | Promise<ChunkEnd | undefined> {
    return this.callInitializer(this.read());
  }

  private callInitializer(
    command: Uint32Array,
  ): ChunkEnd | undefined | Promise<ChunkEnd | undefined> {
    const failed = (error: unknown): ChunkEnd => this.failed(error, 0);
    try {
      const args = decode(
        this.memory.HEAPU8,
        command[Command.items]!,
        command[Command.itemsSize]!,
      ) as unknown[];
      const fn = this.find(command);
      const result = typeof fn === "function" ? fn(...args) : fn.then((ready) => ready(...args));
      if (!isThenable(result)) return undefined;
      return (async () => {
        await result;
      })().catch(failed) as Promise<ChunkEnd | undefined>;
    } catch (error) {
      const arrival = arrivalOf(error);
      return arrival ? arrival.then(() => this.callInitializer(command), failed) : failed(error);
    }
  }

  private read(): Uint32Array {
    const { command, words } = this;
    const at = this.context >> 2;
    for (let word = 0; word < Command.state; ++word) command[word] = words[at + word]!;
    return command;
  }

  /** The signal of the current tasks, created on first use. */
  get signal(): AbortSignal {
    this.stop ??= new TaskAbortSignal(this.memory.HEAPU8, this.stopFlag);
    return this.stop.signal;
  }

  private start(command: Uint32Array, turn: number): ChunkEnd | Promise<ChunkEnd> {
    const first = command[Command.number]!;
    const unlessGivenUp = <End>(next: () => End): End | typeof givenUp =>
      turn === this.turn ? next() : givenUp;
    try {
      const items = itemsOf(this.memory, command);
      const run = (fn: Callable): ChunkEnd | Promise<ChunkEnd> =>
        new Chunk(this, fn, items, command, this.memory.HEAPF64).run();
      const fn = this.find(command);
      if (typeof fn === "function") return run(fn); // not instanceof Promise, which a task may have replaced
      this.awaits(command);
      // The module of the function may await what never comes, which counts as the time of the first task.
      const timed = command[Command.timeout] !== 0;
      if (timed) this.beginTask(first);
      const failed = (error: unknown): ChunkEnd =>
        timed && this.endTask() ? lateAt(first) : this.failed(error, first);
      return fn
        .then((ready) =>
          unlessGivenUp(() => (timed && this.endTask() ? lateAt(first) : run(ready))),
        )
        .catch((error: unknown) => unlessGivenUp(() => failed(error)));
    } catch (error) {
      const failed = (why: unknown): ChunkEnd => this.failed(why, first);
      const arrival = arrivalOf(error);
      if (!arrival) return failed(error);
      return arrival.then(
        () => unlessGivenUp(() => this.start(command, turn)),
        (why: unknown) => unlessGivenUp(() => failed(why)),
      );
    }
  }

  private release(): void {
    this.stop?.release();
    this.stop = undefined;
    this.stopFlag = 0;
  }

  awaits(command: Uint32Array): void {
    store(this.memory.HEAP32, command[Command.awaits]! >> 2, 1);
  }

  beginTask(item: number): void {
    this.module._webpool_begin_task(this.context, item);
  }
  endTask(): boolean {
    return this.module._webpool_end_task(this.context) !== 0;
  }

  failed(thrown: unknown, item: number): ChunkEnd {
    const notes: ErrorNotes = { processor: processorIndex };
    try {
      if (thrown instanceof Error) {
        const number = this.memory.HEAPU32[(this.context >> 2) + Command.function]!;
        notes.stack = stackWithPosition(thrown, number);
        notes.message = explain(thrown);
      }
    } catch {
      // A getter of the error has thrown; the error itself is sent without these notes.
    }
    const message = encodeThrown(thrown, notes);
    return this.store(ChunkKind.error, message, item);
  }

  /** Stores a message for the pool. If there is no memory for it, returns an error without data, which means just that. */
  store(kind: number, message: Message, item: number): ChunkEnd {
    const { size } = message;
    // A thread that is killed in the allocator would hold its lock forever.
    const data = this.guard.protect(() => this.module._malloc(size));
    if (data === 0) return { kind: ChunkKind.error, data: 0, size: 0, item };
    message.store(this.memory.HEAPU8, data);
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
    if (this.functions.size >= maxFunctions) this.functions.clear();
    this.functions.set(number, fn);
    return fn;
  }
}

// The arrival of a buffer in an item that this realm does not have yet; it is delivered by the event loop.
function arrivalOf(error: unknown): Promise<void> | undefined {
  return error instanceof MissingBufferError ? error.arrival : undefined;
}

let processorIndex: number | undefined;
/** Sets the index of this realm's processor. */
export function setProcessorIndex(index: number): void {
  processorIndex = index;
}
