import type { CallNote, TraceEvent } from "webpool";
import { part } from "../dom.ts";
import { saveTrace } from "./chrome-trace.ts";
import { fitCanvas, watchLooks } from "./canvas.ts";
import { laneText, momentText } from "./describe.ts";
import { draw, laneAt, layoutOf, timeAt, xOf, type Layout, type Scene } from "./draw.ts";
import { bindGestures } from "./gestures.ts";
import { bindKeys } from "./keys.ts";
import type { RecordedRun } from "../run/recorded.ts";
import { TimelineModel, type ProgramSpan } from "./model.ts";
import { Palette } from "./palette.ts";
import { StripView } from "./strip-view.ts";
import { showTables } from "./table.ts";
import { markup } from "./template.ts";
import { placeTip } from "./tip.ts";
import { Viewport } from "./viewport.ts";

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
  #line: number | null = null; // whose calls are highlighted
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
    watchLooks(part(root, "[data-part=drawing]"), this.#canvas, {
      now: () => this.#draw(),
      soon: () => this.#soon(),
      inView: (isIn) => {
        this.#inView = isIn;
        if (isIn) this.#soon();
      },
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

  /** Returns the events of calls. */
  add(events: readonly TraceEvent[]): TraceEvent[] {
    this.#soon();
    return this.#model.add(events);
  }

  /** Highlights the calls of a source line; null highlights none. */
  showLine(line: number | null): void {
    if (line === this.#line) return;
    this.#line = line;
    this.#soon();
  }

  /** Adds to the description of a call, and returns the whole of it. */
  addNote(note: CallNote): CallNote {
    this.#soon();
    return this.#model.addNote(note);
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
    fitCanvas(this.#canvas, this.#context);
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
    const zoom = (factor: number, time = this.#cursor ?? this.#viewport.middle) => {
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
        this.#lane = Math.max(
          first,
          Math.min(this.#model.lanes.length - 1, (this.#lane ?? first - by) + by),
        );
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
    const from = this.#cursor ?? (direction > 0 ? -1 : Infinity);
    const time = this.#model.nextBegin(from, direction, this.#lane ?? -1);
    if (time !== null) this.#look(time);
  }

  /** Shows a tooltip for what is under the pointer or, with keyboard focus, at the cursor. */
  #showTip(scene: Scene): void {
    const { layout } = scene;
    const keyboard = this.#canvas.matches(":focus-visible") && this.#cursor !== null;
    const at = this.#hover ?? (keyboard ? { x: xOf(this.#cursor!, scene), y: null } : null);
    const index =
      at && (at.y === null ? this.#lane : laneAt(at.y, layout, this.#model.lanes.length));
    // Exactly the cursor's time: one from its place may lie before the block that begins there.
    const time = at && (at.y === null ? this.#cursor : timeAt(at.x, this.#viewport, layout));
    this.#reportLine(at && index !== null ? this.#model.lineAt(index, time!, this.#end) : null);
    const text =
      at && index !== null && at.x >= layout.names ? this.#textAt(index, time!, scene) : "";
    this.#tip.hidden = text === "" || this.#model.isEmpty;
    if (at && !this.#tip.hidden) placeTip(this.#tip, text, at.x, index!, layout);
  }

  #reportLine(line: number | null): void {
    if (line === this.#reportedLine) return;
    this.#reportedLine = line;
    this.#events.onLine?.(line);
  }

  #textAt(index: number, time: number, { now, layout }: Scene): string {
    const near = (4 * this.#viewport.span) / layout.width;
    return laneText(this.#model, index, time, near, now);
  }

  #describeCursor(): void {
    const now = this.#end;
    const time = this.#cursor ?? now;
    this.#canvas.setAttribute("aria-valuemax", now.toFixed(1));
    this.#canvas.setAttribute("aria-valuenow", time.toFixed(1));
    if (this.#running) return; // screen readers cannot read out a new text for each frame
    const lane = this.#lane === null ? "" : this.#textAt(this.#lane, time, this.#scene);
    const text = `${lane && `${lane}. `}${momentText(this.#model, time, now)}`;
    this.#canvas.setAttribute("aria-valuetext", this.#model.isEmpty ? "nothing has run yet" : text);
  }

  #showTables(shown: boolean): void {
    showTables(this.#root, shown ? this.#model : null, clock());
    if (!shown) this.#soon();
  }
}

/** The clock of the trace. */
function clock(): number {
  return performance.timeOrigin + performance.now();
}
