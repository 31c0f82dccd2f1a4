import type { CallNote, Program, ProgramOptions, ProgramOutput, TraceEvent } from "webpool";
import type { Language } from "../card/program.ts";
import type { Runnable, RunQueue } from "../card/run-queue.ts";
import type { ProgramSpan } from "../timeline/model.ts";
import { toFailure, type Failure } from "./failure.ts";
import type { Library } from "./library.ts";

export type RunState = "idle" | "waiting" | "loading" | "running" | "done" | "failed" | "stopped";

/** What is to run: a text, or the name of one of the programs in C++. */
export interface RunSpec {
  language: Language;
  program: string;
  source: string;
  processes: number;
}

export interface RunEvents {
  onState(state: RunState, failure: Failure | null): void;
  onOutput(lines: ProgramOutput[]): void;
  onTrace(events: TraceEvent[]): void;
  onProgramState(spans: ProgramSpan[]): void;
  onCall(note: CallNote): void;
  /** So many bytes have come of what a language needs. */
  onLoad(loaded: number, total: number, what: string): void;
}

/** A program made from a spec, its workers started or starting; it runs once. */
interface Prepared {
  key: string;
  program: Program;
  ready: Promise<void>;
  /** Set when it becomes the one that runs. */
  events: RunEvents | null;
}

/** Runs one program at a time, each a fresh one, and keeps the next ready in the background. */
export class Runner implements Runnable {
  readonly title: string;
  readonly #events: RunEvents;
  readonly #queue: RunQueue;
  readonly #loadLibrary: () => Promise<Library>;
  #prepared: Prepared | null = null;
  #running: Prepared | null = null;
  #state: RunState = "idle";
  #stopAsked = false;
  /** Ends a program that was asked to end by itself and does not. */
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(
    title: string,
    queue: RunQueue,
    loadLibrary: () => Promise<Library>,
    events: RunEvents,
  ) {
    this.title = title;
    this.#queue = queue;
    this.#loadLibrary = loadLibrary;
    this.#events = events;
  }

  get busy(): boolean {
    return isBusy(this.#state);
  }

  get state(): RunState {
    return this.#state;
  }

  /** Gets ready what `run` will be asked for next. Never fails: `run` tries again, and tells. */
  async prepare(spec: RunSpec): Promise<void> {
    if (this.#queue.holder || this.busy) return; // what runs has the processors for itself
    this.#queue.prepares(this);
    if (this.#prepared?.key === keyOf(spec)) return;
    this.discard();
    try {
      const library = await this.#loadLibrary();
      if (!this.busy && !this.#prepared) this.#prepared = make(library, spec);
    } catch {
      // The library cannot be loaded, or the program not be made.
    }
  }

  /** Lets go of what was prepared, its workers included. */
  discard(): void {
    this.#prepared?.program.stop();
    this.#prepared = null;
  }

  async run(spec: RunSpec): Promise<void> {
    if (this.busy) return;
    this.#stopAsked = false;
    this.#enter(this.#queue.holder ? "waiting" : "loading");
    if (!(await this.#queue.turn(this))) return this.#enter("stopped");
    this.#queue.prepares(this);
    if (this.#state === "waiting") this.#enter("loading");
    try {
      const library = await this.#loadLibrary();
      if (this.#stopAsked) return this.#enter("stopped");
      const current = this.#take(library, spec);
      this.#running = current;
      await current.ready;
      if (!this.#stopAsked) {
        this.#enter("running");
        await current.program.run();
      }
      // A program that ended just before it was stopped has ended all the same.
      this.#enter(this.#state === "loading" ? "stopped" : "done");
    } catch (error) {
      const failure = toFailure(error);
      if (!this.#stopAsked) this.#enter("failed", failure);
      else this.#enter("stopped", failure.name === "KeyboardInterrupt" ? failure : null);
    } finally {
      clearTimeout(this.#patience);
      this.#running = null;
      this.#queue.release(this);
    }
  }

  /**
   * Ends what runs. A program in Python is asked first, as by Ctrl+C, so that its `finally` runs: it is ended where that is
   * asked for again, or it has not ended by itself after a second.
   */
  stop(): void {
    if (!this.busy) return;
    const program = this.#running?.program;
    const isFirst = !this.#stopAsked;
    this.#stopAsked = true;
    this.#queue.withdraw(this);
    if (isFirst && program?.interrupt())
      this.#patience = setTimeout(() => program.stop(), longestGoodbye);
    else program?.stop();
  }

  #take(library: Library, spec: RunSpec): Prepared {
    let current = this.#prepared;
    this.#prepared = null;
    if (current?.key !== keyOf(spec)) {
      current?.program.stop();
      current = make(library, spec);
    }
    current.events = this.#events;
    return current;
  }

  #enter(state: RunState, failure: Failure | null = null): void {
    this.#state = state;
    this.#events.onState(state, failure);
  }
}

/** Milliseconds that a program has which was asked to end by itself. */
const longestGoodbye = 1000;

export function isBusy(state: RunState): boolean {
  return state === "waiting" || state === "loading" || state === "running";
}

function make(library: Library, spec: RunSpec): Prepared {
  const prepared = { key: keyOf(spec), events: null } as unknown as Prepared;
  const options: ProgramOptions = {
    processes: spec.processes,
    onOutput: (lines) => prepared.events?.onOutput(lines),
    onTrace: (events) => prepared.events?.onTrace(events),
    onProgramState: (spans) => prepared.events?.onProgramState(spans),
    onCall: (note) => prepared.events?.onCall(note),
  };
  if (spec.language === "cpp") prepared.program = library.Program.compiled(spec.program, options);
  else if (spec.language === "js") prepared.program = new library.Program(spec.source, options);
  else
    prepared.program = new library.Program(spec.source, {
      ...options,
      language: spec.language,
      onLoad: (loaded, total, what) => prepared.events?.onLoad(loaded, total, what),
    });
  prepared.ready = prepared.program.prepare();
  prepared.ready.catch(() => {}); // run() awaits it too, and tells
  return prepared;
}

function keyOf({ language, program, source, processes }: RunSpec): string {
  return JSON.stringify([language, processes, language === "cpp" ? program : source]);
}
