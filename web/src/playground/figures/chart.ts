import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { element } from "../dom.ts";
import { drawBehind, drawMarks, font } from "./chart-layers.ts";
import type { Axis, ChartOptions, Drawing } from "./chart-data.ts";
import { Palette } from "./palette.ts";

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
      values: (plot, splits) => {
        const texts = splits.map((value) => of.format(value));
        return range === "xRange" ? withoutOverlaps(plot, splits, texts) : texts;
      },
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
          drawAxes: [(plot) => drawBehind(plot, this.#drawing!, this.#palette)],
          draw: [(plot) => drawMarks(plot, this.#drawing!, this.#index, this.#palette)],
          setCursor: [(plot) => this.#onCursor(plot)],
        },
      },
      data,
      this.#canvas,
    );
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

/** The labels of the x axis, empty where one would touch that to its left. */
function withoutOverlaps(
  plot: uPlot,
  places: readonly number[],
  texts: readonly string[],
): string[] {
  let end = -Infinity;
  return texts.map((text, index) => {
    const middle = plot.valToPos(places[index]!, "x");
    const half = 3.5 * text.length; // half of its width: a letter of 12 px is 7 px wide at most
    if (middle - half < end + 4) return "";
    end = middle + half;
    return text;
  });
}
