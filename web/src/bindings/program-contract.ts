/**
 * What realms say to each other, and what programs are made of: types alone, in one place, since each side is loaded without
 * the other. Messages through shared memory have their words in layout.ts.
 */
import type { Description } from "./errors";
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
}

/** Settings of a program. A callback that throws is reported on the console and harms nothing. */
export interface ProgramOptions {
  /** Called with the lines that have come, soon after they were printed, also while the program is blocked. */
  onOutput?(lines: ProgramOutput[]): void;
  /** Called with what the processors did, also while the program is blocked. */
  onTrace?(events: TraceEvent[]): void;
  /**
   * Called with what the program's own thread did, also while it is blocked: it ran, it was locked inside a sync call of a
   * pool, or it was free. A compiled program counts as running all the time.
   */
  onProgramState?(spans: ProgramSpan[]): void;
  /** How many processors `new Pool()` has in the program; by default `cpuCount()`. */
  processes?: number;
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
}

/** How a program ended with an error: the program's realm to the page. */
export interface ProgramFailure extends Description {
  remoteStack?: string;
  item?: number;
  line?: number;
  column?: number;
  /** Texts of the functions whose frames are in the stacks, by the names of the frames. */
  functions?: Record<string, string>;
  /** How many characters stand before them on their first lines. */
  prefix?: number;
}

/** A position in the text of a program, counted from 1. */
export interface SourcePosition {
  line: number;
  column: number;
}

/** Which program is to run: the page to the program's realm. */
export interface ProgramOrder {
  /** The URL of the program's module, or the name of a compiled program. */
  text: string;
  /** Where the relative addresses of its tasks' modules start. */
  base: string;
  compiled: boolean;
}

/** The same where the program's thread shares memory with the page. */
export interface ThreadOrder extends ProgramOrder {
  /** Address of the ring in which the program writes down its states; 0 where nobody follows them. */
  states: number;
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
}
