import { serverRuntime } from "./platform";

// Not that of a program, whose timers are counted.
const { setTimeout } = globalThis;

/** Returned by a callback to be called again in a separate task. */
export const again = 2;

/**
 * Waits, in an event loop, for a word of shared memory to change, and calls a callback then. The callback must read from
 * memory what there is to do, since a wake-up may be late, spurious, or (in workers in WebKit) lost. Therefore waits have a
 * timeout. Under load WebKit sometimes loses that as well, so a timer checks whether the callback was called at all.
 */
export class AtomicsWatcher {
  private listening = false;
  private turn = 0;
  private looks = 0;
  private timer: unknown;

  /**
   * @param words - the shared memory
   * @param index - index of the word
   * @param answer - the callback; returns whether to go on waiting, or `again` if there is more to do after the page had a
   *   turn
   * @param tick - milliseconds after which the callback is called even without a wake-up
   * @param keepsAlive - whether to keep the process of Node, Bun or Deno alive while it listens
   */
  constructor(
    private readonly words: Int32Array,
    private readonly index: number,
    private readonly answer: () => boolean | typeof again,
    private readonly tick = 20,
    private readonly keepsAlive = true,
  ) {}

  /** Starts to wait. */
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
    // The word has changed already. Looking again in a microtask is fastest, but microtasks alone would starve the event loop.
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

  // `before` is the value of `looks` when the timer was set.
  private readonly check = (before: number): void => {
    this.timer = undefined;
    if (!this.listening) return;
    if (before === this.looks) this.look();
    else this.timer = this.after(5 * this.tick, this.check, this.looks);
  };
}

let channel: MessageChannel | undefined;
const calls: (() => void)[] = [];

/** Calls a function in a separate task. Uses a message, since browsers delay nested timers by at least 4 ms. */
export function inNextTask(call: () => void): void {
  if (serverRuntime) {
    setImmediate(call); // a listening port would keep the process alive
    return;
  }
  if (!channel) {
    channel = new MessageChannel();
    channel.port1.onmessage = () => calls.shift()?.();
  }
  calls.push(call);
  channel.port2.postMessage(0);
}
