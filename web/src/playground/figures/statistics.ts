/** The middle value; the mean of the two middle ones where their number is even. Of none: NaN. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The middle of some runs, with the smallest and the largest of them. */
export interface Spread {
  median: number;
  low: number;
  high: number;
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/** Amdahl's law: how many times as fast work is on `processors`, of which the part `serial` (0 to 1) cannot be shared. */
export function amdahl(serial: number, processors: number): number {
  return 1 / (serial + (1 - serial) / processors);
}

/**
 * The serial part for which Amdahl's law comes closest to the measured speed-ups, by least squares in the relative time
 * 1 / speed-up = s + (1 − s) / p. That is linear in s, so the answer is exact. null without a point of two processors or more.
 */
export function fitAmdahl(
  points: readonly { processors: number; speedup: number }[],
): number | null {
  let numerator = 0;
  let denominator = 0;
  for (const { processors, speedup } of points) {
    const shared = 1 - 1 / processors;
    numerator += (1 / speedup - 1 / processors) * shared;
    denominator += shared * shared;
  }
  if (denominator === 0) return null;
  return Math.min(1, Math.max(0, numerator / denominator));
}

/**
 * Where on x the curve `a` falls below `b`, for good: between two points on straight lines of logarithms. -Infinity where
 * it always lies below, Infinity where it never does at the end.
 */
export function crossing(x: readonly number[], a: readonly number[], b: readonly number[]): number {
  const difference = x.map((_, i) => Math.log(a[i]! / b[i]!));
  let last = x.length - 1;
  if (!(difference[last]! < 0)) return Infinity;
  while (last > 0 && difference[last - 1]! < 0) last--;
  if (last === 0) return -Infinity;
  const [before, after] = [difference[last - 1]!, difference[last]!];
  const share = before / (before - after);
  return Math.exp(Math.log(x[last - 1]!) * (1 - share) + Math.log(x[last]!) * share);
}
