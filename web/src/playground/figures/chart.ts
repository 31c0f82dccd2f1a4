import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { element } from "../dom.ts";
import { Palette, type Color } from "./palette.ts";

export interface Axis {
  label: string;
  logarithmic?: boolean;
  format(value: number): string;
  /** The values with a grid line and a label. */
  ticks(low: number, high: number): number[];
}

/** A series of measured points; null for values that were not measured yet. */
export interface Measured {
  label: string;
  color: Color;
  values: readonly (number | null)[];
  /** The range of the runs, drawn as a bar through each point. */
  low?: readonly (number | null)[];
  high?: readonly (number | null)[];
}

/** A computed line. */
export interface Curve {
  label: string;
  color: Color;
  dash: number[];
  y(x: number): number;
}

export interface Mark {
  x: number;
  color: Color;
  text: string;
}

export interface Drawing {
  x: readonly number[];
  xRange: readonly [number, number];
  yRange: readonly [number, number];
  measured: readonly Measured[];
  curves?: readonly Curve[];
  marks?: readonly Mark[];
  /** A shaded range of the x axis, explained in the legend. */
  aside?: { from: number; to: number; text: string } | null;
}

export interface ChartOptions {
  label: string;
  x: Axis;
  y: Axis;
  /** Describes a point in words. */
  describe(index: number): string;
  /** A point was selected by pointer or keyboard. */
  onSelect?(index: number): void;
}

const font = (size: number, weight = 400) =>
  `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;

/** A chart of measured points, based on uPlot, with ranges, curves, marks, a legend, and values to read by mouse or keyboard. */
export class Chart {
  readonly root = element("div", { className: "chart" });
  readonly #options: ChartOptions;
  readonly #key = element("ul", { className: "chart-key" });
  readonly #canvas = element("div", { className: "chart-canvas" });
  readonly #reading = element("p", { className: "chart-reading" });
  readonly #palette: Palette;
  #plot: uPlot | null = null;
  #drawing: Drawing | null = null;
  #index: number | null = null;

  constructor(options: ChartOptions) {
    this.#options = options;
    this.#canvas.tabIndex = 0;
    this.#canvas.setAttribute("role", "slider");
    this.#canvas.setAttribute("aria-label", `${options.label}: read its values`);
    this.#canvas.setAttribute("aria-valuemin", "0");
    this.#canvas.setAttribute("aria-valuemax", "0");
    this.#canvas.setAttribute("aria-valuenow", "0");
    this.#canvas.setAttribute("aria-valuetext", "nothing measured yet");
    this.#canvas.addEventListener("keydown", (event) => this.#onKey(event));
    this.root.append(this.#key, this.#canvas, this.#reading);
    this.#palette = new Palette(this.root, () => this.#plot?.redraw(false));
    new ResizeObserver(() => this.#resize()).observe(this.#canvas);
  }

  /** The data that uPlot draws. */
  get drawn(): { x: number[]; series: Record<string, (number | null)[]> } {
    const [x = [], ...rest] = (this.#plot?.data ?? []) as unknown as (number | null)[][];
    const names = this.#drawing?.measured.map(({ label }) => label) ?? [];
    return {
      x: [...x] as number[],
      series: Object.fromEntries(names.map((name, i) => [name, [...(rest[i] ?? [])]])),
    };
  }

  draw(drawing: Drawing): void {
    const same =
      this.#drawing?.measured.length === drawing.measured.length &&
      drawing.measured.every(({ label }, i) => this.#drawing!.measured[i]!.label === label);
    this.#drawing = drawing;
    const data = [drawing.x, ...drawing.measured.map(({ values }) => values)];
    if (this.#plot && same) this.#plot.setData(data as uPlot.AlignedData);
    else this.#make(data as uPlot.AlignedData);
    this.#showKey();
    this.#canvas.setAttribute("aria-valuemax", String(Math.max(0, drawing.x.length - 1)));
    if (this.#index !== null && this.#index < drawing.x.length) this.select(this.#index, false);
  }

  /** Selects a point and shows its values. */
  select(index: number, notify = true): void {
    this.#index = index;
    const text = this.#options.describe(index);
    this.#reading.textContent = text;
    this.#canvas.setAttribute("aria-valuenow", String(index));
    this.#canvas.setAttribute("aria-valuetext", text);
    this.#plot?.redraw(false);
    if (notify) this.#options.onSelect?.(index);
  }

  #make(data: uPlot.AlignedData): void {
    this.#plot?.destroy();
    const { x, y } = this.#options;
    const axis = (of: Axis, range: "xRange" | "yRange"): uPlot.Axis => ({
      stroke: () => this.#palette.get("muted"),
      font: font(12),
      label: of.label,
      labelFont: font(12, 550),
      labelSize: 22,
      labelGap: 2,
      gap: 6,
      size: range === "xRange" ? 30 : 52,
      grid: { stroke: () => this.#palette.get("line"), width: 1 },
      ticks: { show: false },
      splits: () => of.ticks(...this.#drawing![range]),
      filter: (_, splits) => splits,
      values: (_, splits) => splits.map((value) => of.format(value)),
    });
    const scale = (of: Axis, range: "xRange" | "yRange"): uPlot.Scale => ({
      time: false,
      distr: of.logarithmic ? 3 : 1,
      range: () => [...this.#drawing![range]] as [number, number],
    });
    this.#plot = new uPlot(
      {
        width: this.#canvas.clientWidth || 300,
        height: this.#canvas.clientHeight || 300,
        legend: { show: false },
        padding: [14, 16, 0, 0],
        cursor: {
          y: false,
          points: { show: false },
          drag: { x: false, y: false, setScale: false },
        },
        scales: { x: scale(x, "xRange"), y: scale(y, "yRange") },
        axes: [axis(x, "xRange"), axis(y, "yRange")],
        series: [
          {},
          ...this.#drawing!.measured.map(({ label, color }): uPlot.Series => ({
            label,
            stroke: () => this.#palette.get(color),
            width: 2,
            spanGaps: true,
            points: { show: true, size: 7, fill: () => this.#palette.get(color), width: 0 },
          })),
        ],
        hooks: {
          drawAxes: [(plot) => this.#drawBehind(plot)],
          draw: [(plot) => this.#drawMarks(plot)],
          setCursor: [(plot) => this.#onCursor(plot)],
        },
      },
      data,
      this.#canvas,
    );
  }

  /** Draws what is below the points: the shaded range, the curves, the ranges of the runs. */
  #drawBehind(plot: uPlot): void {
    const drawing = this.#drawing!;
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
      ctx.fillStyle = this.#palette.get("sunken");
      ctx.fillRect(from, top, X(drawing.aside.to) - from, height);
    }
    for (const curve of drawing.curves ?? []) {
      ctx.strokeStyle = this.#palette.get(curve.color);
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
      ctx.strokeStyle = this.#palette.get(color);
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

  #drawMarks(plot: uPlot): void {
    const { ctx } = plot;
    const { left, top, width, height } = plot.bbox;
    const scale = devicePixelRatio;
    const upright = (x: number, color: Color, dash: number[]) => {
      ctx.strokeStyle = this.#palette.get(color);
      ctx.lineWidth = 1.5 * scale;
      ctx.setLineDash(dash.map((length) => length * scale));
      ctx.beginPath();
      ctx.moveTo(x, top);
      ctx.lineTo(x, top + height);
      ctx.stroke();
      ctx.setLineDash([]);
    };
    ctx.save();
    const chosen = this.#index === null ? undefined : this.#drawing!.x[this.#index];
    if (chosen !== undefined) upright(plot.valToPos(chosen, "x", true), "line-strong", []);
    for (const [index, { x, color, text }] of (this.#drawing!.marks ?? []).entries()) {
      const at = plot.valToPos(x, "x", true);
      if (at < left || at > left + width) continue;
      upright(at, color, [2, 3]);
      const line = top + (14 + 18 * index) * scale;
      this.#write(plot, text, at + 6 * scale, line, color, left + width);
    }
    ctx.restore();
  }

  #write(plot: uPlot, text: string, x: number, y: number, color: Color, right = Infinity): void {
    const { ctx } = plot;
    ctx.font = font(12 * devicePixelRatio, 550);
    ctx.fillStyle = this.#palette.get(color);
    const width = ctx.measureText(text).width;
    const room = x + width <= right;
    ctx.textAlign = room ? "left" : "right";
    ctx.textBaseline = "alphabetic";
    ctx.fillText(text, room ? x : x - 12 * devicePixelRatio, y);
  }

  #showKey(): void {
    const { measured, curves = [], aside } = this.#drawing!;
    const entries = [...measured, ...curves].map((entry) => {
      const sample = element("span", { className: "chart-sample" });
      sample.style.setProperty("--sample", `var(--${entry.color})`);
      if ("dash" in entry) sample.dataset.dash = "";
      return element("li", {}, sample, entry.label);
    });
    if (aside) {
      const sample = element("span", { className: "chart-sample" });
      sample.dataset.aside = "";
      entries.push(element("li", {}, sample, aside.text));
    }
    this.#key.replaceChildren(...entries);
  }

  #onCursor(plot: uPlot): void {
    const { idx, left } = plot.cursor;
    if (idx === null || idx === undefined || left === undefined || left < 0) return;
    if (idx !== this.#index && this.#drawing!.measured.some(({ values }) => values[idx] != null))
      this.select(idx);
  }

  #onKey(event: KeyboardEvent): void {
    const last = (this.#drawing?.x.length ?? 0) - 1;
    if (last < 0) return;
    const at = this.#index ?? -1;
    const to = {
      ArrowRight: Math.min(last, at + 1),
      ArrowUp: Math.min(last, at + 1),
      ArrowLeft: Math.max(0, at - 1),
      ArrowDown: Math.max(0, at - 1),
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.select(to);
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (this.#plot && width > 0) this.#plot.setSize({ width, height });
  }
}

/** The powers of ten within the range. */
export function decades(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.ceil(Math.log10(low) - 1e-9); 10 ** power <= high * (1 + 1e-9); power++)
    ticks.push(10 ** power);
  return ticks;
}

/** The smallest range of powers of ten around the values. */
export function decadesAround(values: readonly number[]): [number, number] {
  const known = values.filter((value) => value > 0 && Number.isFinite(value));
  if (known.length === 0) return [0.01, 100];
  const low = 10 ** Math.floor(Math.log10(Math.min(...known)) - 0.05);
  const high = 10 ** Math.ceil(Math.log10(Math.max(...known)) + 0.05);
  return [low, high];
}

/** About six round numbers in the range. */
export function roundTicks(low: number, high: number): number[] {
  const rough = (high - low) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((size) => size >= rough)!;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + step * 1e-9; tick += step)
    ticks.push(tick);
  return ticks;
}
