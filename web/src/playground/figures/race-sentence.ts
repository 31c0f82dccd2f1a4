import { amount } from "../amounts.ts";
import { formatTimeRoughly } from "./format.ts";
import type { Racer } from "./race-view.ts";
import { compare, fastest, type Comparison } from "./verdicts.ts";

type MeasuredRacer = Racer & { time: NonNullable<Racer["time"]> };

/** The result of the race over `rows` rows in words, and whether more rounds would not change it. */
export function raceSentence(
  racers: readonly Racer[],
  rows: number,
): { text: string; isCertain: boolean } {
  const measured = racers.filter((racer): racer is MeasuredRacer => racer.time !== null);
  const known = measured.filter(({ by }) => by !== "python");
  const serial = loopOf(known);
  const best = fastest(known, timeOf);
  const methods = known.filter((racer) => racer !== serial);
  const count = (wanted: Comparison) =>
    methods.filter((racer) => compare(racer.time, serial.time) === wanted).length;
  const unclear = count("unclear");
  const wrong = measured.filter(({ same }) => !same);
  const text =
    (best.length === 1
      ? `Fastest for ${amount(rows, "row")}: ${nameOf(best[0]!)}, ${formatTimeRoughly(best[0]!.time.median)}. `
      : `Fastest for ${amount(rows, "row")}: ${best.map(nameOf).join(", ")}; their times overlap. `) +
    `The plain loop takes ${formatTimeRoughly(serial.time.median)}; ${amount(count("slower"), "method")} of the pool ` +
    `take${count("slower") === 1 ? "s" : ""} longer` +
    (unclear > 0 ? `, and ${unclear} cannot be told from it. ` : ". ") +
    pythonSentence(measured.filter(({ by }) => by === "python")) +
    (wrong.length === 0
      ? "All counts are equal."
      : `The counts of ${wrong.map(nameOf).join(", ")} DIFFER.`);
  return { text, isCertain: unclear === 0 && best.length < 4 };
}

function pythonSentence(racers: readonly MeasuredRacer[]): string {
  if (racers.length === 0) return "";
  const loop = loopOf(racers);
  const faster = racers.filter((racer) => compare(racer.time, loop.time) === "faster");
  const names = new Intl.ListFormat("en").format(faster.map(({ method }) => method));
  const isLoopAlone = fastest(racers, timeOf).length === 1;
  const result =
    faster.length > 0
      ? `${names} ${faster.length === 1 ? "is" : "are"} faster`
      : `no method of its pool is ${isLoopAlone ? "as fast" : "clearly faster"}`;
  return `In Python the plain loop takes ${formatTimeRoughly(loop.time.median)}, and ${result}. `;
}

const timeOf = ({ time }: MeasuredRacer) => time;

const loopOf = (racers: readonly MeasuredRacer[]) =>
  racers.find(({ method }) => method === "serial")!;

function nameOf({ by, method }: Racer): string {
  const isLoop = method === "serial";
  if (by === "python") return isLoop ? "Python’s plain loop" : `${method} in Python`;
  return isLoop ? "the plain loop" : `${method} with the ${by}`;
}
