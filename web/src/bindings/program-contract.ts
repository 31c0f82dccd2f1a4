/**
 * What realms say to each other, and what programs are made of: types alone, in one place, since each side is loaded without
 * the other. Messages through shared memory have their words in layout.ts.
 */
import type { Level } from "./layout";
import type { ProgramSpan } from "./program-state";
import type { TraceEvent } from "./trace";

/** A message of the mailbox in shared memory that is not for the host of the workers itself. */
export interface MailboxMessage {
  /** A `MessageKind`. */
  kind: number;
  /** Index of the processor that sent it, null for the program. */
  processor: number | null;
  /** Of an output: its level. */
  a: number;
  /** Milliseconds since the module was loaded. */
  time: number;
  text: () => string;
  bytes: { address: number; size: number };
}

/** A line that a program or one of its tasks printed. */
export interface ProgramOutput {
  text: string;
  level: Level;
  /** Index of the processor that printed it, null for the program itself. */
  processor: number | null;
  /** Milliseconds since the program began. */
  time: number;
  /** Present where the line does not end here: more of it may follow. */
  partial?: true;
}

/**
 * What is known of one of a program's calls, for those who follow it: first its place and items, and once it has ended its
 * results. At most 500 calls are described, and 64 items of each, in a few letters.
 */
export interface CallNote {
  /** Number of the pool, in the order of their first calls. */
  pool: number;
  /** Number of the job in its pool, as in {@link TraceEvent}. */
  job: number;
  /** Where the call stands in the program's text, from 1, where that is known. */
  line?: number;
  column?: number;
  /** The values or arguments of its items. */
  items?: string[];
  results?: string[];
}

/** The languages that programs can be of. */
export type LanguageName = "javascript" | "python";

/** Settings of a program. A callback that throws is reported on the console and harms nothing. */
export interface ProgramOptions {
  /** Called with the lines that have come, soon after they were printed, also while the program is blocked. */
  onOutput?(lines: ProgramOutput[]): void;
  /** Called with what the processors did, also while the program is blocked. */
  onTrace?(events: TraceEvent[]): void;
  /**
   * Called with what the program's own thread did, also while it is blocked: it ran, it was locked inside a sync call of a
   * pool, it waited until processors had started, or it was free.
   */
  onProgramState?(spans: ProgramSpan[]): void;
  /** Called with what the program's calls are about: their items, their place in the text, and their results. */
  onCall?(note: CallNote): void;
  /** How many processors `new Pool()` has in the program; by default `cpuCount()`. */
  processes?: number;
  /** The language of the program's text, by default `"javascript"`. What others need is loaded when the program is prepared. */
  language?: LanguageName;
  /** Files that a program of another language finds in its working directory, by their names. */
  files?: Readonly<Record<string, Uint8Array>>;
  /** Called while another language is loaded, with how many bytes of how many have come, and of what. */
  onLoad?(loaded: number, total: number, what: string): void;
}

/** What `run()` rejects with. */
export interface ProgramError extends Error {
  /** Where in the program's text, from 1, when known. */
  line?: number;
  column?: number;
  /** For an error of a task: its stack in the processor, the processor and the item. */
  remoteStack?: string;
  processor?: number;
  item?: number;
  /** Of a program of another language: the status with which it ended. Its stack is as the language has it. */
  exitCode?: number;
}

/** What crosses with the error that ended a program, from its realm to the page. */
export interface ProgramFailure {
  /** Where the text itself is wrong, when the engine says so. */
  line?: number;
  column?: number;
  /** Texts of the functions whose frames are in the stacks, by the names of the frames. */
  functions?: Record<string, string>;
  /** How many characters stand before them on their first lines. */
  prefix?: number;
}

/**
 * A language of programs other than JavaScript: what its file exports. The file is loaded on the page when a program of the
 * language is prepared, and by the workers of the program and its processors. Functions that it exports beside these can be
 * the tasks of the program's pools, named by the file's address.
 */
export interface Language {
  /** On the page: begins to load what programs of the language need, and hands it to the workers by `parts`. */
  prepare(program: LanguageProgram, parts: PartsToShare): LanguageHost;
  /** In a worker that nothing has been asked of yet: gets ready. */
  warmUp(realm: Realm): void;
  /** In the program's realm: runs the program to its end. `library`: all that "webpool" exports. */
  run(realm: Realm, library: unknown, processes: number): Promise<LanguageOutcome>;
}

/** A program of a language. */
export interface LanguageProgram {
  source: string;
  /** How many workers get ready for it: its own, and those of its processors. */
  workers: number;
  files: Readonly<Record<string, Uint8Array>>;
  onLoad?: ((loaded: number, total: number, what: string) => void) | undefined;
}

/** The page's side of a program of a language. */
export interface LanguageHost {
  /** Resolves when everything has been loaded; rejects where something could not be. */
  readonly ready: Promise<void>;
  /** Asks the program to end by itself; false where it cannot, or was asked before. */
  interrupt(): boolean;
  /** The files in its working directory, by their names. */
  files(): Record<string, Uint8Array>;
}

/** How a program of a language has ended. */
export interface LanguageOutcome {
  exitCode: number;
  /** What ended it, if it was an error, and where in its text that was, from 1. */
  failure?: { name: string; message: string; traceback: string; line: number; column: number };
}

/** What is handed to all workers of a program, by name: whatever structured clone carries, compiled modules included. */
export interface PartsToShare {
  set(name: string, value: unknown): void;
  delete(name: string): void;
}

/** What the library gives to the file of a language in the realm of a worker. */
export interface Realm {
  /** Resolves with what was handed to the workers under that name. */
  part<T>(name: string): Promise<T>;
  /** Hands something to all workers of the program. */
  setPart(name: string, value: unknown): void;
  deletePart(name: string): void;
  /** Prints text as what runs here. With `partial` the line does not end. */
  print(text: string, level: Level, partial: boolean): void;
  /**
   * Of a program: blocks until a job of its pools has ended, for at most `milliseconds`, and calls the callbacks of all that
   * have ended.
   */
  settle(milliseconds: number): void;
  /** Of a program: runs what locks it, or what starts processors. Those who follow its states are told so. */
  inState<T>(state: "locked" | "starting", run: () => T): T;
}

/** A message between the page and a worker of it that hands over parts. */
export interface PartsMessage {
  webpoolParts: { set?: Record<string, unknown>; deleted?: string };
}

/** A position in the text of a program, counted from 1. */
export interface SourcePosition {
  line: number;
  column: number;
}

/** Which program is to run: the page to the program's realm. */
export interface ProgramOrder {
  /** The URL of the program's module, or of the file of its language, or the name of a compiled program. */
  text: string;
  /** Where the relative addresses of its tasks' modules start. */
  base: string;
  kind: "module" | "language" | "compiled";
}

/** The same where the program's thread shares memory with the page. */
export interface ThreadOrder extends ProgramOrder {
  /** Address of the ring in which the program writes down its states; 0 where nobody follows them. */
  states: number;
  /** Whether somebody follows its calls. */
  describesCalls: boolean;
}

/** The same where the browser gives no threads: the page to the one worker there is. */
export interface SingleThreadOrder extends ProgramOrder {
  processes: number | undefined;
  /** Whether somebody follows its processors, and its own states. */
  traced: boolean;
  states: boolean;
}

/** What that worker tells the page. */
export interface SingleThreadMessage {
  lines?: ProgramOutput[];
  events?: TraceEvent[];
  spans?: ProgramSpan[];
  /** The program has ended: bytes that describe what it threw, none if nothing. */
  failure?: Uint8Array;
  /** The program could not begin. */
  failed?: string;
}

/** Runs a program on behalf of the page: what `Program` does, in the file that is loaded when one is made. */
export interface ProgramRunner {
  prepare(): Promise<void>;
  run(): Promise<void>;
  stop(): void;
  interrupt(): boolean;
  files(): Record<string, Uint8Array>;
}
