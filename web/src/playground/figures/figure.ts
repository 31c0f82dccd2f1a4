import { element } from "../dom.ts";
import type { Runnable, RunQueue } from "../run/run-queue.ts";
import { toFailure } from "../run/failure.ts";
import { recordedWhere, type Recording } from "../run/recorded.ts";
import { measureUntilCertain, type Rounds } from "./rounds.ts";

export interface FigureOptions {
  /**
   * Measures and draws, until it is done or the signal is aborted. With `adds`, keeps what was measured before on this
   * computer.
   */
  run(signal: AbortSignal, adds: boolean): Promise<void>;
  /** The source of the program that `run` runs. */
  program(): string;
  /** A description of the method of measurement. */
  method: string;
  /** How many rounds a run measures. */
  rounds?: Rounds;
}

/** Fewer rounds do not show how much the times vary. */
const fewest = 5;

/** The element of a figure, with its data for tests and the console. */
export interface FigureElement extends HTMLElement {
  /** The measurements, and what is drawn. */
  figureData?: unknown;
}

/** The common parts of all figures: Run and Stop, progress, the result in words, a table of the numbers, and the program. */
export class Figure implements Runnable {
  readonly title: string;
  readonly root: FigureElement;
  readonly controls = element("div", { className: "figure-controls" });
  readonly drawing = element("div", { className: "figure-drawing" });
  readonly #options: FigureOptions;
  readonly #queue: RunQueue;
  readonly #button = element("button", { className: "button button-run", textContent: "Run" });
  readonly #status = element("p", { className: "figure-status" });
  readonly #bar = element("progress", { className: "progress" });
  readonly #result = element("p", { className: "figure-result" });
  readonly #table = element("div", { className: "figure-table" });
  #abort: AbortController | null = null;
  /** Whether more rounds would not change the result. */
  #isCertain = true;
  /** How many rounds have been measured. */
  #rounds = 0;
  /** Where and when the shown data was recorded; null if it was measured on the reader's computer. */
  #recording: string | null = null;

  constructor(root: HTMLElement, queue: RunQueue, options: FigureOptions) {
    this.root = root;
    this.#queue = queue;
    this.title = `the figure “${root.querySelector("h3")?.textContent ?? root.id}”`;
    this.#options = options;
    this.#button.type = "button";
    this.#button.dataset.part = "figure-run";
    this.#button.addEventListener("click", () => (this.#abort ? this.stop() : void this.run()));
    this.#bar.max = 1;
    this.#bar.value = 0;
    this.#bar.setAttribute("aria-label", "Measuring");
    this.#result.setAttribute("role", "status");
    this.#table.tabIndex = 0;
    this.#table.setAttribute("role", "region");
    this.#table.setAttribute("aria-label", `The numbers of ${this.title}`);
    const head = element(
      "div",
      { className: "figure-head" },
      this.controls,
      element("div", { className: "figure-actions" }, this.#status, this.#button),
      this.#bar,
    );
    const place = root.querySelector(".figure-place");
    if (!place) throw new Error(`the figure ${root.id} has no place`);
    place.replaceChildren(
      head,
      this.drawing,
      this.#result,
      element(
        "div",
        { className: "figure-more" },
        details("The numbers", this.#table),
        this.#programDetails(),
        element("p", { className: "figure-method", textContent: options.method }),
      ),
    );
    this.#enter("idle");
  }

  get busy(): boolean {
    return this.#abort !== null;
  }

  /** Measures, when no other program of the page runs. */
  async run(measure = this.#options.run, adds = false): Promise<void> {
    if (this.#abort) return;
    const abort = new AbortController();
    this.#abort = abort;
    this.#bar.removeAttribute("value");
    this.#button.textContent = "Stop";
    this.#status.textContent = "Starting";
    this.#enter("running");
    const wait = ({ title }: Runnable) => (this.#status.textContent = `Waits for ${title}`);
    if (!(await this.#queue.turn(this, wait))) return;
    try {
      if (abort.signal.aborted) return;
      this.#status.textContent = "Starting";
      if (this.#recording) adds = false;
      const rounds = measure === this.#options.run ? this.#options.rounds : undefined;
      const once = async () => {
        this.#rounds = (adds ? this.#rounds : 0) + (rounds?.count ?? 0);
        await measure(abort.signal, adds);
        adds = true;
      };
      const goesOn = rounds?.asNeeded ?? false;
      await measureUntilCertain(once, () => this.#isCertain || !goesOn);
      this.#end(abort, "done", "");
    } catch (error) {
      if (abort.signal.aborted) return;
      this.#rounds = 0;
      const { name, message } = toFailure(error);
      this.say(`It failed. ${name}: ${message}`);
      this.#end(abort, "failed", "Failed");
    } finally {
      this.#queue.release(this);
    }
  }

  stop(): void {
    const abort = this.#abort;
    if (!abort) return;
    this.#queue.withdraw(this);
    abort.abort(new DOMException("stopped", "AbortError"));
    this.#end(abort, "stopped", "Stopped");
  }

  discard(): void {
    // A figure prepares no workers.
  }

  /** Shows the progress; `share` is from 0 to 1. */
  progress(share: number, text: string): void {
    this.#bar.value = share;
    this.#status.textContent = text;
  }

  /** Removes the result. What was recorded on another computer must not be shown after it. */
  clear(): void {
    this.#recording = null;
    delete this.root.dataset.recorded;
    this.say("");
  }

  /** Shows the result in words, which screen readers announce. If it is uncertain, adds a button to measure more rounds. */
  say(text: string, isCertain = true): void {
    const isFew = text !== "" && this.#rounds > 0 && this.#rounds < fewest;
    this.#isCertain = isCertain && !isFew;
    const few = isFew ? " So few rounds show little of how much the times vary." : "";
    const recorded = this.#recording && `${this.#recording}: ${text}`;
    this.#result.replaceChildren(recorded ?? text + few);
    if (this.#isCertain || this.#recording || !this.#options.rounds) return;
    const more = element("button", { className: "button", textContent: "Run more rounds" });
    more.type = "button";
    more.dataset.part = "more-rounds";
    more.addEventListener("click", () => void this.run(this.#options.run, true));
    this.#result.append(" ", more);
  }

  /** Shows a recorded run of another computer, in lighter colours, until the reader measures. `show` draws it. */
  showRecorded(recording: Recording, show: () => void): void {
    this.#recording = `Recorded on ${recordedWhere(recording)}`;
    this.root.dataset.recorded = "";
    show();
  }

  tabulate(head: readonly string[], rows: readonly (readonly string[])[]): void {
    const row = (tag: "th" | "td", cells: readonly string[]) =>
      element(
        "tr",
        {},
        ...cells.map((text, index) => {
          const cell = element(index === 0 ? "th" : tag, { textContent: text });
          if (index === 0 || tag === "th") cell.setAttribute("scope", tag === "th" ? "col" : "row");
          return cell;
        }),
      );
    this.#table.replaceChildren(
      element(
        "table",
        {},
        element("thead", {}, row("th", head)),
        element("tbody", {}, ...rows.map((cells) => row("td", cells))),
      ),
    );
  }

  #end(abort: AbortController, state: string, word: string): void {
    if (this.#abort !== abort) return;
    this.#abort = null;
    this.#bar.value = state === "done" ? 1 : 0;
    this.#status.textContent = word;
    this.#button.textContent = "Run again";
    this.#enter(state);
  }

  #enter(state: string): void {
    this.root.dataset.state = state;
  }

  #programDetails(): HTMLElement {
    const code = element("pre", { className: "code" });
    code.tabIndex = 0;
    code.setAttribute("role", "group");
    code.setAttribute("aria-label", `The program that measures ${this.title}`);
    const made = details("The program that measures", code);
    made.addEventListener("toggle", () => {
      if (made.open) code.textContent = this.#options.program();
    });
    return made;
  }
}

function details(summary: string, ...content: Node[]): HTMLDetailsElement {
  return element("details", {}, element("summary", { textContent: summary }), ...content);
}
