import type { TraceEvent } from "webpool";
import { element, part } from "../dom.ts";
import { Progress } from "./progress.ts";
import type { RunState } from "./runner.ts";

const words: Record<RunState, string> = {
  idle: "Ready",
  loading: "Starting",
  running: "Running",
  done: "Done",
  failed: "Failed",
  stopped: "Stopped",
};

/** State, time and progress of the run, for the eye and, at its end, for a screen reader. */
export class StatusView {
  readonly #status: HTMLElement;
  readonly #clock: HTMLElement;
  readonly #bar: HTMLProgressElement;
  readonly #announcer: HTMLElement;
  #progress = new Progress();
  #begin = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(root: HTMLElement) {
    this.#status = part(root, "[data-testid=status]");
    this.#clock = part(root, "[data-part=clock]");
    this.#bar = part(root, "[data-part=progress]");
    this.#announcer = part(root, "[data-part=announcer]");
  }

  enter(state: RunState, lines: number): void {
    this.#status.textContent = words[state];
    const busy = state === "loading" || state === "running";
    if (state === "loading") this.#start();
    if (state === "running") this.#begin = performance.now();
    if (!busy) this.#end(state, lines);
    this.#status.dataset.state = state; // last: who waits for it finds the rest in place
  }

  trace(events: readonly TraceEvent[]): void {
    this.#progress.add(events);
  }

  #start(): void {
    this.#progress = new Progress();
    this.#begin = performance.now();
    this.#clock.textContent = "";
    this.#bar.removeAttribute("value");
    this.#announcer.textContent = "";
    this.#timer = setInterval(() => this.#show(), 100);
  }

  #end(state: RunState, lines: number): void {
    clearInterval(this.#timer);
    this.#show();
    this.#bar.value = state === "done" ? 1 : 0;
    this.#announcer.textContent = `${words[state]}, ${amount(lines, "line")} printed.`;
  }

  #show(): void {
    const { done } = this.#progress;
    const time = `${((performance.now() - this.#begin) / 1_000).toFixed(2)} s`;
    const tasks = done === 0 ? "" : ` · ${amount(done, "task")} done`;
    this.#clock.replaceChildren(time, element("span", { textContent: tasks }));
  }
}

function amount(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
