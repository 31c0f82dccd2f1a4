/** The median; the mean of the two middle values if their number is even, NaN if there are none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The median of some runs, and the range in which the median of any number of runs lies with a probability of 95 %. */
export interface Spread {
  median: number;
  low: number;
  high: number;
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const outside = outsideOf(sorted.length);
  return { median: median(sorted), low: sorted[outside]!, high: sorted.at(-1 - outside)! };
}

/**
 * How many of the smallest and of the largest of `count` runs lie outside of that range: the confidence interval of the median
 * from order statistics, which assumes nothing of how times are distributed. Below nine runs it is the whole range of them.
 */
function outsideOf(count: number): number {
  let probability = 0.5 ** count; // that the median is below the smallest run
  let below = probability;
  let outside = 0;
  for (; outside < count / 2; outside++) {
    probability *= (count - outside) / (outside + 1);
    below += probability;
    if (below > 0.025) break;
  }
  return Math.min(outside, (count - 1) >> 1);
}

/** The speed-up on `processors` by Amdahl's law, if the fraction `serial` (0 to 1) of the work is not parallel. */
export function amdahl(serial: number, processors: number): number {
  return 1 / (serial + (1 - serial) / processors);
}

/**
 * Fits the serial fraction s of Amdahl's law to measured speed-ups by least squares of the relative time
 * 1 / speed-up = s + (1 − s) / p, which is linear in s. Returns null without a point with at least two processors.
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
 * Finds the x at which the curve `a` falls below `b`. It chooses the split that maximizes the sum of log(a / b) before it minus
 * the sum after it, so that a single outlier does not move it, and interpolates logarithmically between the two points. Returns
 * -Infinity if `a` is below throughout, and Infinity if it is above.
 */
export function crossing(x: readonly number[], a: readonly number[], b: readonly number[]): number {
  const difference = x.map((_, i) => Math.log(a[i]! / b[i]!));
  let score = -difference.reduce((sum, value) => sum + value, 0);
  let best = score;
  let first = 0; // index of the first point where `a` is below
  for (const [i, value] of difference.entries()) {
    score += 2 * value;
    if (score > best) [best, first] = [score, i + 1];
  }
  if (first === 0) return -Infinity;
  if (first === x.length) return Infinity;
  // The points next to the best split are above and below; otherwise another split would be better.
  const [before, after] = [difference[first - 1]!, difference[first]!];
  const share = before / (before - after);
  return Math.exp(Math.log(x[first - 1]!) * (1 - share) + Math.log(x[first]!) * share);
}
