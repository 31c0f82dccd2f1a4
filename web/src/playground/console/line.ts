import type { ProgramOutput } from "webpool";
import { element } from "../dom.ts";

/** A line of the console, and how often it was printed in succession. */
export interface Line extends ProgramOutput {
  times: number;
}

/** Longer lines are truncated on the page, but are copied in full. */
const longest = 10_000;

/** The element of a line. Its text content is the printed text; the style sheet adds label and time. */
export function lineElement(output: Line): HTMLElement {
  const { level, processor, time } = output;
  const text = element("span", { className: "line-text", textContent: shownText(output) });
  const line = element("div", { className: "line" }, text);
  line.dataset.level = level;
  line.dataset.tag = tag(processor);
  line.dataset.time = `${(time / 1_000).toFixed(3)} s`;
  if (output.times > 1) line.dataset.times = `× ${output.times.toLocaleString("en")}`;
  line.dataset.processor = processor === null ? "program" : String(processor);
  if (processor !== null) {
    line.dataset.lane = String(processor);
    line.style.setProperty("--lane", String(processor));
  }
  return line;
}

export function shownText({ text }: ProgramOutput): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest)}… (${(text.length - longest).toLocaleString("en")} characters more)`;
}

function tag(processor: number | null): string {
  return processor === null ? "program" : `P${processor}`;
}
