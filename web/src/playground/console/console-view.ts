import type { ProgramOutput } from "webpool";
import { element } from "../dom.ts";
import type { Failure } from "../run/failure.ts";
import { failureBlock, type FailureActions } from "./failure-block.ts";
import { LineHeights } from "./line-heights.ts";
import { lineElement, shownText, textOf, type Line } from "./line.ts";
import { Scrollback } from "./scrollback.ts";

/** How many lines above and below the visible area are in the document as well, so that scrolling shows no gap. */
const margin = 50;

/** The output of a program. However much it prints, only lines near the visible area are in the document. */
export class ConsoleView {
  readonly #root: HTMLElement;
  readonly #lines = new Scrollback<Line>(200_000);
  readonly #heights = new LineHeights();
  readonly #notice = element("p", { className: "notice" });
  /** Has the height of all lines. `#near` contains the visible lines at their position. */
  readonly #space = element("div", { className: "line-space" });
  readonly #near = element("div", { className: "line-near" });
  readonly #failures = element("div");
  readonly #probe = element("div", { className: "line line-probe" });
  readonly #shown = new Map<number, HTMLElement>();
  #printed = 0;
  #until: number | null = null;
  #rowHeight = 20;
  #columns = 0;
  #frame = 0;
  #follows = true;

  constructor(root: HTMLElement) {
    this.#root = root;
    root.tabIndex = 0;
    root.setAttribute("role", "log");
    root.setAttribute("aria-label", "Printed lines");
    // Screen readers announce the status line instead; they should not read out every line of a fast program.
    root.setAttribute("aria-live", "off");
    this.#notice.hidden = true;
    this.#probe.append(element("span", { className: "line-text", textContent: "0".repeat(50) }));
    this.#probe.setAttribute("aria-hidden", "true");
    this.#space.append(this.#near);
    root.append(this.#notice, this.#space, this.#failures, this.#probe);
    root.addEventListener(
      "scroll",
      () => {
        this.#follows = root.scrollTop + root.clientHeight > root.scrollHeight - 24;
        this.#soon();
      },
      { passive: true },
    );
    new ResizeObserver(() => this.#measure()).observe(root);
    this.setLanes(1);
  }

  /** How many lines were printed, repeated ones included. */
  get count(): number {
    return this.#printed;
  }

  /** Sets how many processors have a lane beside the lines. */
  setLanes(lanes: number): void {
    const step = Math.min(8, 64 / lanes);
    this.#root.style.setProperty("--lane-step", `${step}px`);
    this.#root.style.setProperty("--lane-mark", `${Math.max(2, step - 3)}px`);
    this.#root.style.setProperty("--lanes-width", `${lanes * step}px`);
    this.#measure();
  }

  append(outputs: readonly ProgramOutput[]): void {
    const lines: Line[] = [];
    for (const output of outputs) {
      this.#printed++;
      const before = lines.at(-1) ?? this.#lines.last;
      if (before && joins(before, output)) {
        // Continues a partial line, or repeats the previous line.
        if (before.partial) {
          before.text += output.text;
          if (!output.partial) delete before.partial;
          this.#printed--;
        } else {
          before.times++;
        }
        if (lines.length === 0) this.#changeLast(before);
        continue;
      }
      lines.push({ ...output, times: 1 });
    }
    this.#lines.push(lines);
    for (const line of lines) this.#heights.push(shownText(line));
    const dropped = this.#heights.count - (this.#lines.end - this.#lines.begin);
    if (dropped > 0) {
      this.#heights.drop(dropped);
      this.#notice.hidden = false;
      this.#notice.textContent = `The first ${this.#lines.begin.toLocaleString("en")} lines are gone.`;
    }
    this.#soon();
  }

  /** Updates the last line, whose element is created again when it is rendered. */
  #changeLast(line: Line): void {
    this.#heights.replaceLast(shownText(line));
    const index = this.#lines.end - 1;
    this.#shown.get(index)?.remove();
    this.#shown.delete(index);
  }

  /** Renders new lines at once. */
  flush(): void {
    this.#render();
  }

  /** Dims the lines that were printed after a time in milliseconds; null dims none. */
  showUntil(time: number | null): void {
    this.#until = time;
    for (const [index, shown] of this.#shown) this.#fade(index, shown);
  }

  #fade(index: number, shown: HTMLElement): void {
    const [line] = this.#lines.slice(index, index + 1);
    shown.classList.toggle("line-later", this.#until !== null && line!.time > this.#until);
  }

  fail(failure: Failure, actions: FailureActions): void {
    this.#failures.append(failureBlock(failure, actions));
    this.#follows = true;
    this.#render();
  }

  /** Shows a hint for the writer of the program below the lines. */
  hint(text: string): void {
    this.#failures.append(element("p", { className: "console-hint", textContent: text }));
    this.#render();
  }

  clear(): void {
    this.#lines.clear();
    this.#printed = 0;
    this.#until = null;
    this.#heights.drop(this.#heights.count);
    this.#near.replaceChildren();
    this.#shown.clear();
    this.#failures.replaceChildren();
    this.#notice.hidden = true;
    this.#follows = true;
    this.#render();
  }

  /** The printed text, without labels, or its end if it is longer. */
  printed(characters = 10_000_000): string {
    return textOf(this.#lines.slice(this.#lines.begin, this.#lines.end), characters);
  }

  #soon(): void {
    this.#frame ||= requestAnimationFrame(() => this.#render());
  }

  #measure(): void {
    const text = this.#probe.firstElementChild as HTMLElement;
    const style = getComputedStyle(this.#probe);
    const canvas = document.createElement("canvas").getContext("2d")!;
    canvas.font = `${style.fontSize} ${style.fontFamily}`;
    const characterWidth = canvas.measureText("0".repeat(50)).width / 50;
    const columns = Math.floor(text.clientWidth / characterWidth);
    this.#rowHeight = parseFloat(style.lineHeight) || this.#rowHeight;
    if (columns <= 0 || columns === this.#columns) return this.#soon();
    this.#columns = columns;
    const lines = this.#lines.slice(this.#lines.begin, this.#lines.end);
    this.#heights.resize(columns, lines.map(shownText));
    this.#soon();
  }

  /** Inserts the lines near the visible area and removes the others. */
  #render(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    // Needs a second pass if lines took more rows than estimated, which moves the lines below them.
    for (let again = 0; again < 2; ++again) {
      this.#space.style.blockSize = `${this.#heights.total * this.#rowHeight}px`;
      if (this.#follows) this.#root.scrollTop = this.#root.scrollHeight;
      if (!this.#place()) return;
    }
  }

  #place(): boolean {
    const { clientHeight } = this.#root;
    const top = Math.max(0, this.#root.scrollTop - this.#space.offsetTop);
    const first = Math.max(0, this.#heights.at(top / this.#rowHeight) - margin);
    const end = Math.min(
      this.#heights.count,
      this.#heights.at((top + clientHeight) / this.#rowHeight) + margin,
    );
    const { begin } = this.#lines;
    for (const [index, shown] of this.#shown) {
      if (index >= begin + first && index < begin + end) continue;
      shown.remove();
      this.#shown.delete(index);
    }
    const lines = this.#lines.slice(begin + first, begin + end);
    let next = this.#near.firstElementChild;
    lines.forEach((line, place) => {
      const index = begin + first + place;
      let shown = this.#shown.get(index);
      if (shown) {
        next = shown.nextElementSibling;
        return;
      }
      shown = lineElement(line);
      this.#shown.set(index, shown);
      if (this.#until !== null) this.#fade(index, shown);
      this.#near.insertBefore(shown, next);
    });
    this.#near.style.translate = `0 ${this.#heights.above(first) * this.#rowHeight}px`;
    return this.#correct(first, lines);
  }

  /** Corrects the heights of lines with other scripts, whose characters may be wider and wrap elsewhere. */
  #correct(first: number, lines: readonly Line[]): boolean {
    let corrected = false;
    lines.forEach((line, place) => {
      if (line.text.length <= this.#columns && !/[^\x20-\x7e]/.test(line.text)) return;
      const shown = this.#shown.get(this.#lines.begin + first + place);
      const rows = Math.max(1, Math.round((shown?.offsetHeight ?? 0) / this.#rowHeight));
      if (shown && shown.offsetHeight > 0)
        corrected = this.#heights.correct(first + place, rows) || corrected;
    });
    return corrected;
  }
}

/** Whether an output continues a partial line or repeats the line before it. */
function joins(before: Line, { text, level, processor }: ProgramOutput): boolean {
  if (before.level !== level || before.processor !== processor) return false;
  return before.partial === true || before.text === text;
}
