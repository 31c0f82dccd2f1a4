/** The part of the time that is shown. Until the reader chooses one, it is all of it. */
export class Viewport {
  #from = 0;
  #to = 1;
  /** Whether it follows the run: the reader has chosen no part. */
  #whole = true;

  get from(): number {
    return this.#from;
  }
  get to(): number {
    return this.#to;
  }
  get span(): number {
    return this.#to - this.#from;
  }
  get whole(): boolean {
    return this.#whole;
  }

  /** The run is `end` milliseconds long by now. */
  follow(end: number): void {
    if (!this.#whole) return;
    this.#from = 0;
    this.#to = Math.max(end, least);
  }

  fit(end: number): void {
    this.#whole = true;
    this.follow(end);
  }

  /** Shows `factor` times as much, with `time` where it is; never more than all. */
  zoom(factor: number, time: number, end: number): void {
    const span = Math.min(Math.max(this.span * factor, least), Math.max(end, least));
    const share = (time - this.#from) / this.span;
    this.#set(time - share * span, span, end);
  }

  /** Moves on by that many milliseconds. */
  pan(by: number, end: number): void {
    this.#set(this.#from + by, this.span, end);
  }

  /** Shows that part. */
  show(from: number, to: number, end: number): void {
    this.#set(from, Math.max(to - from, least), end);
  }

  /** Moves as little as brings a time into view. */
  reveal(time: number, end: number): void {
    if (time < this.#from) this.pan(time - this.#from - 0.1 * this.span, end);
    else if (time > this.#to) this.pan(time - this.#to + 0.1 * this.span, end);
  }

  #set(from: number, span: number, end: number): void {
    const whole = Math.max(end, least);
    this.#whole = span >= whole;
    this.#from = Math.min(Math.max(from, 0), Math.max(whole - span, 0));
    this.#to = this.#from + Math.min(span, whole);
  }
}

/** Milliseconds: the clock is no finer than a few microseconds. */
const least = 0.02;

/** Round steps for an axis: at most `most` of them from one end to the other. */
export function axisStep(span: number, most: number): number {
  const rough = span / Math.max(most, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((n) => n * power).find((step) => step >= rough) ?? 10 * power;
}

/** A time or duration with as many digits as it deserves: 12 µs, 3.4 ms, 1.25 s. */
export function formatTime(milliseconds: number, step = Math.abs(milliseconds) / 100): string {
  const digits = (unit: number) => Math.max(0, Math.min(3, -Math.floor(Math.log10(step / unit))));
  if (milliseconds === 0) return "0";
  const size = Math.abs(milliseconds);
  if (size >= 1_000) return `${(milliseconds / 1_000).toFixed(digits(1_000))} s`;
  if (size >= 1 || step >= 1) return `${milliseconds.toFixed(digits(1))} ms`;
  return `${(milliseconds * 1_000).toFixed(digits(0.001))} µs`;
}
