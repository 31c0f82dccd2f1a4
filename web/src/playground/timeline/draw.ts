import { laneName, valuesText } from "./describe.ts";
import type { Block, Lane } from "./lane.ts";
import type { TimelineModel } from "./model.ts";
import type { Palette } from "./palette.ts";
import { axisStep, timeText, type Viewport } from "./viewport.ts";

/** The layout of the canvas in CSS pixels, for drawing and pointer events. */
export interface Layout {
  width: number;
  height: number;
  /** Width of the column of names. */
  names: number;
  axis: number;
  /** Height of a lane, and its distance from the next. */
  lane: number;
  step: number;
  /** Whether the first lane is that of the program. */
  hasProgram: boolean;
}

export interface Scene {
  model: TimelineModel;
  viewport: Viewport;
  layout: Layout;
  palette: Palette;
  now: number;
  font: string;
  /** The time of the cursor, and the lane that was selected by keyboard or click. */
  cursor: number | null;
  lane: number | null;
  /** The source line whose calls are highlighted, if any. */
  line: number | null;
}

const smallest = 3; // minimum height of a lane in px
const gap = 0.2;

export function layoutOf(width: number, height: number, model: TimelineModel): Layout {
  const axis = 20;
  const hasProgram = model.program.length > 0;
  const lanes = model.lanes.length + (hasProgram ? 1 : 0);
  const step = Math.max(smallest, Math.min(34, (height - axis - 4) / Math.max(lanes, 1)));
  return {
    width,
    height,
    names: width < 420 ? 56 : 68,
    axis,
    lane: step * (1 - gap),
    step,
    hasProgram,
  };
}

/** The space before a name in a column of that width. */
export function nameInset(names: number): number {
  return names < 60 ? 5 : 10;
}

export function xOf(time: number, { viewport, layout }: Scene): number {
  const { names, width } = layout;
  return names + ((time - viewport.from) / viewport.span) * (width - names);
}

export function timeAt(x: number, viewport: Viewport, { names, width }: Layout): number {
  return viewport.from + ((x - names) / (width - names)) * viewport.span;
}

/** The lane at a y coordinate: -1 for that of the program, null for none. */
export function laneAt(y: number, layout: Layout, lanes: number): number | null {
  const index = Math.floor((y - layout.axis) / layout.step) - (layout.hasProgram ? 1 : 0);
  return y >= layout.axis && index < lanes ? index : null;
}

function topOf(lane: number, { axis, step, hasProgram }: Layout): number {
  return axis + (lane + (hasProgram ? 1 : 0)) * step + (step * gap) / 2;
}

export function draw(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, model, palette } = scene;
  context.clearRect(0, 0, layout.width, layout.height);
  context.textBaseline = "middle";
  drawAxis(context, scene);
  context.save();
  context.beginPath();
  context.rect(layout.names, 0, layout.width - layout.names, layout.height);
  context.clip();
  if (layout.hasProgram) drawProgram(context, scene);
  model.lanes.forEach((lane, index) => drawLane(context, scene, lane, index));
  context.restore();
  drawNames(context, scene);
  if (scene.cursor !== null) {
    const x = Math.round(xOf(scene.cursor, scene));
    if (x < layout.names) return;
    context.fillStyle = palette.get("--accent");
    context.fillRect(x - 0.75, 0, 1.5, layout.height);
    context.beginPath();
    context.moveTo(x - 5, 0);
    context.lineTo(x + 5, 0);
    context.lineTo(x, 7);
    context.fill();
  }
}

function drawAxis(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, viewport, palette, font } = scene;
  const step = axisStep(viewport.span, (layout.width - layout.names) / 84);
  context.font = `11px ${font}`;
  context.textAlign = "left";
  for (let n = Math.ceil(viewport.from / step); n * step <= viewport.to; ++n) {
    const x = Math.round(xOf(n * step, scene));
    context.fillStyle = palette.get("--line");
    context.fillRect(x, 4, 1, layout.height);
    const text = timeText(n * step, step);
    if (x + 5 + context.measureText(text).width > layout.width) continue; // would be cut off
    context.fillStyle = palette.get("--muted");
    context.fillText(text, x + 5, 10);
  }
}

function drawNames(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, model, palette, font } = scene;
  const size = Math.min(12, Math.max(layout.step - 1, 6));
  // Draws only every n-th name if they would overlap.
  const stride = Math.ceil(9 / layout.step);
  const inset = nameInset(layout.names);
  context.textAlign = "left";
  const name = (text: string, lane: number) => {
    context.font = `${lane === scene.lane ? 650 : 500} ${size}px ${font}`;
    context.fillStyle = palette.get(lane === scene.lane ? "--ink" : "--muted");
    context.fillText(text, inset, topOf(lane, layout) + layout.lane / 2, layout.names - inset - 3);
  };
  if (layout.hasProgram) name("program", -1);
  model.lanes.forEach((lane, index) => {
    if (index % stride === 0) name(laneName(lane, model.pools), index);
  });
}

/** Running is solid, locked is hatched, free is an outline: three states without a colour. */
function drawProgram(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, model, palette, viewport } = scene;
  const top = topOf(-1, layout);
  const end = model.end(scene.now + model.origin);
  for (const span of model.program) {
    const from = Math.max(xOf(span.begin, scene), layout.names - 8);
    const to = Math.min(xOf(span.end ?? end, scene), layout.width + 8);
    if ((span.end ?? end) < viewport.from || span.begin > viewport.to) continue;
    const width = Math.max(to - from, 0.75);
    context.fillStyle = palette.get(span.state === "running" ? "--muted" : "--sunken");
    context.fillRect(from, top, width, layout.lane);
    if (width > 3 && span.state !== "running") {
      context.strokeStyle = palette.get("--line-strong");
      context.lineWidth = 1;
      if (span.state === "locked") hatch(context, from, top, width, layout.lane);
      context.strokeRect(from + 0.5, top + 0.5, width - 1, layout.lane - 1);
    }
    const ink = palette.get(span.state === "running" ? "--surface" : "--ink");
    const plate = span.state === "locked" ? palette.get("--sunken") : null;
    label(context, scene, [span.state], { from, width, top }, ink, plate);
  }
}

function hatch(
  context: CanvasRenderingContext2D,
  left: number,
  top: number,
  width: number,
  height: number,
): void {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.beginPath();
  // Aligns the lines to a grid of the canvas, so that they do not move while the span grows.
  for (let x = Math.floor((left - height) / 7) * 7; x < left + width; x += 7) {
    context.moveTo(x, top + height);
    context.lineTo(x + height, top);
  }
  context.stroke();
  context.restore();
}

function drawLane(
  context: CanvasRenderingContext2D,
  scene: Scene,
  lane: Lane,
  index: number,
): void {
  const { layout, palette, viewport, now } = scene;
  const top = topOf(index, layout);
  context.fillStyle = palette.get("--sunken");
  context.fillRect(layout.names, top, layout.width, layout.lane);
  const pixel = viewport.span / (layout.width - layout.names);
  for (const block of lane.blocks(viewport.from, viewport.to, 1.5 * pixel, now))
    drawBlock(context, scene, block, top);
  if (index === scene.lane) {
    context.strokeStyle = palette.get("--accent");
    context.lineWidth = 1;
    context.strokeRect(
      layout.names + 0.5,
      top - 0.5,
      layout.width - layout.names - 1,
      layout.lane + 1,
    );
  }
}

function drawBlock(
  context: CanvasRenderingContext2D,
  scene: Scene,
  block: Block,
  top: number,
): void {
  const { layout, model, palette } = scene;
  const from = Math.max(xOf(block.begin, scene), layout.names - 8);
  const to = Math.min(xOf(block.end, scene), layout.width + 8);
  const width = to - from;
  const job = model.jobOf(block.event);
  context.fillStyle = palette.job(job.series);
  // Dims the other calls if the editor's cursor is in the line of a call.
  const fade = scene.line !== null && job.note?.line !== scene.line ? 0.3 : 1;
  context.globalAlpha = fade;
  if (block.count > 1) {
    // The opacity shows how busy the merged events were.
    context.globalAlpha = fade * (0.35 + 0.65 * block.busy);
    context.fillRect(from, top, Math.max(width, 1), layout.lane);
    context.globalAlpha = 1;
    return;
  }
  if (width > 5 && layout.lane > 8) {
    context.beginPath();
    context.roundRect(from, top, width - 1, layout.lane, 3);
    context.fill();
  } else {
    context.fillRect(from, top, Math.max(width - 0.5, 1), layout.lane);
  }
  context.globalAlpha = 1;
  const whole = valuesText(block.event, model);
  const first = whole.split(/,| …/)[0]!;
  label(context, scene, [whole, first], { from, width, top }, palette.get("--on-accent"), null);
}

/** Draws the first of the texts that fits. */
function label(
  context: CanvasRenderingContext2D,
  { layout, font }: Scene,
  texts: readonly string[],
  { from, width, top }: { from: number; width: number; top: number },
  colour: string,
  plate: string | null,
): void {
  if (width < 10 || layout.lane < 10) return;
  context.font = `550 ${Math.min(11.5, layout.lane - 1)}px ${font}`;
  context.textAlign = "left";
  for (const text of texts) {
    const size = context.measureText(text).width;
    if (size > width - 7) continue;
    const left = Math.max(from, layout.names) + 4;
    if (plate) {
      context.fillStyle = plate;
      context.fillRect(left - 2, top + 2, size + 5, layout.lane - 4);
    }
    context.fillStyle = colour;
    context.fillText(text, left, top + layout.lane / 2 + 0.5);
    return;
  }
}
