import type { TraceEvent } from "webpool";
import { element, part } from "../dom.ts";
import { amount, megabytes } from "../amounts.ts";
import { Progress } from "./progress.ts";
import type { Runnable } from "./run-queue.ts";
import { pythonToLoad, whenPythonIsLoaded } from "./python-load.ts";
import { isBusy, type RunState } from "./runner.ts";

const words: Record<RunState, string> = {
  idle: "Ready",
  waiting: "Waiting",
  loading: "Starting",
  running: "Running",
  done: "Done",
  failed: "Failed",
  stopped: "Stopped",
};

/** Shows state, time and progress of the run, and announces its end to screen readers. */
export class StatusView {
  readonly #status: HTMLElement;
  readonly #clock: HTMLElement;
  readonly #bar: HTMLProgressElement;
  readonly #announcer: HTMLElement;
  readonly #cost: HTMLElement;
  #progress = new Progress();
  #begin = 0;
  /** Whether the program needs Python, which may have to be loaded. */
  #needsPython = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(root: HTMLElement) {
    this.#status = part(root, "[data-part=status]");
    this.#clock = part(root, "[data-part=clock]");
    this.#bar = part(root, "[data-part=progress]");
    this.#announcer = part(root, "[data-part=announcer]");
    this.#cost = part(root, "[data-part=cost]");
    whenPythonIsLoaded(() => this.showCost(this.#needsPython));
  }

  /** `lines` are null if the program has not begun; `other` is the one that runs while this one waits. */
  enter(state: RunState, lines: number | null, other: Runnable | null): void {
    this.#status.textContent = words[state];
    if (state === "waiting") this.#wait(other);
    if (state === "loading") this.#start();
    if (state === "running") this.#begin = performance.now();
    if (state !== "loading") this.showCost(this.#needsPython);
    if (!isBusy(state)) this.#end(state, lines);
    this.#status.dataset.state = state; // set last, since tests wait for it
  }

  /** Shows that the run was recorded on another computer, and its time there. */
  showRecorded(milliseconds: number, where: string): void {
    this.#status.textContent = "Recorded";
    this.#status.dataset.recorded = "";
    const more = element("span", { textContent: ` · ${where}` });
    this.#clock.replaceChildren(`${(milliseconds / 1_000).toFixed(2)} s`, more);
    this.#clock.title = where;
  }

  /** Shows how many bytes the first run of a program loads, before it does. */
  showCost(needsPython: boolean): void {
    this.#needsPython = needsPython;
    const bytes = needsPython ? pythonToLoad() : 0;
    this.#cost.textContent = bytes > 0 ? `The first run loads Python: ${megabytes(bytes)} MB` : "";
  }

  /** Shows the progress of loading Python, unless it is loaded for another tab than the one that is shown. */
  load(loaded: number, total: number): void {
    if (!this.#needsPython && this.#timer === undefined) return;
    this.#cost.textContent =
      loaded < total
        ? `Loading Python: ${megabytes(loaded)} of ${megabytes(total)} MB`
        : "Starting Python";
    this.#bar.value = total > 0 ? loaded / total : 0;
    if (loaded >= total) this.#bar.removeAttribute("value");
  }

  /** Shows that nothing is loaded any more, since the program that needed it was discarded. */
  stopLoading(): void {
    if (this.#timer !== undefined) return;
    this.#bar.value = 0;
    this.showCost(this.#needsPython);
  }

  trace(events: readonly TraceEvent[]): void {
    this.#progress.add(events);
  }

  #start(): void {
    this.#progress = new Progress();
    this.#begin = performance.now();
    this.#clock.textContent = "";
    this.#clock.title = ""; // it may be that of a recorded run
    this.#bar.removeAttribute("value");
    this.#announcer.textContent = "";
    this.#timer = setInterval(() => this.#show(), 100);
  }

  /** Offers to stop the program that runs, so that the waiting one can start. */
  #wait(other: Runnable | null): void {
    if (!other) return;
    const stop = element("button", { className: "link-button", textContent: "Stop that one" });
    stop.type = "button";
    stop.addEventListener("click", () => other.stop());
    this.#clock.replaceChildren(`until ${other.title} has ended. `, stop);
    this.#announcer.textContent = `Waiting until ${other.title} has ended.`;
  }

  #end(state: RunState, lines: number | null): void {
    if (this.#timer === undefined)
      this.#clock.replaceChildren(); // withdrawn before it started
    else this.#show();
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#bar.value = state === "done" ? 1 : 0;
    const printed = lines === null ? "" : `, ${amount(lines, "line")} printed`;
    this.#announcer.textContent = `${words[state]}${printed}.`;
  }

  #show(): void {
    const { done } = this.#progress;
    const time = `${((performance.now() - this.#begin) / 1_000).toFixed(2)} s`;
    const tasks = done === 0 ? "" : ` · ${amount(done, "task")} done`;
    this.#clock.replaceChildren(time, element("span", { textContent: tasks }));
  }
}
