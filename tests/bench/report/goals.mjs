// Goals beside figures.
import { digits, table } from "./text.mjs";

/**
 * A goal: `limits` are pairs of what was measured and what is wanted, all of which must hold, or one of them with
 * `any`. A pair that was not measured leaves the goal open. `floor` is what the same run measured without the pool, where that
 * shows how near the goal can be come to.
 */
export function judge({ name, limits, any = false, floor }) {
  const judged = limits.map(({ figure, most, least, unit = "", of = "" }) => {
    const wanted = most ?? least;
    const known = Number.isFinite(figure) && Number.isFinite(wanted);
    const met = known ? (most === undefined ? figure >= least : figure <= most) : undefined;
    // A digit more where the figure would read as the goal that it misses.
    const near = met === false && digits(figure) === digits(wanted);
    const text = known ? (near ? figure.toPrecision(4) : digits(figure)) : "–";
    return {
      met,
      text: `${text} ${unit}`.trim(),
      goal: `${most === undefined ? "at least" : "at most"} ${digits(wanted)} ${unit}${of && ` (${of})`}`.trim(),
    };
  });
  const verdicts = judged.map(({ met }) => met);
  const met = any
    ? verdicts.includes(true) || (verdicts.includes(undefined) ? undefined : false)
    : verdicts.includes(false)
      ? false
      : verdicts.includes(undefined)
        ? undefined
        : true;
  const known = Number.isFinite(floor?.figure);
  return {
    name,
    met,
    parts: judged,
    any,
    floor: known ? `${digits(floor.figure)} ${floor.unit} (${floor.of})` : "",
  };
}

export function goalTable(goals) {
  return table(
    ["goal", "wanted", "measured", "", "without the pool"],
    goals.map(({ name, met, parts, any, floor }) => {
      const join = (field) =>
        [...new Set(parts.map((part) => part[field]))].join(any ? " or " : "; ");
      return [
        name,
        join("goal"),
        join("text"),
        met === undefined ? "not measured" : met ? "met" : "**missed**",
        floor,
      ];
    }),
  );
}

/** The least that any of these contestants took. */
export function best(measurements, work, size, contestants, kind = "low") {
  const medians = contestants
    .map((contestant) => measurements.median(work, size, contestant))
    .filter((median) => median !== undefined);
  return medians.length === 0 ? undefined : Math[kind === "low" ? "min" : "max"](...medians);
}
