import { element } from "../dom.ts";
import type { Change, CodeView, CodeViewOptions, Document } from "./code-view.ts";

/** A text area, used if CodeMirror cannot be loaded. It has no marks, highlighted lines or comparisons. */
export class PlainCode implements CodeView {
  readonly #area: HTMLTextAreaElement;
  readonly #onChange: () => void;

  constructor(parent: HTMLElement, { onChange, onRun }: CodeViewOptions) {
    this.#onChange = onChange;
    this.#area = element("textarea", { className: "plain-code" });
    this.#area.spellcheck = false;
    this.#area.autocapitalize = "off";
    this.#area.addEventListener("input", () => onChange());
    this.#area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      onRun();
    });
    parent.append(this.#area);
  }

  get text(): string {
    return this.#area.value;
  }

  open({ text, label, isFixed }: Document): void {
    this.#area.setAttribute("aria-label", label);
    this.#area.readOnly = isFixed;
    this.#area.value = text;
    this.#area.scrollTop = 0;
  }

  change({ from, to, insert }: Change): void {
    this.#area.setRangeText(insert, from, to);
    this.#onChange();
  }

  mark(): void {}

  point(): void {}

  compare(): void {}

  goTo(line: number, column: number | null): void {
    const start = this.text.split("\n", line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    const position = start + (column ?? 1) - 1;
    this.#area.setSelectionRange(position, position);
    this.#area.focus();
  }

  focus(): void {
    this.#area.focus();
  }
}
