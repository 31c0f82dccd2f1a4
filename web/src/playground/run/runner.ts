import type {
  CallNote,
  Program,
  ProgramOptions,
  ProgramOutput,
  ProgramSpan,
  TraceEvent,
} from "webpool";
import type { Language } from "./program.ts";
import type { Runnable, RunQueue } from "./run-queue.ts";
import { toFailure, type Failure } from "./failure.ts";
import type { Library } from "./library.ts";
import { notePythonLoaded } from "./python-load.ts";

export type RunState = "idle" | "waiting" | "loading" | "running" | "done" | "failed" | "stopped";

/** The program to run: its source or, for C++, its name. */
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
  /** A language is being loaded, also while a program is only prepared: the bytes loaded so far, and their total. */
  onLoad(loaded: number, total: number): void;
  /** The program that was prepared is discarded or cannot be prepared, so nothing is loaded for it any more. */
  onDiscard(): void;
}

/** A program whose workers were started; it can run once. */
interface Prepared {
  key: string;
  program: Program;
  ready: Promise<void>;
  /** Set when it runs. */
  events: RunEvents | null;
}

/** Runs one program at a time, and prepares the next one in the background. */
export class Runner implements Runnable {
  readonly title: string;
  readonly #events: RunEvents;
  readonly #queue: RunQueue;
  readonly #loadLibrary: () => Promise<Library>;
  #prepared: Prepared | null = null;
  #running: Prepared | null = null;
  #state: RunState = "idle";
  #stopRequested = false;
  /** Ends the wait for what the program needs before it runs. */
  #stopLoading = () => {};
  /** Stops an interrupted program that does not end. */
  #stopTimer: ReturnType<typeof setTimeout> | undefined;

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

  /** Prepares the program that will probably run next. Never rejects, since `run` tries again and reports errors. */
  async prepare(spec: RunSpec): Promise<void> {
    if (this.#queue.holder || this.busy) return; // preparing would disturb the running program
    this.#queue.prepares(this);
    if (this.#prepared?.key === keyOf(spec)) return;
    this.discard();
    try {
      const library = await this.#loadLibrary();
      if (this.busy || this.#prepared) return;
      const prepared = this.#make(library, spec);
      this.#prepared = prepared;
      prepared.ready.catch(() => {
        if (this.#prepared === prepared) this.#events.onDiscard(); // kept, so that it is not tried again and again
      });
    } catch {
      // The library could not be loaded, or the program not be created.
    }
  }

  /** Discards the prepared program and its workers. */
  discard(): void {
    if (!this.#prepared) return;
    this.#prepared.program.stop();
    this.#prepared = null;
    this.#events.onDiscard();
  }

  async run(spec: RunSpec): Promise<void> {
    if (this.busy) return;
    this.#stopRequested = false;
    if (!this.#queue.holder) this.#enter("loading");
    const turn = this.#queue.turn(this, () => this.#enter("waiting"));
    if (!(await turn)) return this.#enter("stopped");
    this.#queue.prepares(this);
    if (this.#state === "waiting") this.#enter("loading");
    const stopped = new Promise<never>((_, reject) => {
      this.#stopLoading = () => reject(new Error("stopped while it was loaded"));
    });
    stopped.catch(() => {}); // it may be stopped while it runs
    try {
      const library = await Promise.race([this.#loadLibrary(), stopped]);
      const current = this.#take(library, spec);
      this.#running = current;
      await Promise.race([current.ready, stopped]);
      this.#enter("running");
      await current.program.run();
      this.#enter("done"); // also if it had ended just before it was stopped
    } catch (error) {
      const failure = toFailure(error);
      if (!this.#stopRequested) this.#enter("failed", failure);
      else this.#enter("stopped", failure.name === "KeyboardInterrupt" ? failure : null);
    } finally {
      clearTimeout(this.#stopTimer);
      this.#running = null;
      this.#queue.release(this);
    }
  }

  /**
   * Stops the running program. A Python program is interrupted first, as by Ctrl+C, so that its `finally` blocks run; it is
   * stopped on the second call, or if it has not ended after a second.
   */
  stop(): void {
    if (!this.busy) return;
    const program = this.#running?.program;
    const isFirst = !this.#stopRequested;
    this.#stopRequested = true;
    this.#queue.withdraw(this);
    this.#stopLoading();
    if (isFirst && program?.interrupt())
      this.#stopTimer = setTimeout(() => program.stop(), interruptTimeout);
    else program?.stop();
  }

  #take(library: Library, spec: RunSpec): Prepared {
    let current = this.#prepared;
    this.#prepared = null;
    if (current?.key !== keyOf(spec)) {
      current?.program.stop();
      current = this.#make(library, spec);
    }
    current.events = this.#events;
    return current;
  }

  #make(library: Library, spec: RunSpec): Prepared {
    const made = make(library, spec, (loaded, total) => {
      if (made === this.#prepared || made === this.#running) this.#events.onLoad(loaded, total);
    });
    return made;
  }

  #enter(state: RunState, failure: Failure | null = null): void {
    this.#state = state;
    this.#events.onState(state, failure);
  }
}

/** How many milliseconds an interrupted program has to end. */
const interruptTimeout = 1000;

export function isBusy(state: RunState): boolean {
  return state === "waiting" || state === "loading" || state === "running";
}

function make(library: Library, spec: RunSpec, onLoad: RunEvents["onLoad"]): Prepared {
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
      onLoad,
    });
  prepared.ready = prepared.program.prepare();
  if (spec.language === "python") prepared.ready.then(notePythonLoaded, () => {});
  prepared.ready.catch(() => {}); // run() awaits it and reports the error
  return prepared;
}

function keyOf({ language, program, source, processes }: RunSpec): string {
  return JSON.stringify([language, processes, language === "cpp" ? program : source]);
}
