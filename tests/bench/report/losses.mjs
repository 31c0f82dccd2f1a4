// Lists where another library is faster, as prominently as the goals.
import { digits } from "./text.mjs";

/**
 * Lines for what others do better. `works` are `{ title, work, unit, best: "low" | "high", sizes }`; `ours` and `others`
 * say who counts, by name.
 */
export function losses(measurements, works, ours, others) {
  const lines = [];
  for (const { title, work, unit, best = "low" } of works) {
    for (const size of measurements.sizes(work)) {
      const better = (a, b) => (best === "low" ? a.median < b.median : a.median > b.median);
      const entries = measurements.of(work, size).map(({ contestant }) => ({
        contestant,
        median: measurements.median(work, size, contestant),
      }));
      const top = (who) =>
        entries.filter(({ contestant }) => who(contestant)).sort((a, b) => (better(a, b) ? -1 : 1));
      const [own] = top(ours);
      if (!own) continue;
      const ahead = top(others).filter((entry) => better(entry, own));
      if (ahead.length === 0) continue;
      const where = size === "" ? "" : ` (${size})`;
      const named = ahead.map(({ contestant, median }) => `${contestant} ${digits(median)}`);
      lines.push(
        `- ${title}${where}: ${own.contestant} ${digits(own.median)} ${unit}; ${named.join(", ")}`,
      );
    }
  }
  return lines.length === 0 ? [] : ["### Where others are ahead of us\n", ...lines, ""];
}
