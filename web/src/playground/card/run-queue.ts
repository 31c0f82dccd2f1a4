/** Somebody who wants to run a program. */
export interface Runnable {
  /** How the others call it while they wait. */
  readonly title: string;
  stop(): void;
  /** Lets go of what it has got ready, its workers included. */
  discard(): void;
}

/**
 * One program at a time on a page: two at once would share the processors, and no time that they measure would mean
 * anything. Who asks while another runs waits for its turn, and says so.
 */
export class RunQueue {
  #holder: Runnable | null = null;
  #prepared: Runnable | null = null;
  readonly #waiting: { runnable: Runnable; go: (mayRun: boolean) => void }[] = [];

  /** Who runs now. */
  get holder(): Runnable | null {
    return this.#holder;
  }

  /** Resolves to true when it may run, which lasts until `release`; to false if it was withdrawn before. */
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

  /** Only one has workers ready: who says so last, which is the card in use. */
  prepares(runnable: Runnable): void {
    if (this.#prepared !== runnable) this.#prepared?.discard();
    this.#prepared = runnable;
  }
}
