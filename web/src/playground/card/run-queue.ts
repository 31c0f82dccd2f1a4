/** A card or figure that runs programs. */
export interface Runnable {
  /** Its name in the messages of others that wait for it. */
  readonly title: string;
  stop(): void;
  /** Discards the prepared program and its workers. */
  discard(): void;
}

/**
 * Lets only one program of a page run at a time, since two would share the processors and disturb each other's measurements.
 * The others wait for their turn.
 */
export class RunQueue {
  #holder: Runnable | null = null;
  #prepared: Runnable | null = null;
  readonly #waiting: { runnable: Runnable; go: (mayRun: boolean) => void }[] = [];

  /** The one that runs now. */
  get holder(): Runnable | null {
    return this.#holder;
  }

  /** Resolves to true when it may run, until `release`; to false if it was withdrawn. */
  async turn(runnable: Runnable): Promise<boolean> {
    if (!this.#holder) {
      this.#holder = runnable;
      return true;
    }
    return new Promise((go) => this.#waiting.push({ runnable, go }));
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
  }

  /** Called before it prepares workers. Discards those of the previous one, so that only the card in use has workers ready. */
  prepares(runnable: Runnable): void {
    if (this.#prepared !== runnable) this.#prepared?.discard();
    this.#prepared = runnable;
  }
}
