import type { TraceEvent } from "webpool";
import { element } from "../dom.ts";
import { fitCanvas } from "./canvas.ts";
import { seriesName, valuesOf } from "./describe.ts";
import type { Job, TimelineModel } from "./model.ts";
import { jobColours, type Palette } from "./palette.ts";
import { drawStrip, ordersOf, overtaken } from "./strip.ts";

/** Minimum milliseconds between two drawings during a run, since sorting ten thousand chunks takes some time. */
const between = 100;
const noResults = "Results: none yet";

/** Shows the results of a selected job in the order of its input, and the order in which its chunks ended. */
export class StripView {
  readonly #canvas = element("canvas", { className: "strip" });
  readonly #jobs = element("div", { className: "strip-jobs" });
  readonly #note = element("p", { className: "strip-note" });
  readonly #palette: Palette;
  #model: TimelineModel | null = null;
  /** The series that the reader has selected; null for the last one. */
  #chosen: number | null = null;
  #listed = "";
  /** A key of what was drawn last, and when, to avoid drawing it again. */
  #drawn = "";
  #drawnAt = 0;

  constructor(root: HTMLElement, palette: Palette) {
    this.#palette = palette;
    this.#canvas.setAttribute("role", "img");
    this.#canvas.setAttribute("aria-label", noResults);
    root.append(element("div", { className: "strip-head" }, this.#jobs, this.#note), this.#canvas);
  }

  /** `time` is the time of the cursor, or the end. During a run (`live`), drawing is limited to some times a second. */
  draw(model: TimelineModel, time: number, live: boolean, font: string, names: number): void {
    if (model !== this.#model) this.#chosen = null;
    const series = model.series;
    const jobs = series[this.#chosen ?? series.length - 1] ?? null;
    const [first] = jobs ?? [];
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const colour = this.#palette.job(first?.series ?? 0);
    const colours = [colour, this.#palette.get("--muted")];
    const drawn = [
      first?.series,
      model.version,
      live || time,
      width,
      height,
      names,
      colours,
    ].join();
    const isNew = model !== this.#model || drawn !== this.#drawn;
    if (width === 0 || !isNew) return;
    if (live && model === this.#model && performance.now() - this.#drawnAt < between) return;
    this.#model = model;
    this.#drawn = drawn;
    this.#drawnAt = performance.now();
    this.#list(model, series, jobs);
    const context = this.#canvas.getContext("2d")!;
    fitCanvas(this.#canvas, context);
    const job = jobs && combined(jobs);
    const orders = job ? ordersOf(job, time) : { input: [], ended: [] };
    const textOf = (event: TraceEvent) => valuesOf(job!, event);
    drawStrip(context, orders, textOf, colour, this.#palette, { width, height, names, font });
    const late = overtaken(orders);
    const count = job ? `${orders.ended.length} of ${orders.input.length} ended` : "";
    this.#note.textContent = late > 0 ? `${count}, ${late} out of order` : count;
    this.#canvas.setAttribute(
      "aria-label",
      jobs
        ? `Results of ${seriesName(jobs, model.pools)}: ${this.#note.textContent}; the results keep the order of the input`
        : noResults,
    );
  }

  #list(
    model: TimelineModel,
    series: readonly (readonly Job[])[],
    shown: readonly Job[] | null,
  ): void {
    const names = series.map((jobs) => seriesName(jobs, model.pools));
    const middle = shown ? series.indexOf(shown) : 0;
    // Lists at most five series, around the selected one.
    const from = Math.max(0, Math.min(middle - 2, names.length - 5));
    const listed = `${middle} ${names.slice(from, from + 5).join()}`;
    if (listed === this.#listed) return;
    this.#listed = listed;
    const hadFocus = this.#jobs.contains(document.activeElement);
    this.#jobs.replaceChildren(
      ...names.slice(from, from + 5).map((name, place) => {
        const number = from + place;
        const button = element("button", { className: "strip-job" }, name);
        button.type = "button";
        button.style.setProperty("--colour", `var(--job-${number % jobColours})`);
        button.setAttribute("aria-pressed", String(number === middle));
        button.addEventListener("click", () => {
          this.#chosen = number;
          this.#canvas.dispatchEvent(new Event("redraw", { bubbles: true }));
        });
        if (hadFocus && number === middle)
          queueMicrotask(() => button.focus({ preventScroll: true }));
        return button;
      }),
    );
    // The selected one is in view where there is no room for all.
    const pressed = this.#jobs.querySelector<HTMLElement>("[aria-pressed=true]");
    if (pressed) {
      const end = pressed.offsetLeft - this.#jobs.offsetLeft + pressed.offsetWidth;
      this.#jobs.scrollLeft = end - this.#jobs.clientWidth;
    }
  }
}

/** Combines a series into one job, which has the items of all its jobs in order. */
function combined(jobs: readonly Job[]): Job {
  const [first] = jobs;
  if (jobs.length === 1) return first!;
  let before = 0;
  const events = jobs.flatMap((job) => {
    const shift = before;
    before += job.events.reduce((sum, { items }) => sum + items, 0);
    return job.events.map((event) => ({ ...event, item: event.item + shift }));
  });
  const items = jobs.flatMap((job) => job.note?.items ?? []);
  const note = items.length === before ? { ...first!.note!, items } : null;
  return { ...first!, events, note };
}
