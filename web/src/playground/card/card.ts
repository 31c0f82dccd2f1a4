import { debounce, part } from "../dom.ts";
import { Drafts } from "../drafts.ts";
import { explain, explainUnread } from "../run/explain.ts";
import type { Failure } from "../run/failure.ts";
import { hintAfter } from "../run/hints.ts";
import { mayLoadAhead, pythonToLoad } from "../run/python-load.ts";
import { isBusy, type RunSpec, type RunState } from "../run/runner.ts";
import { openEmbedDialog, openShareDialog } from "../share/share-dialogs.ts";
import type { CardEvents, CardOptions, CardServices } from "./contract.ts";
import { KnobsView } from "./knobs-view.ts";
import { ModesView } from "./modes-view.ts";
import { OriginNote } from "./origin-note.ts";
import { firstState, readListings, type CardState, type ProgramTexts } from "../run/program.ts";
import { RunPanel } from "./run-panel.ts";
import { SupportNote } from "./support-note.ts";
import { tellFailure } from "./tell-failure.ts";
import { cardElements } from "./template.ts";
import { TextsView } from "./texts-view.ts";

/** Builds a card in an element, replacing the listings in it. */
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
  readonly #services: CardServices;
  readonly #events: Partial<CardEvents>;
  readonly #title: string;
  readonly #modes: ModesView;
  readonly #knobs: KnobsView;
  readonly #texts: TextsView;
  readonly #panel: RunPanel;
  readonly #support: SupportNote;
  readonly #origin: OriginNote;
  readonly #prepareSoon: ReturnType<typeof debounce>;
  readonly #changedSoon: ReturnType<typeof debounce>;
  #state: CardState;
  /** Its state when the run that is shown began, with the source that ran; null before the first. */
  #ran: (CardState & { source: string }) | null = null;

  constructor(root: HTMLElement, options: CardOptions, services: CardServices) {
    this.#root = root;
    this.program = options.program;
    this.#title = options.title ?? options.program;
    this.#services = services;
    this.#events = options.events ?? {};
    const texts = options.texts ?? readListings(root);

    root.classList.add("card", "card-live");
    root.setAttribute("role", "region");
    root.setAttribute("aria-label", `Program ${this.#title}`);
    const { elements, number } = cardElements();
    root.replaceChildren(elements);
    const find = <E extends HTMLElement>(name: string) => part<E>(root, `[data-part=${name}]`);

    this.#panel = new RunPanel(root, this.#title, services, {
      onRun: () => this.run(),
      onLine: (line) => this.#texts.point(this.#showsRan ? line : null),
      onFailure: (failure) => this.#tell(failure),
      onUnread: (failure) => this.#tell(failure, true),
      onState: (state, failure) => this.#report(state, failure),
    });
    this.#origin = new OriginNote(root, () => this.#texts.name);
    const { fullPage } = services;
    this.#support = new SupportNote(
      find("threads-note"),
      () => services.loadLibrary(),
      fullPage ? () => fullPage(this.state) : null,
    );
    this.#prepareSoon = debounce(() => {
      const isLoading = this.#state.language === "python" && pythonToLoad() > 0;
      if (!isLoading || mayLoadAhead()) void this.#panel.runner.prepare(this.#spec);
    }, 300);
    this.#changedSoon = debounce(() => this.#events.change?.(this.state), 200);
    const { mode, language, processes, source } = { ...firstState, ...options };
    this.#state = { mode, language, processes, source };
    this.#texts = new TextsView(
      { editor: find("editor"), cpp: find("cpp") },
      this.program,
      texts,
      this.#state,
      services.drafts ?? new Drafts(() => null),
      {
        onChange: () => this.#edited(),
        onRun: () => this.run(),
        onLine: (line) => this.#panel.timeline.showLine(this.#showsRan ? line : null),
      },
    );
    this.#state.language = this.#texts.known(language);
    this.#knobs = new KnobsView(
      find("knobs"),
      navigator.hardwareConcurrency || 1,
      (count) => this.#change({ processes: count }),
      (change) => this.#texts.change(change),
    );
    this.#modes = new ModesView(root, number, texts, (change) => this.#change(change));
    this.#bindButtons(find);
    this.#origin.set(options.origin ?? null, true);
    if (options.runLabel) find("run-label").textContent = options.runLabel;
    this.#show(true);
    if (options.recorded) {
      this.#panel.showRecorded(options.recorded);
      this.#ran = this.#now;
    }
    void this.#support.show();
  }

  /** What it shows and would run. `source` is null unless the reader has edited the program. */
  get state(): CardState {
    return { ...this.#state, source: this.#texts.source };
  }

  /** Changes the given parts of the state; `origin` is a note on where its source comes from. */
  show(change: Partial<CardState>, origin: string | null = null): void {
    this.#change(change, false);
    if (change.source !== undefined) this.#origin.set(origin, true);
  }

  /** The source in the editor. */
  get text(): string {
    return this.#texts.text;
  }

  /** Replaces the listings by ones with syntax highlighting. */
  highlight(texts: ProgramTexts): void {
    this.#texts.highlight(texts);
  }

  /** Changes a number in the source, as its slider does. C++ cannot be edited, so it gives way to another language. */
  setKnob(name: string, value: number): void {
    if (this.#state.language === "cpp") this.#change({ language: "python" });
    this.#knobs.set(name, value);
  }

  /** Shows a note above the program; null removes it. */
  note(text: string | null): void {
    this.#origin.set(text, false);
  }

  /** Runs the program, without scrolling to the card. */
  run(): void {
    if (this.#panel.busy) return;
    this.#prepareSoon.cancel();
    this.#texts.mark(null);
    const spec = this.#spec;
    this.#ran = this.#now;
    this.#panel.run(spec);
    this.#events.run?.(spec);
  }

  stop(): void {
    this.#panel.runner.stop();
  }

  /**
   * Starts the workers for a run; called when the reader points at the card or focuses it. A language that has to be loaded
   * first is loaded when the reader changes something or presses Run: pointing alone does not ask for megabytes.
   */
  prepare(): void {
    if (this.#state.language !== "python" || pythonToLoad() === 0) this.#prepareSoon();
  }

  /** Discards the prepared program and its workers. */
  rest(): void {
    this.#prepareSoon.cancel();
    this.#panel.runner.discard();
  }

  get #spec(): RunSpec {
    const { language, mode } = this.#state;
    const isTwin = mode === "async" && this.#texts.hasAsyncTwin;
    const program = isTwin ? `async/${this.program}` : this.program;
    return { program, language, processes: this.#knobs.processes, source: this.text };
  }

  get #now(): CardState & { source: string } {
    return { ...this.#state, source: this.#texts.shown };
  }

  /** Whether the text that is shown is the one that ran. */
  get #showsRan(): boolean {
    const { language } = this.#state;
    return this.#ran?.language === language && this.#ran.source === this.#texts.shown;
  }

  #change(change: Partial<CardState>, byReader = true): void {
    this.#state = { ...this.#state, source: null, ...change };
    this.#state.language = this.#texts.known(this.#state.language);
    this.#show(change.source !== undefined);
    if (byReader) this.#changedSoon();
    if (byReader) this.#prepareSoon();
  }

  /** Updates everything that the card shows to its state. */
  #show(opens: boolean): void {
    this.#modes.show(this.#state);
    this.#texts.show(this.#state, this.#modes.compares, opens);
    this.#knobs.showProcesses(this.#state.processes);
    this.#showText();
  }

  #showText(): void {
    // C++ cannot be edited, so its numbers get no sliders.
    this.#knobs.showText(this.#state.language === "cpp" ? "" : this.text);
    this.#panel.showLanguage(this.#state.language);
    this.#modes.showText(this.#texts.source !== null, this.#texts.lines(this.#modes.isBeside));
    this.#origin.update();
    void this.#support.follow();
  }

  #edited(): void {
    this.#texts.keepDraft();
    this.#showText();
    this.#changedSoon();
    this.#prepareSoon();
  }

  #reset(): void {
    this.#texts.forgetDraft();
    this.#origin.forget();
    this.#change({ source: null });
  }

  #report(state: RunState, failure: Failure | null): void {
    if (!isBusy(state)) this.#prepareSoon();
    if (state === "running") void this.#support.show();
    if (failure) this.#events.error?.(failure);
    if (state === "done") {
      const { console } = this.#panel;
      const hint = hintAfter(console.printed(10_000), this.#ran!.language);
      if (hint) console.hint(hint);
      this.#events.result?.(console.printed());
    }
    this.#events.state?.(state);
  }

  #tell(failure: Failure, isUnread = false): void {
    const ran = this.#ran!;
    const { language, mode, source } = ran;
    const explanation = isUnread
      ? explainUnread(language)
      : language === "cpp"
        ? null
        : explain(failure, source, language);
    tellFailure(failure, explanation, {
      console: this.#panel.console,
      texts: this.#texts,
      // The error is marked only while the source that ran is shown.
      isInView: this.#showsRan,
      goTo: (line, column) => {
        this.#change({ language, mode });
        this.#texts.goTo(line, column);
      },
      switchTo: (other) => {
        if (other !== "cpp" && this.#showsRan) this.#texts.forgetDraft();
        this.#change({ language: other });
        if (other !== "cpp") this.#texts.replace(source);
      },
    });
  }

  #bindButtons(find: (name: string) => HTMLElement): void {
    for (const name of ["reset", "origin-reset"]) {
      find(name).addEventListener("click", () => {
        const hadFocus = document.activeElement === find(name);
        this.#reset(); // which disables or hides the button
        if (hadFocus) this.#panel.focus();
      });
    }
    this.#root.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented)
        return;
      event.preventDefault();
      this.run();
    });
    // Starts the workers while the reader still moves to the Run button.
    for (const type of ["pointerenter", "focusin"])
      this.#root.addEventListener(type, () => this.prepare());
    const { link, embedBase } = this.#services;
    const share = find("share");
    const embed = find("embed");
    share.hidden = !link;
    embed.hidden = !embedBase;
    share.addEventListener("click", async () => {
      const address = await link!(this.program, this.state);
      await openShareDialog(this.#root, address, this.state);
    });
    embed.addEventListener("click", () => {
      void openEmbedDialog(this.#root, embedBase!, this.program, this.#title, this.state);
    });
  }
}
