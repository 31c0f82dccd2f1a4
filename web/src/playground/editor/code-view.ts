import type { Language } from "../card/program.ts";

/** A place in a text, from 1, and what is wrong there. */
export interface Mark {
  line: number;
  column: number | null;
  message: string;
}

export interface CodeViewOptions {
  onChange(): void;
  onRun(): void;
  /** The cursor is in another line; null: the text has lost the focus. */
  onLine?(line: number | null): void;
}

/** A text and how it is shown. */
export interface Document {
  text: string;
  language: Language;
  /** What a screen reader calls it. */
  label: string;
  /** Whether it can only be read. */
  isFixed: boolean;
}

/** A part of a text and what takes its place, as offsets. */
export interface Change {
  from: number;
  to: number;
  insert: string;
}

/** A text on the page: at first a plain one, then CodeMirror's. */
export interface CodeView {
  readonly text: string;
  /** Shows another text, with a history of its own. */
  open(document: Document): void;
  /** Changes the text as the reader might, who can undo it. */
  change(change: Change): void;
  mark(mark: Mark | null): void;
  /** Sets a line apart, without moving to it; null: none. */
  point(line: number | null): void;
  /** Shows, in the text, what differs from another one; null: no longer. */
  compare(other: string | null): void;
  /** Puts the cursor there and the keyboard's focus with it. */
  goTo(line: number, column: number | null): void;
  focus(): void;
  destroy(): void;
}
