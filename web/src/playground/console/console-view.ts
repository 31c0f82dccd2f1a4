import type { ProgramOutput } from "webpool";
import { element } from "../dom.ts";
import type { Failure } from "../run/failure.ts";
import { Scrollback } from "./scrollback.ts";
import { failureBlock } from "./failure-block.ts";
import { lineElement, lineText } from "./line.ts";

/** Lines on the page at most; earlier ones are kept aside and come back on request. */
const shown = 2_000;
/** Lines added at once where the page has the time for it. */
const batch = 1_000;
/** Lines added in a frame at most while the program prints: of a flood the page shows the newest. */
const perFrame = 200;

/** The output of a program: written at most once a frame, however fast it prints. */
export class ConsoleView {
  readonly #root: HTMLElement;
  readonly #lines = new Scrollback<ProgramOutput>(200_000);
  readonly #list = element("div");
  readonly #notice = element("p", { className: "notice" });
  /** The part of the output that is on the page, as indices of lines since the start. */
  #from = 0;
  #to = 0;
  #frame = 0;
  #follows = true;

  constructor(root: HTMLElement) {
    this.#root = root;
    root.tabIndex = 0;
    root.setAttribute("role", "log");
    root.setAttribute("aria-label", "Printed lines");
    // The status line speaks for it: reading out every line of a fast program would help nobody.
    root.setAttribute("aria-live", "off");
    const more = element("button", { className: "button button-quiet", textContent: "Show more" });
    more.type = "button";
    more.addEventListener("click", () => this.#showEarlier(batch));
    this.#notice.append(element("span"), " ", more);
    this.#notice.hidden = true;
    root.append(this.#notice, this.#list);
    root.addEventListener(
      "scroll",
      () => {
        this.#follows = root.scrollTop + root.clientHeight > root.scrollHeight - 24;
      },
      { passive: true },
    );
    // Lines out of view have an estimated height, which is corrected when they come into view.
    new ResizeObserver(() => {
      if (this.#follows) root.scrollTop = root.scrollHeight;
    }).observe(this.#list);
    this.setLanes(1);
  }

  get count(): number {
    return this.#lines.end;
  }

  /** How many processors have a lane beside the lines. */
  setLanes(lanes: number): void {
    const step = Math.min(8, 64 / lanes);
    this.#root.style.setProperty("--lane-step", `${step}px`);
    this.#root.style.setProperty("--lane-mark", `${Math.max(2, step - 3)}px`);
    this.#root.style.setProperty("--lanes-width", `${lanes * step}px`);
  }

  append(lines: readonly ProgramOutput[]): void {
    this.#lines.push(lines);
    this.#frame ||= requestAnimationFrame(() => this.#nextFrame());
  }

  /** Writes what is waiting, now. */
  flush(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#write(batch);
    this.#fillUp();
  }

  #nextFrame(): void {
    this.#frame = 0;
    if (this.#to === this.#lines.end) return this.#fillUp();
    this.#write(perFrame);
    // Look again: once the program pauses, a part that was left out is filled up.
    this.#frame = requestAnimationFrame(() => this.#nextFrame());
  }

  /** Adds the newest lines; if they are more than `most`, it leaves out the earlier ones. */
  #write(most: number): void {
    const end = this.#lines.end;
    if (this.#to === end) return;
    if (end - this.#to > most) {
      this.#list.replaceChildren();
      this.#from = this.#to = end - most;
    }
    this.#list.append(this.#elements(this.#to, end));
    this.#to = end;
    while (this.#to - this.#from > shown) {
      this.#list.firstElementChild?.remove();
      this.#from++;
    }
    this.#tellHidden();
    if (this.#follows) this.#root.scrollTop = this.#root.scrollHeight;
  }

  fail(failure: Failure, goTo: ((line: number, column: number | null) => void) | null): void {
    this.flush();
    this.#list.append(failureBlock(failure, goTo));
    this.#follows = true;
    this.#root.scrollTop = this.#root.scrollHeight;
  }

  clear(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#lines.clear();
    this.#from = this.#to = 0;
    this.#list.replaceChildren();
    this.#follows = true;
    this.#tellHidden();
  }

  /** All lines as text, with the name of who printed them. */
  text(): string {
    return this.#lines.slice(this.#lines.begin, this.#lines.end).map(lineText).join("\n");
  }

  /** Goes back to a whole batch, where a flood has left less on the page. */
  #fillUp(): void {
    const missing = batch - (this.#to - this.#from);
    if (missing > 0) this.#showEarlier(missing);
  }

  #showEarlier(count: number): void {
    const from = Math.max(this.#lines.begin, this.#from - count);
    if (from >= this.#from) return;
    const height = this.#root.scrollHeight;
    this.#list.prepend(this.#elements(from, this.#from));
    this.#from = from;
    this.#tellHidden();
    if (this.#follows) this.#root.scrollTop = this.#root.scrollHeight;
    else this.#root.scrollTop += this.#root.scrollHeight - height;
  }

  #elements(from: number, to: number): DocumentFragment {
    const fragment = document.createDocumentFragment();
    fragment.append(...this.#lines.slice(from, to).map(lineElement));
    return fragment;
  }

  #tellHidden(): void {
    const hidden = this.#from - this.#lines.begin;
    const lost = this.#lines.begin;
    this.#notice.hidden = hidden + lost === 0;
    const lostText = lost > 0 ? `; the first ${lost.toLocaleString("en")} are gone` : "";
    this.#notice.firstElementChild!.textContent = `${hidden.toLocaleString("en")} earlier lines are not shown${lostText}.`;
    (this.#notice.lastElementChild as HTMLElement).hidden = hidden === 0;
  }
}
