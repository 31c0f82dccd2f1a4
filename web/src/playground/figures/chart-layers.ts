import type uPlot from "uplot";
import type { Drawing, Mark } from "./chart-data.ts";
import type { Color, Palette } from "./palette.ts";

export const font = (size: number, weight = 400) =>
  `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;

/** Draws what is below the points: the shaded range, the curves, the ranges of the runs. */
export function drawBehind(plot: uPlot, drawing: Drawing, palette: Palette): void {
  const { ctx } = plot;
  const { left, top, width, height } = plot.bbox;
  const scale = devicePixelRatio;
  const X = (value: number) => plot.valToPos(value, "x", true);
  const Y = (value: number) => plot.valToPos(value, "y", true);
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  if (drawing.aside) {
    const from = X(drawing.aside.from);
    ctx.fillStyle = palette.get("sunken");
    ctx.fillRect(from, top, X(drawing.aside.to) - from, height);
  }
  for (const curve of drawing.curves ?? []) {
    ctx.strokeStyle = palette.get(curve.color);
    ctx.lineWidth = 1.5 * scale;
    ctx.setLineDash(curve.dash.map((length) => length * scale));
    ctx.beginPath();
    for (let step = 0; step <= 120; step++) {
      const position = left + (width * step) / 120;
      const x = plot.posToVal(position, "x", true);
      ctx.lineTo(position, Y(curve.y(x)));
    }
    ctx.stroke();
  }
  ctx.setLineDash([]);
  for (const { color, low, high } of drawing.measured) {
    ctx.strokeStyle = palette.get(color);
    ctx.globalAlpha = 0.45;
    ctx.lineWidth = 4 * scale;
    for (const [i, x] of drawing.x.entries()) {
      const [from, to] = [low?.[i], high?.[i]];
      if (typeof from !== "number" || typeof to !== "number") continue;
      ctx.beginPath();
      ctx.moveTo(X(x), Y(from));
      ctx.lineTo(X(x), Y(to));
      ctx.stroke();
    }
  }
  ctx.restore();
}

/** Draws what is above the points: the selected one, and the marks. `index` is that of the selected point. */
export function drawMarks(
  plot: uPlot,
  drawing: Drawing,
  index: number | null,
  palette: Palette,
): void {
  const { ctx } = plot;
  const { left, top, width, height } = plot.bbox;
  const scale = devicePixelRatio;
  const upright = (x: number, color: Color, dash: number[]) => {
    ctx.strokeStyle = palette.get(color);
    ctx.lineWidth = 1.5 * scale;
    ctx.setLineDash(dash.map((length) => length * scale));
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + height);
    ctx.stroke();
    ctx.setLineDash([]);
  };
  ctx.save();
  const chosen = index === null ? undefined : drawing.x[index];
  if (chosen !== undefined) upright(plot.valToPos(chosen, "x", true), "line-strong", []);
  for (const [row, mark] of (drawing.marks ?? []).entries()) {
    const at = plot.valToPos(mark.x, "x", true);
    if (at < left || at > left + width) continue;
    upright(at, mark.color, [2, 3]);
    const line = top + (14 + 18 * row) * scale;
    write(plot, mark, at + 6 * scale, line, left + width, palette);
  }
  ctx.restore();
}

/** Writes to the right of a place, or to its left where there is no room. */
function write(
  { ctx }: uPlot,
  { text, color }: Mark,
  x: number,
  y: number,
  right: number,
  palette: Palette,
): void {
  ctx.font = font(12 * devicePixelRatio, 550);
  ctx.fillStyle = palette.get(color);
  const width = ctx.measureText(text).width;
  const room = x + width <= right;
  ctx.textAlign = room ? "left" : "right";
  ctx.textBaseline = "alphabetic";
  ctx.fillText(text, room ? x : x - 12 * devicePixelRatio, y);
}
