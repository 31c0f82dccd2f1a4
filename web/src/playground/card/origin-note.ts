import { part } from "../dom.ts";

/** A note above a program: where its text comes from, with a button that shows the guide's, or a request of the page around. */
export class OriginNote {
  readonly #root: HTMLElement;
  /** `about` is the name of the text that it is about (`TextsView.name`), and above which alone it is shown; null for all. */
  #note: { text: string; about: string | null } | null = null;

  readonly #shown: () => string;

  /** `shown` returns the name of the text that the card shows. */
  constructor(root: HTMLElement, shown: () => string) {
    this.#root = root;
    this.#shown = shown;
  }

  /** Replaces the note; null removes it. With `isAboutText`, it is about the text that is shown now. */
  set(text: string | null, isAboutText: boolean): void {
    this.#note = text === null ? null : { text, about: isAboutText ? this.#shown() : null };
    this.update();
  }

  /** Removes the note if it is about the text that is shown. */
  forget(): void {
    if (this.#note?.about === this.#shown()) this.#note = null;
  }

  /** Called when the card shows another text. */
  update(): void {
    const about = this.#note?.about ?? null;
    const isShown = about === null || about === this.#shown();
    const text = isShown ? (this.#note?.text ?? null) : null;
    part(this.#root, "[data-part=origin-reset]").hidden = about === null;
    part(this.#root, "[data-part=origin-note]").hidden = text === null;
    part(this.#root, "[data-part=origin-text]").textContent = text;
  }
}
