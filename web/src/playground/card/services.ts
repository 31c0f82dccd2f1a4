import type { Drafts } from "../drafts.ts";
import type { Library } from "../run/library.ts";
import type { CardState } from "./program.ts";
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
