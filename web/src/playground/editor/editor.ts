import { whenIdle } from "../dom.ts";
import type { CodeView, CodeViewOptions, Mark } from "./code-view.ts";
import { PlainCode } from "./plain-code.ts";

/** A code view that starts as plain text and becomes CodeMirror once that is loaded. */
export class Editor implements CodeView {
  #view: CodeView;
  #mark: Mark | null = null;

  constructor(parent: HTMLElement, options: CodeViewOptions) {
    const plain = new PlainCode(parent, options);
    this.#view = plain;
    whenIdle(async () => {
      const codeMirror = await import("./codemirror.ts").catch(() => null);
      if (!codeMirror) return; // The text area works too.
      const hadFocus = document.activeElement === plain.area;
      const { selectionStart: from, selectionEnd: to } = plain.area;
      this.#view = codeMirror.createCodeMirror(parent, options, plain.text, { from, to, hadFocus });
      this.#view.mark(this.#mark);
      plain.destroy();
    });
  }

  get text(): string {
    return this.#view.text;
  }

  open(text: string): void {
    this.#mark = null;
    this.#view.open(text);
  }

  mark(mark: Mark | null): void {
    this.#mark = mark;
    this.#view.mark(mark);
  }

  goTo(line: number, column: number | null): void {
    this.#view.goTo(line, column);
  }

  destroy(): void {
    this.#view.destroy();
  }
}
