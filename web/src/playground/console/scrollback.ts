/** Keeps the newest items of a stream, at least `capacity` of them. Each is identified by its index in the whole stream. */
export class Scrollback<T> {
  readonly #capacity: number;
  #items: T[] = [];
  #begin = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The index of the oldest kept item. */
  get begin(): number {
    return this.#begin;
  }

  /** The index after the newest item. */
  get end(): number {
    return this.#begin + this.#items.length;
  }

  push(items: readonly T[]): void {
    for (const item of items) this.#items.push(item);
    // Drops half of the items at a time, so that a push takes constant amortized time.
    if (this.#items.length > 2 * this.#capacity) {
      const surplus = this.#items.length - this.#capacity;
      this.#items = this.#items.slice(surplus);
      this.#begin += surplus;
    }
  }

  /** The newest item, if there is one. */
  get last(): T | undefined {
    return this.#items.at(-1);
  }

  slice(from: number, to: number): T[] {
    return this.#items.slice(Math.max(0, from - this.#begin), Math.max(0, to - this.#begin));
  }

  clear(): void {
    this.#items = [];
    this.#begin = 0;
  }
}
