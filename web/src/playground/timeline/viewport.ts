/** The visible range of time: everything, until the reader selects a part. */
export class Viewport {
  #from = 0;
  #to = 1;
  /** Whether everything is visible, so that it follows the run. */
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
  get middle(): number {
    return (this.#from + this.#to) / 2;
  }
  get whole(): boolean {
    return this.#whole;
  }

  /** Extends it to the current end of the run. */
  follow(end: number): void {
    if (!this.#whole) return;
    this.#from = 0;
    this.#to = Math.max(end, least);
  }

  fit(end: number): void {
    this.#whole = true;
    this.follow(end);
  }

  /** Multiplies the visible range by `factor`, keeping `time` in its position. */
  zoom(factor: number, time: number, end: number): void {
    const span = Math.min(Math.max(this.span * factor, least), Math.max(end, least));
    const share = (time - this.#from) / this.span;
    this.#set(time - share * span, span, end);
  }

  /** Moves by that many milliseconds. */
  pan(by: number, end: number): void {
    this.#set(this.#from + by, this.span, end);
  }

  /** Moves just enough to make a time visible. */
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

/** The minimum range in milliseconds; the clock has a resolution of some microseconds. */
const least = 0.02;

/** A round step for the labels of an axis, with at most `maxSteps` of them in the span. */
export function axisStep(span: number, maxSteps: number): number {
  const rough = span / Math.max(maxSteps, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((n) => n * power).find((step) => step >= rough) ?? 10 * power;
}

/** Formats a time or duration, with digits according to `step`: 12 µs, 3.4 ms, 1.25 s. */
export function timeText(milliseconds: number, step = Math.abs(milliseconds) / 100): string {
  const digits = (unit: number) => Math.max(0, Math.min(3, -Math.floor(Math.log10(step / unit))));
  if (milliseconds === 0) return "0";
  const size = Math.abs(milliseconds);
  if (size >= 1_000) return `${(milliseconds / 1_000).toFixed(digits(1_000))} s`;
  if (size >= 1 || step >= 1) return `${milliseconds.toFixed(digits(1))} ms`;
  return `${(milliseconds * 1_000).toFixed(digits(0.001))} µs`;
}
