const prefix = "webpool.draft.";

/** Stores the reader's edits while the tab is open, so that a reload does not lose them. */
export class Drafts {
  readonly #edits = new Map<string, string>();
  readonly #open: () => Storage | null;

  /** `storage` is called on each use, since access may be forbidden and throw. */
  constructor(storage: () => Storage | null = () => sessionStorage) {
    this.#open = storage;
  }

  get(key: string): string | null {
    return this.#edits.get(key) ?? this.#try((storage) => storage.getItem(prefix + key));
  }

  set(key: string, text: string): void {
    this.#edits.set(key, text);
    this.#try((storage) => storage.setItem(prefix + key, text));
  }

  delete(key: string): void {
    this.#edits.delete(key);
    this.#try((storage) => storage.removeItem(prefix + key));
  }

  #try<T>(use: (storage: Storage) => T): T | null {
    try {
      const storage = this.#open();
      return storage && use(storage);
    } catch {
      return null; // storage is full or forbidden; the edit remains in memory
    }
  }
}
