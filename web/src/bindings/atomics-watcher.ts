import { serverRuntime } from "./platform";

/** An answer: there is more to do, in a task of its own. */
export const again = 2;

/**
 * Waits, in an event loop, for a word of shared memory to change. What is to be done is always read from memory: a wake-up
 * may come late, for nothing, or (WebKit, in workers) not at all, so there is a tick while something is expected. That, too,
 * WebKit forgets now and then under load: a timer sees whether there was a look.
 */
export class AtomicsWatcher {
  private listening = false;
  private turn = 0;
  private looks = 0;
  private timer: unknown;

  /**
   * @param words - the shared memory
   * @param index - which word changes
   * @param answer - does what there is to do; returns whether more is expected, or `again` if more is there but the page
   *   should have its turn first
   * @param tick - milliseconds after which to look even if nobody rang
   * @param keepsAlive - whether Node, Bun and Deno go on while it listens, although nothing else keeps their process alive
   */
  constructor(
    private readonly words: Int32Array,
    private readonly index: number,
    private readonly answer: () => boolean | typeof again,
    private readonly tick = 20,
    private readonly keepsAlive = true,
  ) {}

  /** From now on something is expected. */
  listen(): void {
    if (this.listening) return;
    this.listening = true;
    void Promise.resolve().then(this.look);
  }

  private readonly look = (): void => {
    const number = ++this.looks;
    const seen = Atomics.load(this.words, this.index);
    let more: boolean | typeof again = false;
    try {
      more = this.answer();
    } finally {
      if (!more) this.listening = false;
    }
    if (!more) return;
    if (more === again) {
      this.timer ??= this.after(5 * this.tick, this.check, number);
      inNextTask(() => {
        if (number === this.looks) this.look();
      });
      return;
    }
    if (typeof Atomics.waitAsync !== "function") {
      this.after(this.tick / 4, this.look);
      return;
    }
    const wait = Atomics.waitAsync(this.words, this.index, seen, this.tick);
    if (wait.async) {
      this.turn = 0;
      void wait.value.then(() => {
        if (number === this.looks) this.look();
      });
      this.timer ??= this.after(5 * this.tick, this.check, number);
      return;
    }
    // It has been rung already. Promises alone would keep the event loop from turning.
    const now = performance.now();
    this.turn ||= now;
    if (now - this.turn < 5) {
      void Promise.resolve().then(this.look);
    } else {
      this.turn = 0;
      this.after(0, this.look);
    }
  };

  private after(milliseconds: number, call: (looks: number) => void, looks = 0): unknown {
    const timer: unknown = setTimeout(call, milliseconds, looks);
    if (!this.keepsAlive) (timer as { unref?(): void }).unref?.();
    return timer;
  }

  // `before`: how many looks there were when the timer was set.
  private readonly check = (before: number): void => {
    this.timer = undefined;
    if (!this.listening) return;
    if (before === this.looks) this.look();
    else this.timer = this.after(5 * this.tick, this.check, this.looks);
  };
}

let channel: MessageChannel | undefined;
const calls: (() => void)[] = [];

/** Has it called in a task of its own. By a message, since timers that start each other come four milliseconds apart. */
export function inNextTask(call: () => void): void {
  if (serverRuntime) {
    setImmediate(call); // a port that listens would keep the process alive
    return;
  }
  if (!channel) {
    channel = new MessageChannel();
    channel.port1.onmessage = () => calls.shift()?.();
  }
  calls.push(call);
  channel.port2.postMessage(0);
}
