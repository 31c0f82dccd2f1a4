// The JSON file, the plots and the Markdown of one suite, in build/bench.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { goalTable } from "./goals.mjs";
import { plot } from "./plot.mjs";
import { digits, table } from "./text.mjs";

export const folder = fileURLToPath(new URL("../../../build/bench", import.meta.url));

/** What it ran on. */
export function machine() {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpus()[0].model.trim()}, ${memory} GB of memory, ${process.platform} ${process.arch}`;
}

/** A table over sizes, a column for each contestant, and the plot of it. */
export function growth(measurements, { suite, work, title, x, y, picture = true }) {
  const contestants = measurements.contestants(work);
  const sizes = measurements.sizes(work).sort((a, b) => a - b);
  if (sizes.length === 0) return "";
  const name = `${suite}-${work}.svg`;
  const drawn =
    picture &&
    plot({
      file: join(folder, name),
      title,
      x,
      y,
      lines: contestants.map((contestant) => ({
        title: contestant,
        points: sizes
          .map((size) => [size, measurements.median(work, size, contestant)])
          .filter(([, median]) => median > 0),
      })),
    });
  return [
    `### ${title}, ${y}\n`,
    table(
      [x, ...contestants],
      sizes.map((size) => [
        Number(size).toLocaleString("en-US").replaceAll(",", " "),
        ...contestants.map((contestant) => digits(measurements.median(work, size, contestant))),
      ]),
    ),
    drawn ? `\n![${title}](${name})` : "",
    "",
  ].join("\n");
}

/** Writes `suite.json` and `suite.md`, and returns the Markdown. */
export function write({ suite, title, rounds, versions, measurements, goals, sections }) {
  mkdirSync(folder, { recursive: true });
  const date = new Date().toISOString().slice(0, 10);
  const facts = { date, machine: machine(), rounds, versions };
  const markdown = [
    `## ${title}\n`,
    `${date}, ${facts.machine}. ${rounds} interleaved rounds; medians. ` +
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(", ") +
      ".\n",
    ...(goals.length > 0 ? [goalTable(goals), ""] : []),
    ...sections,
  ].join("\n");
  writeFileSync(
    join(folder, `${suite}.json`),
    `${JSON.stringify({ suite, ...facts, goals, measurements }, null, 1)}\n`,
  );
  writeFileSync(join(folder, `${suite}.md`), markdown);
  return markdown;
}
