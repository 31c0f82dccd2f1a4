import type { Drafts } from "../drafts.ts";
import type { Failure } from "../run/failure.ts";
import type { Library } from "../run/library.ts";
import type { RecordedRun } from "../run/recorded.ts";
import type { RunSpec, RunState } from "../run/runner.ts";
import type { CardState, ProgramTexts } from "./program.ts";
import type { RunQueue } from "./run-queue.ts";

/** What a card needs from the page around it. */
export interface CardServices {
  loadLibrary(): Promise<Library>;
  /** Shared by all cards of a page. */
  queue: RunQueue;
  /** Keeps the reader's edits; without it they last as long as the card. */
  drafts?: Drafts;
  /** The link to a program in that state, for Share; without it the card has no Share. */
  link?(program: string, state: CardState): Promise<string>;
  /** The address of the program, as it is, in a page of its own: offered where a frame cannot have threads. */
  fullPage?(state: CardState): Promise<string>;
  /** The folder of embed.html and embed.js, for Embed; without it the card has no Embed. */
  embedBase?: URL;
}

/** What a card tells of. */
export interface CardEvents {
  /** A run begins. */
  run(spec: RunSpec): void;
  /** A run has ended by itself: everything that was printed. */
  result(text: string): void;
  error(failure: Failure): void;
  /** The text, the mode or a setting is another. */
  change(state: CardState): void;
  state(state: RunState): void;
}

export interface CardOptions extends Partial<CardState> {
  /** Name of the program, which is that of its C++ twin and of its draft. */
  program: string;
  /** How others call it while they wait for it; by default its name. */
  title?: string;
  /** By default the listings that stand in the element. */
  texts?: ProgramTexts;
  /** Where `source` came from, if not from the reader: shown above it. */
  origin?: string | null;
  events?: Partial<CardEvents>;
  /** A run to show until the reader has one of their own. */
  recorded?: RecordedRun | null;
  /** What the button says that runs it. */
  runLabel?: string;
}
