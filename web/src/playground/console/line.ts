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

/** The end of the text of lines, without labels: as many of them as have that many characters together, if there are. */
export function textOf(lines: readonly Line[], characters: number): string {
  const texts: string[] = [];
  let left = characters;
  for (let index = lines.length - 1; index >= 0 && left > 0; index--) {
    const { text, times } = lines[index]!;
    const repeated = Math.min(times, Math.ceil(left / (text.length + 1)));
    for (let n = 0; n < repeated; n++) texts.push(text);
    left -= repeated * (text.length + 1);
  }
  return texts.reverse().join("\n");
}

export function shownText({ text }: ProgramOutput): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest)}… (${(text.length - longest).toLocaleString("en")} characters more)`;
}

function tag(processor: number | null): string {
  return processor === null ? "program" : `P${processor}`;
}
