// Figures and tables in Markdown.
import { quantile } from "./measurements.mjs";

/** Three digits that count. */
export function digits(value) {
  if (value === undefined) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString("en-US").replaceAll(",", " ");
  return value.toPrecision(size >= 1 ? 3 : 2);
}

/** The first column is text, the others are figures. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), `|---|${"---:|".repeat(head.length - 1)}`, ...rows.map(line)].join("\n");
}

/** One work: its contestants, best first, with what each is in terms of `reference`. */
export function ranking(measurements, { work, size, unit, reference, best = "low", notes = {} }) {
  const entries = measurements.of(work, size).map(({ contestant, values }) => ({
    contestant,
    median: quantile(values, 0.5),
    low: quantile(values, 0.1),
    high: quantile(values, 0.9),
  }));
  entries.sort((a, b) => (best === "low" ? a.median - b.median : b.median - a.median));
  const own = entries.find(({ contestant }) => contestant === reference)?.median;
  return table(
    ["", unit, "10 % to 90 %", `times ${reference}`],
    entries.map(({ contestant, median, low, high }) => [
      (contestant.startsWith("webpool") ? `**${contestant}**` : contestant) +
        (notes[contestant] ? ` (${notes[contestant]})` : ""),
      digits(median),
      `${digits(low)} – ${digits(high)}`,
      own ? digits(median / own) : "–",
    ]),
  );
}
