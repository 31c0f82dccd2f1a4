const prefix = "webpool.draft.";

/** The reader's edits, kept for as long as the tab is open, so that a reload does not lose them. */
export class Drafts {
  readonly #edits = new Map<string, string>();

  get(key: string): string | null {
    const edit = this.#edits.get(key);
    if (edit !== undefined) return edit;
    try {
      return sessionStorage.getItem(prefix + key);
    } catch {
      return null;
    }
  }

  set(key: string, text: string): void {
    this.#edits.set(key, text);
    try {
      sessionStorage.setItem(prefix + key, text);
    } catch {
      // Storage may be full or forbidden: the edit lives on in memory.
    }
  }

  delete(key: string): void {
    this.#edits.delete(key);
    try {
      sessionStorage.removeItem(prefix + key);
    } catch {
      // See above.
    }
  }
}
