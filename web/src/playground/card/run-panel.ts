import { ConsoleView } from "../console/console-view.ts";
import { part } from "../dom.ts";
import { noteMeasured } from "../measured.ts";
import { unreadFailure, type Failure } from "../run/failure.ts";
import { recordedWhere, type RecordedRun } from "../run/recorded.ts";
import { isBusy, Runner, type RunSpec, type RunState } from "../run/runner.ts";
import { StatusView } from "../run/status-view.ts";
import { tellCopied } from "../share/dialog.ts";
import { timeText } from "../timeline/viewport.ts";
import { TimelineView } from "../timeline/timeline-view.ts";
import type { CardServices } from "./contract.ts";
import type { Language } from "../run/program.ts";

export interface RunPanelEvents {
  /** A run has failed; called before `onState`. */
  onFailure(failure: Failure): void;
  /** An asynchronous call has failed, and the program has not read its result. */
  onUnread(failure: Failure): void;
  onState(state: RunState, failure: Failure | null): void;
  /** The source line of the call that is selected in the timeline, or null. */
  onLine(line: number | null): void;
  /** The reader has pressed Run. */
  onRun(): void;
}

/** Runs the program of a card and shows what it does: Run and Stop buttons, status, console and timeline. */
export class RunPanel {
  readonly runner: Runner;
  readonly console: ConsoleView;
  readonly timeline: TimelineView;
  readonly #run: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  readonly #status: StatusView;
  readonly #services: CardServices;
  readonly #events: RunPanelEvents;
  #processes = 1;
  /** What is shown is still the run before, or a recorded one: while a run begins there is nothing else to see. */
  #isBefore = false;

  constructor(root: HTMLElement, title: string, services: CardServices, events: RunPanelEvents) {
    const find = <E extends HTMLElement>(name: string) => part<E>(root, `[data-part=${name}]`);
    this.#services = services;
    this.#events = events;
    this.#run = find<HTMLButtonElement>("run");
    this.#stop = find<HTMLButtonElement>("stop");
    this.console = new ConsoleView(find("console"));
    this.#status = new StatusView(root);
    this.timeline = new TimelineView(find("timeline"), {
      onScrub: (time) => this.console.showUntil(time),
      onLine: events.onLine,
    });
    this.runner = new Runner(title, services.queue, () => services.loadLibrary(), {
      onState: (state, failure) => this.#enter(state, failure),
      onOutput: (lines) => this.console.append(lines),
      onTrace: (traced) => this.#status.trace(this.timeline.add(traced)),
      onCall: (note) => {
        const whole = this.timeline.addNote(note);
        if (note.unreadError !== undefined) events.onUnread(unreadFailure(whole));
      },
      onProgramState: (spans) => this.timeline.addProgram(spans),
      onLoad: (loaded, total) => this.#status.load(loaded, total),
      onDiscard: () => this.#status.stopLoading(),
    });
    // Listens to "click", which Enter in the form triggers, too; "submit" does not fire in a sandbox without "allow-forms".
    this.#run.addEventListener("click", (event) => {
      event.preventDefault();
      events.onRun();
    });
    this.#stop.addEventListener("click", () => this.runner.stop());
    find("clear").addEventListener("click", () => this.console.clear());
    const copy = find<HTMLButtonElement>("copy");
    copy.addEventListener("click", () => void tellCopied(copy, this.console.printed()));
  }

  /** Called when the program has another language. */
  showLanguage(language: Language): void {
    this.#status.showCost(language === "python");
  }

  /** Moves the focus to the button that can be pressed, without scrolling. */
  focus(): void {
    (this.busy ? this.#stop : this.#run).focus({ preventScroll: true });
  }

  get busy(): boolean {
    return this.runner.busy;
  }

  /** Shows a run that was recorded on another computer, until the reader runs the program. */
  showRecorded(run: RecordedRun): void {
    this.console.setLanes(run.processes);
    this.console.append(run.lines);
    this.timeline.showRecorded(run);
    this.#status.showRecorded(run.milliseconds, recordedWhere(run));
  }

  run(spec: RunSpec): void {
    this.#processes = spec.processes;
    this.#isBefore = true;
    void this.runner.run(spec);
  }

  #enter(state: RunState, failure: Failure | null): void {
    this.console.flush();
    if (this.#isBefore && (state === "running" || state === "failed")) {
      this.#isBefore = false;
      this.console.clear();
      this.console.setLanes(this.#processes);
      this.timeline.start(this.#processes);
    }
    const busy = isBusy(state);
    const focus = document.activeElement;
    this.#run.disabled = busy;
    this.#stop.disabled = !busy;
    // A disabled button loses the focus, so the other one gets it.
    if (focus === (busy ? this.#run : this.#stop)) this.focus();
    if (failure) this.#events.onFailure(failure);
    if (!busy) this.timeline.finish();
    const [first] = this.timeline.model.program;
    if (state === "done" && first?.state === "starting")
      noteMeasured("start-up", timeText(first.end! - first.begin));
    const { holder } = this.#services.queue;
    const printed = this.#isBefore ? null : this.console.count;
    this.#status.enter(state, printed, holder === this.runner ? null : holder);
    this.#events.onState(state, failure);
  }
}
