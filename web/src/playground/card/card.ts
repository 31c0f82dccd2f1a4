import { ConsoleView } from "../console/console-view.ts";
import { debounce, part } from "../dom.ts";
import { Drafts } from "../drafts.ts";
import { CodeListing } from "../editor/code-listing.ts";
import { Editor } from "../editor/editor.ts";
import type { Failure } from "../run/failure.ts";
import type { Library } from "../run/library.ts";
import { Runner, isBusy, type RunSpec, type RunState } from "../run/runner.ts";
import { StatusView } from "../run/status-view.ts";
import { tellCopied } from "../share/dialog.ts";
import { openEmbedDialog, openShareDialog } from "../share/share-dialogs.ts";
import { TimelineView } from "../timeline/timeline-view.ts";
import { ModesView } from "./modes-view.ts";
import { KnobsView } from "./knobs-view.ts";
import { firstState, readListings, type CardState, type ProgramTexts } from "./program.ts";
import type { RunQueue } from "./run-queue.ts";
import { SupportNote } from "./support-note.ts";
import { cardElements } from "./template.ts";

/** What a card needs from the page around it. */
export interface CardServices {
  loadLibrary(): Promise<Library>;
  /** Shared by all cards of a page. */
  queue: RunQueue;
  /** Keeps the reader's edits; without it they last as long as the card. */
  drafts?: Drafts;
  /** The link to a program in that state, for Share; without it the card has no Share. */
  link?(program: string, state: CardState): Promise<string>;
  /** The address of the program, as it is, in a page of its own: offered where a frame cannot have threads. */
  fullPage?(state: CardState): Promise<string>;
  /** The folder of embed.html and embed.js, for Embed; without it the card has no Embed. */
  embedBase?: URL;
}

/** What a card tells of. */
export interface CardEvents {
  /** A run begins. */
  run(spec: RunSpec): void;
  /** A run has ended in its own time: everything that was printed. */
  result(text: string): void;
  error(failure: Failure): void;
  /** The text, the mode or a setting is another. */
  change(state: CardState): void;
  state(state: RunState): void;
}

export interface CardOptions extends Partial<CardState> {
  /** Name of the program, which is that of its C++ twin and of its draft. */
  program: string;
  /** How others call it while they wait for it; by default its name. */
  title?: string;
  /** By default the listings that stand in the element. */
  texts?: ProgramTexts;
  /** Where `source` came from, if not from the reader: shown above it. */
  origin?: string | null;
  events?: Partial<CardEvents>;
}

/** Builds a card in an element, in place of the listings that stand there. */
export function mountCard(
  element: HTMLElement,
  options: CardOptions,
  services: CardServices,
): Card {
  return new Card(element, options, services);
}

/** A program that can be edited, run and watched: see `mountCard`. */
export class Card {
  readonly program: string;
  readonly #root: HTMLElement;
  readonly #texts: ProgramTexts;
  readonly #services: CardServices;
  readonly #drafts: Drafts;
  readonly #events: Partial<CardEvents>;
  readonly #modes: ModesView;
  readonly #knobs: KnobsView;
  readonly #editor: Editor;
  readonly #cpp: CodeListing;
  readonly #console: ConsoleView;
  readonly #status: StatusView;
  readonly #timeline: TimelineView;
  readonly #support: SupportNote;
  readonly #runner: Runner;
  readonly #listings: Readonly<Record<"sync" | "async", HTMLElement | null>>;
  readonly #prepareSoon: ReturnType<typeof debounce>;
  readonly #changedSoon: ReturnType<typeof debounce>;
  #state: CardState;
  #ranText = "";

  constructor(root: HTMLElement, options: CardOptions, services: CardServices) {
    this.#root = root;
    this.program = options.program;
    this.#services = services;
    this.#drafts = services.drafts ?? new Drafts(() => null);
    this.#events = options.events ?? {};
    this.#texts = options.texts ?? readListings(root);
    const listing = (id: string) => root.querySelector<HTMLElement>(`[data-text="${id}"] .code`);
    this.#listings = { sync: listing("sync"), async: listing("async") };
    const { mode, language, processes, source } = { ...firstState, ...options };
    this.#state = { mode, language, processes, source };

    root.classList.add("card", "card-live");
    root.setAttribute("role", "region");
    root.setAttribute("aria-label", `Program ${options.title ?? options.program}`);
    root.replaceChildren(cardElements());
    const find = <E extends HTMLElement>(name: string) => part<E>(root, `[data-part=${name}]`);

    this.#console = new ConsoleView(find("console"));
    this.#status = new StatusView(root);
    this.#timeline = new TimelineView(find("timeline"));
    const { fullPage } = services;
    this.#support = new SupportNote(
      find("threads-note"),
      fullPage ? () => fullPage(this.state) : null,
    );
    this.#runner = new Runner(
      options.title ?? options.program,
      services.queue,
      () => services.loadLibrary(),
      {
        onState: (state, failure) => this.#enter(state, failure),
        onOutput: (lines) => this.#console.append(lines),
        onTrace: (events) => {
          this.#status.trace(events);
          this.#timeline.add(events);
        },
        onProgramState: (spans) => this.#timeline.addProgram(spans),
      },
    );
    this.#prepareSoon = debounce(() => void this.#runner.prepare(this.#spec), 300);
    this.#changedSoon = debounce(() => this.#events.change?.(this.state), 200);
    this.#editor = new Editor(find("editor"), {
      label: "Program in JavaScript",
      onChange: () => this.#edited(),
      onRun: () => this.run(),
    });
    this.#cpp = new CodeListing(find("cpp"), "Program in C++");
    this.#knobs = new KnobsView(
      find("knobs"),
      navigator.hardwareConcurrency || 1,
      (count) => this.#change({ processes: count }),
      (change) => void this.#editor.change(change),
    );
    this.#modes = new ModesView(root, this.#texts, (change) => this.#change(change));
    this.#bindButtons(find, options.origin ?? null);
    this.#show();
    this.#cpp.open(this.#texts.cpp);
    void this.#support.show(() => services.loadLibrary());
  }

  /** What it shows and would run; a text of the reader's own is `source`. */
  get state(): CardState {
    return { ...this.#state, source: this.#source };
  }

  /** Shows the program in another state; what it leaves out stays as it is. */
  show(change: Partial<CardState>, origin: string | null = null): void {
    this.#change(change, false);
    this.#showOrigin(origin);
  }

  /** The text in JavaScript that it shows. */
  get text(): string {
    return this.#editor.text;
  }

  /** Says something about the program, above it, until it is said otherwise. */
  note(text: string | null): void {
    this.#showOrigin(text, false);
  }

  /** `scroll: false` leaves the window where it is. */
  run({ scroll = true } = {}): void {
    if (this.#runner.busy) return;
    this.#prepareSoon.cancel();
    this.#console.clear();
    this.#console.setLanes(this.#knobs.processes);
    this.#editor.mark(null);
    const spec = this.#spec;
    this.#ranText = spec.source;
    if (scroll) part(this.#root, ".output").scrollIntoView({ block: "nearest" }); // it may lie below the window
    void this.#runner.run(spec);
    this.#events.run?.(spec);
  }

  stop(): void {
    this.#runner.stop();
  }

  /** Gets the workers ready that a run would need; called when the reader turns to the card. */
  prepare(): void {
    this.#prepareSoon();
  }

  /** Lets go of what was prepared, its workers included, until the reader turns to it again. */
  rest(): void {
    this.#prepareSoon.cancel();
    this.#runner.discard();
  }

  destroy(): void {
    this.#prepareSoon.cancel();
    this.#changedSoon.cancel();
    this.#runner.stop();
    this.#runner.discard();
    this.#editor.destroy();
    this.#root.replaceChildren();
  }

  get #key(): string {
    return `${this.program}.${this.#state.mode}`;
  }

  get #guideText(): string {
    return this.#texts[this.#state.mode];
  }

  /** The reader's text, null where it is the guide's. */
  get #source(): string | null {
    const { text } = this.#editor;
    return text === this.#guideText ? null : text;
  }

  get #spec(): RunSpec {
    const { language } = this.#state;
    const { processes } = this.#knobs;
    return { program: this.program, language, processes, source: this.#editor.text };
  }

  #change(change: Partial<CardState>, byReader = true): void {
    const { mode } = this.#state;
    const opens = change.source !== undefined || (change.mode ?? mode) !== mode;
    this.#state = { ...this.#state, source: null, ...change };
    this.#show(opens);
    if (byReader) this.#changedSoon();
    if (byReader) this.#prepareSoon();
  }

  /** Brings what the card shows in line with its state; `opens` where that means another text. */
  #show(opens = true): void {
    const { language, processes, mode, source } = this.#state;
    if (opens) {
      const text = source ?? this.#drafts.get(this.#key) ?? this.#guideText;
      this.#editor.open(text, text === this.#guideText ? this.#listings[mode] : null);
    }
    this.#modes.show(this.#state);
    this.#editor.compare(this.#modes.compares ? this.#texts[other(mode)] : null);
    this.#knobs.showProcesses(processes);
    this.#showText(language === "cpp");
  }

  #showText(fixed = this.#state.language === "cpp"): void {
    this.#knobs.showText(this.#editor.text, fixed);
    this.#modes.showEdited(this.#source !== null);
    void this.#support.follow();
  }

  #edited(): void {
    const source = this.#source;
    if (source === null) this.#drafts.delete(this.#key);
    else this.#drafts.set(this.#key, source);
    this.#showText();
    this.#changedSoon();
    this.#prepareSoon();
  }

  #reset(): void {
    this.#drafts.delete(this.#key);
    this.#showOrigin(null);
    this.#change({ source: this.#guideText });
  }

  #enter(state: RunState, failure: Failure | null): void {
    this.#console.flush();
    const run = part<HTMLButtonElement>(this.#root, "[data-part=run]");
    const stop = part<HTMLButtonElement>(this.#root, "[data-part=stop]");
    const busy = isBusy(state);
    const focus = document.activeElement;
    run.disabled = busy;
    stop.disabled = !busy;
    if (busy && focus === run) stop.focus();
    if (!busy && focus === stop) run.focus();
    if (failure) this.#tell(failure);
    if (state === "running") this.#timeline.start(this.#knobs.processes);
    if (!busy) this.#timeline.finish();
    const { holder } = this.#services.queue;
    this.#status.enter(state, this.#console.count, holder === this.#runner ? null : holder);
    if (!busy) this.#prepareSoon();
    if (failure) this.#events.error?.(failure);
    if (state === "done") this.#events.result?.(this.#console.printed());
    this.#events.state?.(state);
  }

  #tell(failure: Failure): void {
    // An error is marked in its own text alone.
    const inView = this.#state.language === "js" && this.#ranText === this.#editor.text;
    const { line, column, name, message } = failure;
    this.#console.fail(failure, inView ? (l, c) => void this.#editor.goTo(l, c) : null);
    if (inView && line !== null) {
      this.#editor.mark({ line, column, message: message ? `${name}: ${message}` : name });
    }
  }

  #bindButtons(find: <E extends HTMLElement>(name: string) => E, origin: string | null): void {
    // Also when Enter is pressed in the bar. Not on "submit", which is not to be had in a sandbox without "allow-forms".
    find("run").addEventListener("click", (event) => {
      event.preventDefault();
      this.run();
    });
    find("stop").addEventListener("click", () => this.stop());
    find("reset").addEventListener("click", () => this.#reset());
    find("origin-reset").addEventListener("click", () => this.#reset());
    find("clear").addEventListener("click", () => this.#console.clear());
    const copy = find<HTMLButtonElement>("copy");
    copy.addEventListener("click", () => void tellCopied(copy, this.#console.text()));
    this.#root.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented)
        return;
      event.preventDefault();
      this.run();
    });
    // Turned to: workers start while the reader still looks for the button.
    for (const sign of ["pointerenter", "focusin"])
      this.#root.addEventListener(sign, () => this.prepare());
    this.#showOrigin(origin);
    const { link, embedBase } = this.#services;
    const title = this.#runner.title;
    const share = find("share");
    const embed = find("embed");
    share.hidden = !link;
    embed.hidden = !embedBase;
    share.addEventListener("click", async () => {
      const address = await link!(this.program, this.state);
      await openShareDialog(this.#root, address, this.state);
    });
    embed.addEventListener("click", () => {
      void openEmbedDialog(this.#root, embedBase!, this.program, title, this.state);
    });
  }

  #showOrigin(origin: string | null, resets = true): void {
    part(this.#root, "[data-part=origin-reset]").hidden = !resets;
    part(this.#root, "[data-part=origin-note]").hidden = origin === null;
    part(this.#root, "[data-part=origin-text]").textContent = origin;
  }
}

const other = (mode: "sync" | "async") => (mode === "sync" ? "async" : "sync");
