import { element } from "../dom.ts";
import type { Library } from "../run/library.ts";

/** A note above a program that explains why it has no threads, with a link to a page where it has them. */
export class SupportNote {
  readonly #note: HTMLElement;
  readonly #loadLibrary: () => Promise<Library>;
  readonly #address: (() => Promise<string>) | null;
  /** Whether the note shows what the library says, and not that it could not be loaded. */
  #isKnown = false;
  #link: HTMLAnchorElement | null = null;
  #requests = 0;

  /** `address` returns the URL of a page with only the program, in its current state. */
  constructor(
    note: HTMLElement,
    loadLibrary: () => Promise<Library>,
    address: (() => Promise<string>) | null,
  ) {
    this.#note = note;
    this.#loadLibrary = loadLibrary;
    this.#address = address;
  }

  /** Loads the library, and shows why there are no threads; called again when it may have been loaded after all. */
  async show(): Promise<void> {
    if (this.#isKnown) return;
    const reason = await this.#loadLibrary().then(
      ({ support }) => {
        this.#isKnown = true;
        return support.mode === "one processor"
          ? `${support.reason} The program runs on one processor: the same results, one after the other.`
          : support.reason;
      },
      (error: Error) => error.message,
    );
    this.#note.hidden = reason === null;
    this.#note.textContent = reason;
    // If this page is isolated and still has no threads, another page will not have them either.
    if (reason === null || !this.#address || globalThis.crossOriginIsolated) return;
    this.#link = element("a", { textContent: "Open with all processors ↗" });
    this.#link.target = "_blank";
    this.#link.rel = "noopener";
    await this.follow();
    this.#note.append(" ", this.#link);
  }

  /** Updates the link when the program has changed. */
  async follow(): Promise<void> {
    if (!this.#link || !this.#address) return;
    const request = ++this.#requests;
    const address = await this.#address();
    if (request === this.#requests) this.#link.href = address; // the state may have changed meanwhile
  }
}
