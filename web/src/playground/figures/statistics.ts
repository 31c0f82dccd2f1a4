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
 * Where on x the curve `a` falls below `b`: the place that parts the points best, by the sum of the logarithms of a / b
 * before it, less that behind it, so that a single disturbed point does not move it. Between two points the curves are
 * straight lines of logarithms. -Infinity where `a` rather lies below throughout, Infinity where it lies above.
 */
export function crossing(x: readonly number[], a: readonly number[], b: readonly number[]): number {
  const difference = x.map((_, i) => Math.log(a[i]! / b[i]!));
  let score = -difference.reduce((sum, value) => sum + value, 0);
  let best = score;
  let first = 0; // the first point at which `a` lies below
  for (const [i, value] of difference.entries()) {
    score += 2 * value;
    if (score > best) [best, first] = [score, i + 1];
  }
  if (first === 0) return -Infinity;
  if (first === x.length) return Infinity;
  // Before the best place lies no point below, behind it none above: else another place were better.
  const [before, after] = [difference[first - 1]!, difference[first]!];
  const share = before / (before - after);
  return Math.exp(Math.log(x[first - 1]!) * (1 - share) + Math.log(x[first]!) * share);
}
