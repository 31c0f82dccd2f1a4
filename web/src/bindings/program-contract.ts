/**
 * The types of the messages between realms, and of programs. They are in one file without code, since each side is loaded
 * without the other. The layout of messages in shared memory is in layout.ts.
 */
import type { Level } from "./layout";
import type { ProgramSpan } from "./program-state";
import type { TraceEvent } from "./trace";

/** A message from the mailbox in shared memory that the host of the workers does not handle itself. */
export interface MailboxMessage {
  /** A `MessageKind`. */
  kind: number;
  /** Index of the processor that sent it, null for the program. */
  processor: number | null;
  /** For output: its level. */
  a: number;
  /** Milliseconds since the module was loaded. */
  time: number;
  text: () => string;
  bytes: { address: number; size: number };
}

/** A line that a program or one of its tasks printed. */
export interface ProgramOutput {
  /** The line, without its end. */
  text: string;
  /** By which method of the console it was printed; `print` is `"log"`. */
  level: Level;
  /** Index of the processor that printed it, null for the program itself. */
  processor: number | null;
  /** Milliseconds since `run()` was called. */
  time: number;
  /** Present if the line does not end here, and more of it may follow. */
  partial?: true;
}

/**
 * A description of one of the program's calls of a pool. It is reported twice: with source position and items when the call
 * is made, and with results when it has ended. An async call whose error the program has not read is reported once more when
 * the program has succeeded, in place of the warning that is printed otherwise. At most 500 calls are described, with at most 64 items each, abbreviated.
 */
export interface CallNote {
  /** Number of the pool in its program, as in {@link TraceEvent}. */
  pool: number;
  /** Number of the job in its pool. */
  job: number;
  /** The line of the call, from 1, if it is known. */
  line?: number;
  /** Its column, from 1. */
  column?: number;
  /** The values or arguments of its items. */
  items?: string[];
  /** The results of its items. */
  results?: string[];
  /** The error with which an async call has failed, if the program has not read it. */
  unreadError?: string;
  /** The job starts the pool's processes again, for a later pool in Python: it is no call of the program. */
  startsProcesses?: true;
}

/** The languages of programs. */
export type LanguageName = "javascript" | "python";

/** Settings of a program. An error that a callback throws is logged to the console and otherwise ignored. */
export interface ProgramOptions {
  /** Called with new lines of output soon after they were printed, also while the program is blocked. */
  onOutput?(lines: ProgramOutput[]): void;
  /** Called with what the processors have done, also while the program is blocked. */
  onTrace?(events: TraceEvent[]): void;
  /**
   * Called with what the program's own thread did, also while it is blocked: it ran, it was locked inside a sync call of a
   * pool, it waited until processors had started, or it was free.
   */
  onProgramState?(spans: ProgramSpan[]): void;
  /** Called with descriptions of the program's calls: their source positions, items and results. */
  onCall?(note: CallNote): void;
  /** How many processors `new Pool()` has in the program; by default `cpuCount()`. */
  processes?: number;
  /** The language of the source, by default `"javascript"`. Other languages are loaded when the program is prepared. */
  language?: LanguageName;
  /** Initial files of the working directory, by their paths in it, such as "data/in.txt"; not for JavaScript. */
  files?: Readonly<Record<string, Uint8Array>>;
  /** Called while another language is loaded, with the bytes loaded so far, their total, and the name of what is loaded. */
  onLoad?(loaded: number, total: number, what: string): void;
}

/** The error that `run()` rejects with. */
export interface ProgramError extends Error {
  /** The line of the error, from 1, if it is known. */
  line?: number;
  /** Its column, from 1. */
  column?: number;
  /** For errors of tasks: the stack in the processor. */
  remoteStack?: string;
  /** For errors of tasks: the index of the processor. */
  processor?: number;
  /** For errors of tasks: the index of the item. */
  item?: number;
  /** For programs in other languages: the exit status. `stack` is the traceback of the language then. */
  exitCode?: number;
}

/** Details of the error that ended a program, sent to the page together with the error. */
export interface ProgramFailure {
  /** Source position of a syntax error, if the engine reports it; 0 if it does not know. */
  line?: number;
  column?: number;
  /** Source texts of the task functions in the stack traces, by the names of their frames. */
  functions?: Record<string, string>;
  /** How many characters precede each of these texts on its first line. */
  prefix?: number;
}

/**
 * The exports of the file of a language other than JavaScript. The file is loaded on the page when a program is prepared, and
 * by the workers of the program and its processors. Its other exports can be tasks, named by the URL of the file.
 */
export interface Language {
  /** On the page: starts to load what programs of the language need, and sends it to the workers with `parts`. */
  prepare(program: LanguageProgram, parts: PartsToShare): LanguageHost;
  /** In a worker that is still idle: prepares for a program or task. */
  warmUp(realm: Realm): void;
  /** In the program's realm: runs the program to its end. `library` is the namespace of "webpool". */
  run(realm: Realm, library: unknown, processes: number): Promise<LanguageOutcome>;
}

/** A program in another language. */
export interface LanguageProgram {
  source: string;
  /** How many workers prepare for it: its own, and those of its processors. */
  workers: number;
  files: Readonly<Record<string, Uint8Array>>;
  onLoad?: ((loaded: number, total: number, what: string) => void) | undefined;
}

/** The page's side of a program in another language. */
export interface LanguageHost {
  /** Resolves when everything has been loaded; rejects if something could not be loaded. */
  readonly ready: Promise<void>;
  /** Interrupts the program, as Ctrl+C does; returns false if that is impossible or was done before. */
  interrupt(): boolean;
  /** The files in its working directory, by name. */
  files(): Record<string, Uint8Array>;
}

/** How a program in another language has ended. */
export interface LanguageOutcome {
  exitCode: number;
  /** The uncaught error that ended it, if any, and its source position from 1; 0 if it is unknown. */
  failure?: { name: string; message: string; traceback: string; line: number; column: number };
}

/** Named values that are sent to all workers of a program: anything structured clone supports, such as compiled modules. */
export interface PartsToShare {
  set(name: string, value: unknown): void;
  delete(name: string): void;
}

/** The library's interface for the file of a language, in the realm of a worker. */
export interface Realm {
  /** Resolves with the part of that name, when it has arrived. */
  part<T>(name: string): Promise<T>;
  /** The part of that name; undefined if it has not arrived. */
  partNow(name: string): unknown;
  /** Sends a part to all workers of the program. */
  setPart(name: string, value: unknown): void;
  deletePart(name: string): void;
  /** Sends a part to all workers of the program without keeping it here. */
  sendPart(name: string, value: unknown): void;
  /** Prints text in the name of the program or task that runs here. With `partial`, the line does not end. */
  print(text: string, level: Level, partial: boolean): void;
  /**
   * In a program: blocks until a job of its pools has ended, for at most `milliseconds`, and calls the callbacks of all jobs
   * that have.
   */
  settle(milliseconds: number): void;
  /** Of a program: runs what locks it, or what starts processors. Those who follow its states are told so. */
  inState<T>(state: "locked" | "starting", run: () => T): T;
  /** In a program: called when its interpreter has started and the program's own code begins. */
  begins(): void;
  /** In a program whose `onCall` is used: reports the description of a call. */
  describeCall?(note: CallNote): void;
}

/** A message between the page and one of its workers that sets or deletes parts. */
export interface PartsMessage {
  webpoolParts: { set?: Record<string, unknown>; deleted?: string };
}

/** A position in the source text of a program, counted from 1. */
export interface SourcePosition {
  line: number;
  column: number;
}

/** Sent by the page to the program's realm: the program to run. */
export interface ProgramOrder {
  /** The URL of the program's module, or of the file of its language, or the name of a compiled program. */
  text: string;
  /** Base URL for the modules of its tasks. */
  base: string;
  kind: "module" | "language" | "compiled";
  /** Whether `onCall` is used. */
  describesCalls: boolean;
}

/** The order for a program with a thread, which shares memory with the page. */
export interface ThreadOrder extends ProgramOrder {
  /** Address of the ring where the program records its states; 0 if `onProgramState` is not used. */
  states: number;
}

/** The order where the browser has no threads, for the only worker. */
export interface SingleThreadOrder extends ProgramOrder {
  processes: number | undefined;
  /** Whether `onTrace` and `onProgramState` are used. */
  traced: boolean;
  states: boolean;
}

/** A message from that worker to the page. */
export interface SingleThreadMessage {
  /** It waits for its order; the first message. */
  ready?: true;
  lines?: ProgramOutput[];
  events?: TraceEvent[];
  spans?: ProgramSpan[];
  note?: CallNote;
  /** The program has ended: the encoded error that it threw, or no bytes. */
  failure?: Uint8Array;
  /** Why the program could not start. */
  failed?: string;
}

/** The implementation of `Program`, in the file that is loaded with the first one. */
export interface ProgramRunner {
  prepare(): Promise<void>;
  run(): Promise<void>;
  stop(): void;
  interrupt(): boolean;
  files(): Record<string, Uint8Array>;
}
