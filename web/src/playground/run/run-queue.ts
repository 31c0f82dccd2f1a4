/** A card or figure that runs programs. */
export interface Runnable {
  /** Its name in the messages of others that wait for it. */
  readonly title: string;
  stop(): void;
  /** Discards the prepared program and its workers. */
  discard(): void;
}

interface Waiting {
  runnable: Runnable;
  go(mayRun: boolean): void;
  onWait?: (holder: Runnable) => void;
}

/**
 * Lets only one program of a page run at a time, since two would share the processors and disturb each other's measurements.
 * The others wait for their turn.
 */
export class RunQueue {
  #holder: Runnable | null = null;
  #prepared: Runnable | null = null;
  readonly #waiting: Waiting[] = [];

  /** The one that runs now. */
  get holder(): Runnable | null {
    return this.#holder;
  }

  /**
   * Resolves to true when it may run, until `release`; to false if it was withdrawn. `onWait` is called with the one that
   * runs meanwhile, and again when that is another one.
   */
  async turn(runnable: Runnable, onWait?: (holder: Runnable) => void): Promise<boolean> {
    if (!this.#holder) {
      this.#holder = runnable;
      return true;
    }
    onWait?.(this.#holder);
    return new Promise((go) => this.#waiting.push({ runnable, go, onWait }));
  }

  withdraw(runnable: Runnable): void {
    const index = this.#waiting.findIndex((waiting) => waiting.runnable === runnable);
    if (index >= 0) this.#waiting.splice(index, 1)[0]!.go(false);
  }

  release(runnable: Runnable): void {
    if (this.#holder !== runnable) return;
    const next = this.#waiting.shift();
    this.#holder = next?.runnable ?? null;
    next?.go(true);
    if (next) for (const { onWait } of this.#waiting) onWait?.(next.runnable);
  }

  /** Called before it prepares workers. Discards those of the previous one, so that only the card in use has workers ready. */
  prepares(runnable: Runnable): void {
    if (this.#prepared !== runnable) this.#prepared?.discard();
    this.#prepared = runnable;
  }
}
