import { amount } from "../amounts.ts";
import { formatTimeRoughly, roughly } from "./format.ts";
import type { Spread } from "./statistics.ts";

/** A conclusion from measurements, and whether it is certain or needs more rounds. */
export interface Verdict {
  text: string;
  isCertain: boolean;
}

/** Two sets of runs differ only if their ranges do not overlap; anything else may be noise. */
export type Comparison = "faster" | "slower" | "unclear";

export function compare(a: Spread, b: Spread): Comparison {
  if (a.high < b.low) return "faster";
  return a.low > b.high ? "slower" : "unclear";
}

/** The times of a pool and of the plain loop for one amount of work. */
export interface WorkPoint {
  /** Milliseconds per item. */
  work: number;
  pool: Spread;
  loop: Spread;
}

/** States from which amount of work a pool is faster. The points are sorted by work; `at` is where the medians cross. */
export function overheadVerdict(points: readonly WorkPoint[], at: number): Verdict {
  const states = points.map(({ pool, loop }) => compare(pool, loop));
  const [least, most] = [points[0]!.work, points.at(-1)!.work].map(formatTimeRoughly);
  if (states.every((state) => state === "slower"))
    return {
      text: `A pool makes it slower for all work that was measured, up to ${most} for each item.`,
      isCertain: true,
    };
  if (states.every((state) => state === "faster"))
    return {
      text: `A pool makes it faster even for the shortest work that was measured, ${least} for each item.`,
      isCertain: true,
    };
  // Up to which point all are slower, and from which on all are faster: what lies between them may be noise.
  const lastSlower = states.findIndex((state) => state !== "slower") - 1;
  const firstFaster = states.findLastIndex((state) => state !== "faster") + 1;
  const isSlower = lastSlower >= 0;
  const isFaster = firstFaster < states.length;
  const between = firstFaster - lastSlower - 1;
  if (isSlower && isFaster && between <= 1 && Number.isFinite(at))
    return {
      text: `Below ${formatTimeRoughly(at)} of work for each item, a pool makes it slower.`,
      isCertain: true,
    };
  if (!isSlower && !isFaster)
    return {
      text: "The times overlap: these rounds cannot tell which is faster.",
      isCertain: false,
    };
  const low = isSlower && formatTimeRoughly(points[lastSlower]!.work);
  const high = isFaster && formatTimeRoughly(points[firstFaster]!.work);
  const parts = [
    low && `Up to ${low} of work for each item, a pool makes it slower.`,
    high &&
      (low
        ? `From ${high} on, it makes it faster.`
        : `From ${high} of work for each item on, a pool makes it faster.`),
    `${low && high ? "Between them" : low ? "Above that" : "Below that"} these rounds cannot tell.`,
  ];
  return { text: parts.filter(Boolean).join(" "), isCertain: false };
}

/** The speed-up of a pool of that many processors. */
export interface SpeedupPoint {
  processors: number;
  speedup: Spread;
}

/** States the best speed-up, and the limit by Amdahl's law; `serial` is the fitted serial fraction. */
export function speedupVerdict(points: readonly SpeedupPoint[], serial: number | null): Verdict {
  const best = points.reduce((a, b) => (b.speedup.median > a.speedup.median ? b : a));
  const { low, high, median } = best.speedup;
  const who = amount(best.processors, "processor");
  const range = `${roughly(low)} to ${roughly(high)}`;
  if (low <= 1 && high >= 1)
    return {
      text: `These rounds cannot tell the pool from the plain loop: with ${who} it is ${range} times as fast.`,
      isCertain: false,
    };
  const text =
    high < 1
      ? `No pool beats the plain loop here: the best, with ${who}, takes ${roughly(1 / median)} times as long.`
      : `At best, with ${who}, the pool is ${roughly(median)} times as fast as the plain loop (${range}), out of an ideal ${best.processors}.`;
  const law = lawText(points, serial);
  return { text: law ? `${text} ${law}` : text, isCertain: law !== null };
}

/** If the range of a point exceeds this fraction of its median, a fitted law would reflect mostly noise. */
const noisy = 0.3;

/** Whether the measurements allow to state a law with that serial part. */
export function lawHolds(points: readonly SpeedupPoint[], serial: number): boolean {
  return points.every(({ speedup: { low, high, median } }) => {
    const isNoisy = (high - low) / median > noisy;
    return !isNoisy && high <= 1 / serial; // a limit below a measured speed-up would contradict the figure
  });
}

function lawText(points: readonly SpeedupPoint[], serial: number | null): string | null {
  if (serial === null) return "";
  if (!lawHolds(points, serial)) return null;
  const limit = 1 / serial;
  if (serial <= 0.001) return "No serial part can be seen.";
  if (serial >= 0.999) return "Amdahl’s law sees nothing that was shared.";
  return `Amdahl’s law fits best with a serial part of ${roughly(100 * serial)} %, the pool’s overhead included: more processors would give at most ${roughly(limit)} times.`;
}

/** The fastest of several, and those whose ranges overlap with it, in the given order. */
export function fastest<T>(candidates: readonly T[], timeOf: (one: T) => Spread): T[] {
  const best = candidates.reduce((a, b) => (timeOf(b).median < timeOf(a).median ? b : a));
  return candidates.filter(
    (one) => one === best || compare(timeOf(best), timeOf(one)) === "unclear",
  );
}
