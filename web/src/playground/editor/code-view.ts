import type { Language } from "../run/program.ts";

/** An error at a position, which counts from 1. */
export interface Mark {
  line: number;
  column: number | null;
  message: string;
}

export interface CodeViewOptions {
  onChange(): void;
  onRun(): void;
  /** The line of the cursor has changed; null when the editor has lost the focus. */
  onLine?(line: number | null): void;
}

/** A source to show. */
export interface Document {
  text: string;
  language: Language;
  /** Its label for screen readers. */
  label: string;
  /** Whether it is read-only. */
  isFixed: boolean;
}

/** The replacement of a range of offsets. */
export interface Change {
  from: number;
  to: number;
  insert: string;
}

/** An editor: CodeMirror, or a plain text area. */
export interface CodeView {
  readonly text: string;
  /** Shows another document and clears the undo history. */
  open(document: Document): void;
  /** Changes the text in a way that can be undone. */
  change(change: Change): void;
  mark(mark: Mark | null): void;
  /** Highlights a line without scrolling to it; null highlights none. */
  point(line: number | null): void;
  /** Shows the differences from another text; null shows none. */
  compare(other: string | null): void;
  /** Moves the cursor and the keyboard focus to a position. */
  goTo(line: number, column: number | null): void;
  focus(): void;
}
