/** A place in a text, from 1, and what is wrong there. */
export interface Mark {
  line: number;
  column: number | null;
  message: string;
}

export interface CodeViewOptions {
  /** What a screen reader calls it. */
  label: string;
  onChange(): void;
  onRun(): void;
}

/** A text on the page: at first a plain one, then CodeMirror's. */
export interface CodeView {
  readonly text: string;
  /** Shows another text, with a history of its own. */
  open(text: string): void;
  mark(mark: Mark | null): void;
  /** Puts the cursor there and the keyboard's focus with it. */
  goTo(line: number, column: number | null): void;
  destroy(): void;
}
