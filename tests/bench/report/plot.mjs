// Small line charts as SVG, by gnuplot, both axes logarithmic.
import { spawnSync } from "node:child_process";

const quoted = (text) => `"${text.replaceAll(/["\\]/g, "\\$&")}"`;

/** Writes `file`; `lines` are `{ title, points: [[x, y], …] }`. Returns whether gnuplot could be had. */
export function plot({ file, title, x, y, lines }) {
  const drawn = lines.filter(({ points }) => points.length > 0);
  const script = [
    `set terminal svg size 640,360 font "sans-serif,11" background rgb "white"`,
    `set output ${quoted(file)}`,
    `set title ${quoted(title)} noenhanced`,
    `set xlabel ${quoted(x)} noenhanced`,
    `set ylabel ${quoted(y)} noenhanced`,
    "set logscale xy",
    'set format x "%.0s%c"; set format y "%g"',
    "set grid lc rgb '#dddddd'",
    "set key outside right",
    ...drawn.map(({ points }, i) =>
      [`$line${i} << END`, ...points.map((point) => point.join(" ")), "END"].join("\n"),
    ),
    `plot ${drawn
      .map(({ title: name }, i) => {
        const width = name.startsWith("webpool") ? 3 : 1.5;
        return `$line${i} using 1:2 with linespoints lw ${width} pt 7 ps 0.4 title ${quoted(name)} noenhanced`;
      })
      .join(", ")}`,
  ].join("\n");
  const { status, error, stderr } = spawnSync("gnuplot", ["-"], { input: script });
  if (error?.code === "ENOENT") return false;
  if (status !== 0) throw new Error(`gnuplot: ${stderr}`);
  return true;
}
