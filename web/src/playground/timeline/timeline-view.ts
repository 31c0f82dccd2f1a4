import type { CallNote, TraceEvent } from "webpool";
import { part } from "../dom.ts";
import { saveTrace } from "./chrome-trace.ts";
import { eventText, momentText } from "./describe.ts";
import { draw, laneAt, layoutOf, timeAt, xOf, type Layout, type Scene } from "./draw.ts";
import { bindGestures } from "./gestures.ts";
import { bindKeys } from "./keys.ts";
import type { RecordedRun } from "../run/recorded.ts";
import { TimelineModel, type ProgramSpan } from "./model.ts";
import type { Lane } from "./lane.ts";
import { Palette } from "./palette.ts";
import { StripView } from "./strip-view.ts";
import { timelineTables } from "./table.ts";
import { markup } from "./template.ts";
import { placeTip } from "./tip.ts";
import { formatTime, Viewport } from "./viewport.ts";

export interface TimelineEvents {
  /** The cursor was moved to a time, in milliseconds since the start of the run; null when it was removed. */
  onScrub(time: number | null): void;
  /** The source line of the call under the pointer or cursor has changed; null for none. */
  onLine(line: number | null): void;
}

const calm = matchMedia("(prefers-reduced-motion: reduce)");
/** Milliseconds between two drawings during a run for readers who prefer reduced motion. */
const calmInterval = 500;

/** The view of a timeline, which is updated while the program runs. Its data is in model.ts, the drawing in draw.ts. */
export class TimelineView {
  readonly #root: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #tip: HTMLElement;
  readonly #palette: Palette;
  readonly #strip: StripView;
  readonly #viewport = new Viewport();
  readonly #events: Partial<TimelineEvents>;
  /** The source line whose calls are highlighted; null for none. */
  #line: number | null = null;
  #reportedLine: number | null = null;
  #model = new TimelineModel(0, 1);
  #layout: Layout;
  #cursor: number | null = null;
  #lane: number | null = null;
  #hover: { x: number; y: number } | null = null;
  #running = false;
  /** Whether there was a run; before it there is nothing to draw. */
  #hasRun = false;
  #frame = 0;
  #drawn = 0;
  #inView = true;

  constructor(root: HTMLElement, events: Partial<TimelineEvents> = {}) {
    this.#root = root;
    this.#events = events;
    root.innerHTML = markup;
    this.#canvas = part<HTMLCanvasElement & HTMLElement>(root, "[data-part=lanes]");
    this.#context = this.#canvas.getContext("2d")!;
    this.#tip = part(root, "[data-part=tip]");
    this.#palette = new Palette(root);
    this.#strip = new StripView(part(root, "[data-part=strip]"), this.#palette);
    this.#layout = layoutOf(1, 1, this.#model);
    this.#bind();
    new ResizeObserver(() => this.#draw()).observe(part(root, "[data-part=drawing]"));
    new IntersectionObserver((entries) => {
      this.#inView = entries.at(-1)!.isIntersecting;
      if (this.#inView) this.#soon();
    }).observe(this.#canvas);
    const themed = () => this.#soon();
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"])
      matchMedia(query).addEventListener("change", themed);
    matchMedia("print").addEventListener("change", () => this.#draw()); // there is no later frame
    new MutationObserver(themed).observe(document.documentElement, {
      attributeFilter: ["data-theme", "class", "style"],
    });
  }

  get model(): TimelineModel {
    return this.#model;
  }

  /** Starts a new timeline for a run with that many processors. */
  start(processes: number): void {
    this.#open(new TimelineModel(clock(), processes));
    this.#running = true;
  }

  /** Shows a run that was recorded. */
  showRecorded({ processes, events, spans, notes = [], milliseconds }: RecordedRun): void {
    const model = new TimelineModel(0, processes);
    for (const note of notes) model.addNote(note);
    model.add(events);
    model.addProgram(spans);
    model.finish(milliseconds);
    this.#open(model);
    this.#draw();
  }

  #open(model: TimelineModel): void {
    this.#model = model;
    this.#viewport.fit(1);
    this.#cursor = this.#lane = this.#hover = null;
    this.#hasRun = true;
    this.#showTables(false);
    part(this.#root, "[data-part=hint]").hidden = true;
    this.#soon();
  }

  add(events: readonly TraceEvent[]): void {
    this.#model.add(events);
    this.#soon();
  }

  /** Highlights the calls of a source line; null highlights none. */
  showLine(line: number | null): void {
    if (line === this.#line) return;
    this.#line = line;
    this.#soon();
  }

  addNote(note: CallNote): void {
    this.#model.addNote(note);
    this.#soon();
  }

  addProgram(spans: readonly ProgramSpan[]): void {
    this.#model.addProgram(spans);
    this.#soon();
  }

  finish(): void {
    this.#running = false;
    this.#model.finish(clock());
    this.#draw();
  }

  /** Draws at once. A test measures its duration. */
  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#drawn = performance.now();
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (!this.#hasRun || width === 0 || height === 0) return;
    const ratio = devicePixelRatio;
    if (this.#canvas.width !== Math.round(width * ratio)) this.#canvas.width = width * ratio;
    if (this.#canvas.height !== Math.round(height * ratio)) this.#canvas.height = height * ratio;
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#palette.refresh();
    this.#viewport.follow(this.#end);
    this.#layout = layoutOf(width, height, this.#model);
    const scene = this.#scene;
    draw(this.#context, scene);
    const live = this.#running && this.#cursor === null;
    this.#strip.draw(this.#model, this.#cursor ?? this.#end, live, scene.font, this.#layout.names);
    this.#showTip(scene);
    this.#describeCursor();
    if (this.#running) this.#soon();
  }

  get #scene(): Scene {
    return {
      model: this.#model,
      viewport: this.#viewport,
      layout: this.#layout,
      palette: this.#palette,
      now: this.#end,
      font: getComputedStyle(this.#canvas).fontFamily,
      cursor: this.#cursor,
      lane: this.#lane,
      line: this.#line !== null && this.#model.hasCallIn(this.#line) ? this.#line : null,
    };
  }

  get #end(): number {
    return this.#model.end(clock());
  }

  #soon(): void {
    if (this.#frame !== 0 || !this.#inView) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const waits = this.#running && calm.matches && performance.now() - this.#drawn < calmInterval;
      if (waits) this.#soon();
      else this.#draw();
    });
  }

  #bind(): void {
    const zoom = (
      factor: number,
      time = this.#cursor ?? (this.#viewport.from + this.#viewport.to) / 2,
    ) => {
      this.#viewport.zoom(factor, time, this.#end);
      this.#soon();
    };
    const pan = (time: number) => {
      this.#viewport.pan(time, this.#end);
      this.#soon();
    };
    const fit = () => {
      this.#viewport.fit(this.#end);
      this.#soon();
    };
    const pixel = () => this.#viewport.span / (this.#layout.width - this.#layout.names);
    const time = (x: number) => timeAt(x, this.#viewport, this.#layout);
    bindGestures(this.#canvas, {
      zoom: (factor, x) => zoom(factor, time(x)),
      pan: (pixels) => pan(pixels * pixel()),
      hover: (place) => {
        this.#hover = place;
        this.#soon();
      },
      scrub: ({ x, y }) => {
        this.#lane = laneAt(y, this.#layout, this.#model.lanes.length);
        this.#look(time(Math.max(x, this.#layout.names)));
      },
    });
    bindKeys(this.#canvas, {
      zoom,
      pan: (share) => pan(share * this.#viewport.span),
      fit,
      step: (share) => this.#look((this.#cursor ?? 0) + share * this.#viewport.span),
      jump: (direction) => this.#jump(direction),
      lane: (by) => {
        const first = this.#layout.hasProgram ? -1 : 0;
        const lane = Math.max(
          first,
          Math.min(this.#model.lanes.length - 1, (this.#lane ?? first - by) + by),
        );
        this.#lane = lane;
        this.#look(this.#cursor ?? 0);
      },
      end: (last) => this.#look(last ? this.#end : 0),
      leave: () => this.#look(null),
    });
    const click = (name: string, act: () => void) =>
      part(this.#root, `[data-part=${name}]`).addEventListener("click", act);
    this.#root.addEventListener("redraw", () => this.#soon());
    click("zoom-in", () => zoom(0.5));
    click("zoom-out", () => zoom(2));
    click("zoom-fit", fit);
    click("export", () => saveTrace(this.#model, clock()));
    click("table", () => this.#showTables(part(this.#root, "[data-part=tables]").hidden !== false));
  }

  /** Moves the cursor to a time, and scrolls it into view. */
  #look(time: number | null): void {
    this.#cursor = time === null ? null : Math.max(0, Math.min(time, this.#end));
    if (this.#cursor !== null) this.#viewport.reveal(this.#cursor, this.#end);
    else this.#lane = null;
    this.#events.onScrub?.(this.#cursor);
    this.#soon();
  }

  /** Moves the cursor to the next or previous chunk of the selected lane, or of any lane. */
  #jump(direction: 1 | -1): void {
    const lanes = this.#model.lanes.filter(
      (_, index) => (this.#lane ?? -1) < 0 || index === this.#lane,
    );
    const from = this.#cursor ?? (direction > 0 ? -1 : Infinity);
    const times = lanes.flatMap((lane) => lane.neighbour(from, direction)?.begin ?? []);
    if (times.length > 0) this.#look(direction > 0 ? Math.min(...times) : Math.max(...times));
  }

  /** Shows a tooltip for what is under the pointer or, with keyboard focus, at the cursor. */
  #showTip(scene: Scene): void {
    const { layout } = scene;
    const keyboard = this.#canvas.matches(":focus-visible") && this.#cursor !== null;
    const at = this.#hover ?? (keyboard ? { x: xOf(this.#cursor!, scene), y: null } : null);
    const index =
      at && (at.y === null ? this.#lane : laneAt(at.y, layout, this.#model.lanes.length));
    const time = at && timeAt(at.x, this.#viewport, layout);
    this.#reportLine(
      at && index !== null && index >= 0 ? this.#model.lanes[index] : null,
      time ?? 0,
    );
    const text =
      at && index !== null && at.x >= layout.names ? this.#textAt(index, time!, scene) : "";
    this.#tip.hidden = text === "" || this.#model.isEmpty;
    if (this.#tip.hidden || !at) return;
    placeTip(this.#tip, text, at.x, index!, layout);
  }

  #reportLine(lane: Lane | null | undefined, time: number): void {
    const event = lane?.at(time, 0, this.#end);
    const line = event ? (this.#model.jobOf(event).note?.line ?? null) : null;
    if (line === this.#reportedLine) return;
    this.#reportedLine = line;
    this.#events.onLine?.(line);
  }

  #textAt(index: number, time: number, { now, layout }: Scene): string {
    if (index < 0) {
      const span = this.#model.programAt(time);
      return span ? `program: ${span.state} for ${formatTime((span.end ?? now) - span.begin)}` : "";
    }
    const lane = this.#model.lanes[index];
    const near = (4 * this.#viewport.span) / layout.width;
    const event = lane?.at(time, near, now);
    return event
      ? `${eventText(event, this.#model, now)}; began at ${formatTime(event.begin)}`
      : `idle at ${formatTime(time)}`;
  }

  #describeCursor(): void {
    const now = this.#end;
    const time = this.#cursor ?? now;
    this.#canvas.setAttribute("aria-valuemax", now.toFixed(1));
    this.#canvas.setAttribute("aria-valuenow", time.toFixed(1));
    if (this.#running) return; // screen readers cannot read out a new text for each frame
    const at = this.#lane === null ? "" : this.#textAt(this.#lane, time, this.#scene);
    const lane = at && `${at}. `;
    const text = this.#model.isEmpty
      ? "nothing has run yet"
      : lane + momentText(this.#model, time, now);
    this.#canvas.setAttribute("aria-valuetext", text);
  }

  #showTables(shown: boolean): void {
    const tables = part(this.#root, "[data-part=tables]");
    tables.hidden = !shown;
    tables.replaceChildren(...(shown ? [timelineTables(this.#model, clock())] : []));
    part(this.#root, "[data-part=drawing]").hidden = shown;
    part(this.#root, "[data-part=strip]").hidden = shown;
    part(this.#root, "[data-part=table]").setAttribute("aria-pressed", String(shown));
    if (!shown) this.#soon();
  }
}

/** The clock of the trace. */
function clock(): number {
  return performance.timeOrigin + performance.now();
}
