import { ConsoleView } from "./console/console-view.ts";
import { debounce, part, whenIdle } from "./dom.ts";
import { Drafts } from "./drafts.ts";
import { CodeListing } from "./editor/code-listing.ts";
import { Editor } from "./editor/editor.ts";
import type { Lesson } from "./lessons.ts";
import type { Route } from "./route.ts";
import type { Failure } from "./run/failure.ts";
import { loadLibrary } from "./run/library.ts";
import { Runner, type RunSpec, type RunState } from "./run/runner.ts";
import { StatusView } from "./run/status-view.ts";
import { SettingsView } from "./settings-view.ts";

/** A program with its two texts, its controls and its output. */
export class Workbench {
  readonly #root: HTMLElement;
  readonly #lessons: ReadonlyMap<string, Lesson>;
  readonly #drafts = new Drafts();
  readonly #settings: SettingsView;
  readonly #javascript: Editor;
  readonly #cpp: CodeListing;
  readonly #console: ConsoleView;
  readonly #status: StatusView;
  readonly #runner: Runner;
  readonly #prepareSoon: ReturnType<typeof debounce>;
  readonly #run: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  readonly #reset: HTMLButtonElement;
  #route: Route;
  /** Which text the editor holds, and which one last ran: an error is marked in its own text alone. */
  #shown = "";
  #ran = "";

  constructor(
    root: HTMLElement,
    lessons: ReadonlyMap<string, Lesson>,
    route: Route,
    onChange: (route: Route) => void,
  ) {
    this.#root = root;
    this.#lessons = lessons;
    this.#route = route;
    const cpuCount = navigator.hardwareConcurrency || 1;
    this.#settings = new SettingsView(root, cpuCount, (change) => {
      this.show({ ...this.#route, ...change });
      onChange(this.#route);
    });
    this.#console = new ConsoleView(part(root, "[data-testid=console]"));
    this.#status = new StatusView(root);
    this.#runner = new Runner({
      onState: (state, failure) => this.#enter(state, failure),
      onOutput: (lines) => this.#console.append(lines),
      onTrace: (events) => this.#status.trace(events),
    });
    this.#prepareSoon = debounce(() => void this.#runner.prepare(this.#spec), 300);

    this.#javascript = new Editor(part(root, "[data-part=editor-js]"), {
      label: "Program in JavaScript",
      onChange: () => this.#edited(),
      onRun: () => this.run(),
    });
    this.#cpp = new CodeListing(part(root, "[data-part=editor-cpp]"), "Program in C++");

    this.#run = part(root, "[data-testid=run]");
    this.#stop = part(root, "[data-testid=stop]");
    this.#reset = part(root, "[data-part=reset]");
    this.#bindButtons();
    this.show(route);
    this.#run.disabled = false;
    whenIdle(() => void this.#showSupport());
  }

  show(route: Route): void {
    this.#route = route;
    this.#settings.show(route);
    const lesson = this.#lesson;
    const key = `${route.program}.${route.mode}`;
    if (key !== this.#shown) {
      this.#shown = key;
      this.#javascript.open(this.#drafts.get(key) ?? lesson.texts[route.mode]);
      this.#cpp.open(lesson.cpp);
    }
    this.#reset.disabled = this.#drafts.get(key) === null;
    this.#prepareSoon();
  }

  run(): void {
    if (this.#runner.busy) return;
    this.#prepareSoon.cancel();
    this.#console.clear();
    this.#console.setLanes(this.#settings.processes);
    this.#javascript.mark(null);
    this.#ran = this.#shown;
    this.#root.scrollIntoView({ block: "nearest" }); // the output may lie below the window
    void this.#runner.run(this.#spec);
  }

  get #lesson(): Lesson {
    const lesson = this.#lessons.get(this.#route.program);
    if (!lesson) throw new Error(`there is no program ${this.#route.program}`);
    return lesson;
  }

  get #spec(): RunSpec {
    const { program, language } = this.#route;
    const { processes } = this.#settings;
    return { program, language, processes, source: this.#javascript.text };
  }

  #edited(): void {
    const text = this.#javascript.text;
    if (text === this.#lesson.texts[this.#route.mode]) this.#drafts.delete(this.#shown);
    else this.#drafts.set(this.#shown, text);
    this.#reset.disabled = this.#drafts.get(this.#shown) === null;
    this.#prepareSoon();
  }

  #enter(state: RunState, failure: Failure | null): void {
    this.#console.flush();
    const busy = state === "loading" || state === "running";
    const focus = document.activeElement;
    this.#run.disabled = busy;
    this.#stop.disabled = !busy;
    if (busy && focus === this.#run) this.#stop.focus();
    if (!busy && focus === this.#stop) this.#run.focus();
    if (failure) this.#tell(failure);
    this.#status.enter(state, this.#console.count);
    if (!busy) this.#prepareSoon();
  }

  #tell(failure: Failure): void {
    const inView = this.#route.language === "js" && this.#ran === this.#shown;
    const { line, column, name, message } = failure;
    this.#console.fail(failure, inView ? (l, c) => this.#javascript.goTo(l, c) : null);
    if (inView && line !== null) {
      this.#javascript.mark({ line, column, message: `${name}: ${message}` });
    }
  }

  #bindButtons(): void {
    part(this.#root, "[data-part=toolbar]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.run();
    });
    this.#stop.addEventListener("click", () => this.#runner.stop());
    this.#reset.addEventListener("click", () => {
      this.#drafts.delete(this.#shown);
      this.#shown = "";
      this.show(this.#route);
    });
    part(this.#root, "[data-part=clear]").addEventListener("click", () => this.#console.clear());
    const copy = part<HTMLButtonElement>(this.#root, "[data-part=copy]");
    copy.addEventListener("click", async () => {
      const copied = await navigator.clipboard.writeText(this.#console.text()).then(
        () => "Copied",
        () => "Not allowed",
      );
      copy.textContent = copied;
      setTimeout(() => (copy.textContent = "Copy"), 1_500);
    });
  }

  /** Loads the library once the page stands, and says so where threads cannot be had. */
  async #showSupport(): Promise<void> {
    const reason = await loadLibrary().then(
      ({ support }) =>
        support.threads ? null : (support.reason ?? "This browser has no threads."),
      (error: Error) => error.message,
    );
    const note = part(this.#root, "[data-testid=threads-note]");
    note.hidden = reason === null;
    note.textContent = reason;
  }
}
