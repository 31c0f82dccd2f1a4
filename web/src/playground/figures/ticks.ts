/** The powers of ten within the range. */
export function decades(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.ceil(Math.log10(low) - 1e-9); 10 ** power <= high * (1 + 1e-9); power++)
    ticks.push(10 ** power);
  return ticks;
}

/** The smallest range of powers of ten around the values. */
export function decadesAround(values: readonly number[]): [number, number] {
  const known = values.filter((value) => value > 0 && Number.isFinite(value));
  if (known.length === 0) return [0.01, 100];
  const low = 10 ** Math.floor(Math.log10(Math.min(...known)) - 0.05);
  const high = 10 ** Math.ceil(Math.log10(Math.max(...known)) + 0.05);
  return [low, high];
}

/** About six round numbers in the range. */
export function roundTicks(low: number, high: number): number[] {
  const rough = (high - low) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((size) => size >= rough)!;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + step * 1e-9; tick += step)
    ticks.push(tick);
  return ticks;
}
