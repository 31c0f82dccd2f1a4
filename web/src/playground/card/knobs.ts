/**
 * A number in a program that the reader can change with a slider: a line such as
 * `const chunksize = 4; // 1 to 16` or, in Python, `work = 200  # 10 to 1000 ms`.
 * The value is stored only in the source, which the slider edits. Any such line gets a slider, also one the reader writes.
 */
export interface Knob {
  name: string;
  value: number;
  low: number;
  high: number;
  /** The unit after the range, or an empty string. */
  unit: string;
  /** The offsets of the number in the source. */
  from: number;
  to: number;
}

const line =
  /^((?:const )?(\w+) = )(\d[\d_]*(?:\.\d+)?)(?:; \/\/|  #) (\d[\d_]*(?:\.\d+)?) to (\d[\d_]*(?:\.\d+)?)(?: (\S+))?$/gm;

/** The adjustable numbers of a source, in their order. */
export function readKnobs(text: string): Knob[] {
  return [...text.matchAll(line)]
    .map(({ index, 1: before, 2: name, 3: digits, 4: low, 5: high, 6: unit = "" }) => {
      const from = index + before!.length;
      const to = from + digits!.length;
      return {
        name: name!,
        value: number(digits!),
        low: number(low!),
        high: number(high!),
        unit,
        from,
        to,
      };
    })
    .filter(({ low, high }) => low < high);
}

/** Formats a number as in a program: 200_000. */
export function writeNumber(value: number): string {
  const [whole = "", fraction] = String(value).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, "_");
  return fraction ? `${grouped}.${fraction}` : grouped;
}

/** Slider positions are integers from 0. A range over two orders of magnitude or more has a logarithmic scale. */
export const sliderSteps = 100;

export function toSlider({ low, high, value }: Knob): number {
  const within = Math.min(Math.max(value, low), high);
  return isLogarithmic(low, high)
    ? Math.round((sliderSteps * Math.log(within / low)) / Math.log(high / low))
    : Math.round((within - low) / stepOf(low, high));
}

export function fromSlider({ low, high }: Knob, position: number): number {
  if (!isLogarithmic(low, high)) return round(low + position * stepOf(low, high));
  if (position >= sliderSteps) return high;
  const exact = low * (high / low) ** (position / sliderSteps);
  return Number(exact.toPrecision(2));
}

/** The slider's last position. */
export function sliderMax({ low, high }: Knob): number {
  return isLogarithmic(low, high) ? sliderSteps : Math.round((high - low) / stepOf(low, high));
}

function isLogarithmic(low: number, high: number): boolean {
  return low > 0 && high / low >= 100 && high > 100;
}

/** The step of a linear scale: 1 if that gives at most a hundred steps, otherwise a power of ten. */
function stepOf(low: number, high: number): number {
  const range = high - low;
  if (Number.isInteger(low) && Number.isInteger(high) && range <= sliderSteps) return 1;
  return 10 ** Math.ceil(Math.log10(range / sliderSteps));
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}

function number(text: string): number {
  return Number(text.replaceAll("_", ""));
}
