import type { Drafts } from "../drafts.ts";
import type { Failure } from "../run/failure.ts";
import type { Library } from "../run/library.ts";
import type { RecordedRun } from "../run/recorded.ts";
import type { RunSpec, RunState } from "../run/runner.ts";
import type { CardState, ProgramTexts } from "../run/program.ts";
import type { RunQueue } from "../run/run-queue.ts";

/** What a card needs from the page around it. */
export interface CardServices {
  loadLibrary(): Promise<Library>;
  /** Shared by all cards of a page. */
  queue: RunQueue;
  /** Keeps the reader's edits; without it they last as long as the card. */
  drafts?: Drafts;
  /** Returns the link to a program in that state; without it the card has no Share button. */
  link?(program: string, state: CardState): Promise<string>;
  /** Returns the URL of a page with only the program; offered in frames without threads. */
  fullPage?(state: CardState): Promise<string>;
  /** The folder of embed.html and embed.js; without it the card has no Embed button. */
  embedBase?: URL;
}

/** The events of a card. */
export interface CardEvents {
  /** A run starts. */
  run(spec: RunSpec): void;
  /** A run has succeeded; `text` is its output. */
  result(text: string): void;
  error(failure: Failure): void;
  /** The source, the mode or a setting has changed. */
  change(state: CardState): void;
  state(state: RunState): void;
}

export interface CardOptions extends Partial<CardState> {
  /** Name of the program, which identifies its C++ version and its draft. */
  program: string;
  /** A title for messages and labels; by default its name. */
  title?: string;
  /** Its sources; by default the listings in the element. */
  texts?: ProgramTexts;
  /** A note on the origin of `source`, if the reader has not written it. */
  origin?: string | null;
  events?: Partial<CardEvents>;
  /** A recorded run to show until the reader runs the program. */
  recorded?: RecordedRun | null;
  /** The label of the Run button. */
  runLabel?: string;
}
