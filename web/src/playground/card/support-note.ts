import { element } from "../dom.ts";
import type { Library } from "../run/library.ts";

/** Says above a program why it has no threads, where it has none, and where it has them. */
export class SupportNote {
  readonly #note: HTMLElement;
  readonly #address: (() => Promise<string>) | null;
  #link: HTMLAnchorElement | null = null;
  #asked = 0;

  /** `address` is that of the program, as it is now, in a page of its own. */
  constructor(note: HTMLElement, address: (() => Promise<string>) | null) {
    this.#note = note;
    this.#address = address;
  }

  async show(loadLibrary: () => Promise<Library>): Promise<void> {
    const reason = await loadLibrary().then(
      ({ support }) =>
        support.mode === "one processor"
          ? `${support.reason} The program runs on one processor: the same results, one after the other.`
          : support.reason,
      (error: Error) => error.message,
    );
    this.#note.hidden = reason === null;
    this.#note.textContent = reason;
    // Where the page is isolated and has no threads all the same, no other page has them.
    if (reason === null || !this.#address || globalThis.crossOriginIsolated) return;
    this.#link = element("a", { textContent: "Open with all processors ↗" });
    this.#link.target = "_blank";
    this.#link.rel = "noopener";
    await this.follow();
    this.#note.append(" ", this.#link);
  }

  /** The program is another one now. */
  async follow(): Promise<void> {
    if (!this.#link || !this.#address) return;
    const asked = ++this.#asked;
    const address = await this.#address();
    if (asked === this.#asked) this.#link.href = address; // a later answer may have come first
  }
}
