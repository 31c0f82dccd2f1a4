import type { TraceEvent } from "webpool";
import type { Job } from "./model.ts";
import { nameInset } from "./draw.ts";
import type { Palette } from "./palette.ts";

/** The chunks of a job in the order of their items, which is that of the results, and in the order in which they ended. */
export interface Orders {
  input: TraceEvent[];
  /** The chunks that had ended at a time, in the order of their end. */
  ended: TraceEvent[];
}

export function ordersOf(job: Job, time: number): Orders {
  const input = job.events.toSorted((a, b) => a.item - b.item);
  const ended = job.events
    .filter(({ end }) => end !== null && end <= time)
    .sort((a, b) => a.end! - b.end! || a.item - b.item);
  return { input, ended };
}

/** How many chunks ended before an earlier chunk of the input; 0 if both orders are the same. */
export function overtaken({ ended }: Orders): number {
  let latest = -Infinity;
  let count = 0;
  for (const { item } of ended.toReversed()) {
    if (item > latest && latest !== -Infinity) count++;
    latest = latest === -Infinity ? item : Math.min(latest, item);
  }
  return count;
}

/** More chunks are drawn without gaps and texts. */
const manyCells = 200;

/** Draws both rows, and a line between the positions of each chunk in them. */
export function drawStrip(
  context: CanvasRenderingContext2D,
  { input, ended }: Orders,
  textOf: (event: TraceEvent) => string,
  colour: string,
  palette: Palette,
  { width, height, names, font }: { width: number; height: number; names: number; font: string },
): void {
  context.clearRect(0, 0, width, height);
  context.textBaseline = "middle";
  context.font = `500 11px ${font}`;
  context.fillStyle = palette.get("--muted");
  const row = Math.min(18, (height - 14) / 2);
  const bottom = height - row;
  const inset = nameInset(names);
  context.fillText("results", inset, row / 2, names - inset - 3);
  context.fillText("ended", inset, bottom + row / 2, names - inset - 3);
  if (input.length === 0) return;

  const cell = (width - names - 10) / input.length;
  const many = input.length > manyCells;
  const space = many ? 0 : Math.min(2, cell * 0.15);
  const places = new Map(input.map((event, place) => [event, place]));
  const left = (place: number) => names + place * cell;

  const arrived = new Set(ended);
  context.lineWidth = 1;
  input.forEach((event, place) => {
    context.fillStyle = arrived.has(event) ? colour : palette.get("--line");
    context.fillRect(left(place), 0, Math.max(cell - space, 0.5), row);
  });
  context.strokeStyle = colour;
  context.globalAlpha = many ? 0.12 : 0.6;
  context.beginPath();
  const stride = Math.ceil(ended.length / 1_000); // more than a thousand lines would look the same
  for (let place = 0; place < ended.length; place += stride) {
    context.moveTo(left(places.get(ended[place]!)!) + cell / 2, row);
    context.lineTo(left(place) + cell / 2, bottom);
  }
  context.stroke();
  context.globalAlpha = 1;
  context.fillStyle = colour;
  ended.forEach((_, place) =>
    context.fillRect(left(place), bottom, Math.max(cell - space, 0.5), row),
  );
  if (many) return;

  context.textAlign = "center";
  const text = (event: TraceEvent, place: number, top: number, ink: string) => {
    const range = textOf(event);
    if (context.measureText(range).width > cell - space - 3) return;
    context.fillStyle = ink;
    context.fillText(range, left(place) + (cell - space) / 2, top + row / 2 + 0.5);
  };
  input.forEach((event, place) =>
    text(event, place, 0, palette.get(arrived.has(event) ? "--on-accent" : "--ink")),
  );
  ended.forEach((event, place) => text(event, place, bottom, palette.get("--on-accent")));
  context.textAlign = "left";
}
