import { inNextTask } from "../bindings/atomics-watcher";

/**
 * The timers of a program. Unlike a page or Node, a program ends with its last line, and its timers with it; one that has set a
 * timer and then awaited nothing probably relies on the timer.
 */
export class PendingTimers {
  private readonly pending = new Set<unknown>();
  // Whether the program has awaited something since it set the last timer.
  private awaited = true;

  /** Replaces the functions of this realm that set and clear timers. */
  constructor() {
    const scope = globalThis as unknown as Record<string, (...args: unknown[]) => unknown>;
    const ran = (timer: unknown, isOver: boolean): void => {
      if (isOver) this.pending.delete(timer);
      this.awaited = true;
    };
    for (const name of ["setTimeout", "setInterval"]) {
      const start = scope[name]!;
      scope[name] = (handler, ...rest) => {
        // A text is compiled by the engine, so when it has run is not known.
        if (typeof handler !== "function") return start(handler, ...rest);
        const timer = start(
          function (this: unknown, ...args: unknown[]): void {
            ran(timer, name === "setTimeout");
            Reflect.apply(handler, this, args);
          },
          ...rest,
        );
        this.pending.add(timer);
        this.awaited = false;
        inNextTask(() => (this.awaited = true));
        return timer;
      };
    }
    for (const name of ["clearTimeout", "clearInterval"]) {
      const clear = scope[name]!;
      scope[name] = (timer) => {
        this.pending.delete(timer);
        return clear(timer);
      };
    }
  }

  /** At the end of the program: warns of timers that it probably relies on. */
  warn(): void {
    const { size } = this.pending;
    if (size === 0 || this.awaited) return;
    console.warn(
      `The program has ended before ${size === 1 ? "its timer" : `its ${size} timers`} ran: a program ends with its last line. ` +
        "Await what it is to wait for: await new Promise((done) => setTimeout(done, 1000));",
    );
  }
}
