import { element } from "../dom.ts";
import { jobName } from "./describe.ts";
import type { Job, TimelineModel } from "./model.ts";
import type { Palette } from "./palette.ts";
import { drawStrip, ordersOf, overtaken } from "./strip.ts";

/** Milliseconds between two drawings while the run goes on: to put ten thousand chunks in order takes some. */
const between = 100;
const noResults = "Results: none yet";

/** One job's results in the order of its input, beside the order in which its chunks ended; and the choice of the job. */
export class StripView {
  readonly #canvas = element("canvas", { className: "strip" });
  readonly #jobs = element("div", { className: "strip-jobs" });
  readonly #note = element("p", { className: "strip-note" });
  readonly #palette: Palette;
  #model: TimelineModel | null = null;
  /** The job that the reader has chosen; null: the last one. */
  #chosen: number | null = null;
  #listed = "";
  /** What was drawn last, and when: the same is not drawn again. */
  #drawn = "";
  #drawnAt = 0;

  constructor(root: HTMLElement, palette: Palette) {
    this.#palette = palette;
    this.#canvas.setAttribute("role", "img");
    this.#canvas.setAttribute("aria-label", noResults);
    root.append(element("div", { className: "strip-head" }, this.#jobs, this.#note), this.#canvas);
  }

  /** `time` is the moment that is looked at; while the run goes on it is drawn some times a second. */
  draw(model: TimelineModel, time: number, live: boolean, font: string, names: number): void {
    if (model !== this.#model) this.#chosen = null;
    const job = model.jobs[this.#chosen ?? model.jobs.length - 1] ?? null;
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const colours = [this.#palette.job(job?.index ?? 0), this.#palette.get("--muted")];
    const drawn = [job?.index, model.version, live || time, width, height, names, colours].join();
    const isNew = model !== this.#model || drawn !== this.#drawn;
    if (width === 0 || !isNew) return;
    if (live && model === this.#model && performance.now() - this.#drawnAt < between) return;
    this.#model = model;
    this.#drawn = drawn;
    this.#drawnAt = performance.now();
    this.#list(model, job);
    const ratio = devicePixelRatio;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    const context = this.#canvas.getContext("2d")!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const orders = job ? ordersOf(job, time) : { input: [], ended: [] };
    const colour = this.#palette.job(job?.index ?? 0);
    drawStrip(context, orders, colour, this.#palette, { width, height, names, font });
    const late = overtaken(orders);
    const told = job ? `${orders.ended.length} of ${orders.input.length} ended` : "";
    this.#note.textContent = late > 0 ? `${told}, ${late} out of order` : told;
    this.#canvas.setAttribute(
      "aria-label",
      job
        ? `Results of ${jobName(job, model.pools)}: ${this.#note.textContent}; the results keep the order of the input`
        : noResults,
    );
  }

  #list(model: TimelineModel, shown: Job | null): void {
    const names = model.jobs.length;
    const listed = `${names} ${shown?.index}`;
    if (listed === this.#listed) return;
    this.#listed = listed;
    // Of many jobs those around the one that is shown.
    const middle = shown?.index ?? 0;
    const from = Math.max(0, Math.min(middle - 2, names - 5));
    const hadFocus = this.#jobs.contains(document.activeElement);
    this.#jobs.replaceChildren(
      ...model.jobs.slice(from, from + 5).map((job) => {
        const button = element("button", { className: "strip-job" }, jobName(job, model.pools));
        button.type = "button";
        button.style.setProperty("--colour", `var(--job-${job.index % 8})`);
        button.setAttribute("aria-pressed", String(job === shown));
        button.addEventListener("click", () => {
          this.#chosen = job.index;
          this.#canvas.dispatchEvent(new Event("redraw", { bubbles: true }));
        });
        if (hadFocus && job === shown) queueMicrotask(() => button.focus());
        return button;
      }),
    );
  }
}
