/**
 * A number of a program that its reader is meant to change: a line of its text such as
 * `const chunksize = 4; // 1 to 16` or, in Python, `work = 200  # 10 to 1000 ms`.
 * The text alone holds the value: a slider edits it, and whoever writes such a line gets a slider.
 */
export interface Knob {
  name: string;
  value: number;
  low: number;
  high: number;
  /** What follows the range, or nothing. */
  unit: string;
  /** Where the number stands in the text, as offsets. */
  from: number;
  to: number;
}

const line =
  /^((?:const )?(\w+) = )(\d[\d_]*(?:\.\d+)?)(?:; \/\/|  #) (\d[\d_]*(?:\.\d+)?) to (\d[\d_]*(?:\.\d+)?)(?: (\S+))?$/gm;

/** The numbers that a text offers, in its order. */
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

/** A number as a program writes it: 200_000. */
export function writeNumber(value: number): string {
  const [whole = "", fraction] = String(value).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, "_");
  return fraction ? `${grouped}.${fraction}` : grouped;
}

/** Sliders have whole steps from 0; a range over two orders of magnitude is gone through by ratio. */
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

/** Whole numbers where there are at most a hundred of them, else a round part of the range. */
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
