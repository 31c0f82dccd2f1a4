import { Slider } from "./controls.ts";

/** How many milliseconds a figure goes on to measure while its spread does not allow a sentence. */
const timeLimit = 20_000;

/** The setting of how many rounds a figure measures: a number of them, or as many as its sentence needs. */
export class Rounds extends Slider {
  readonly #first: number;

  /** `first` is how many rounds are measured at a time if as many as needed are. */
  constructor(values: readonly number[], first: number) {
    super({
      name: "rounds",
      label: "Rounds",
      values: [...values, Infinity],
      value: Infinity,
      format: (value) => (value === Infinity ? "as needed" : String(value)),
    });
    this.#first = first;
  }

  /** How many rounds are measured at a time. */
  get count(): number {
    return this.asNeeded ? this.#first : this.value;
  }

  get asNeeded(): boolean {
    return this.value === Infinity;
  }

  /** "Round 3 of 5", or "Round 3" if it is not known how many there will be. */
  describe(round: number): string {
    return this.asNeeded ? `Round ${round}` : `Round ${round} of ${this.value}`;
  }
}

/** Measures until what was measured is certain, or until the time is over; at least once. */
export async function measureUntilCertain(
  measure: () => Promise<void>,
  isCertain: () => boolean,
  now = () => performance.now(),
): Promise<void> {
  const end = now() + timeLimit;
  do await measure();
  while (!isCertain() && now() < end);
}
