import type { Drafts } from "../drafts.ts";
import type { Change, Mark } from "../editor/code-view.ts";
import { Editor } from "../editor/editor.ts";
import {
  hasModes,
  languageNames,
  languagesOf,
  type CardState,
  type Language,
  type ProgramText,
  type ProgramTexts,
} from "../run/program.ts";

export interface TextsEvents {
  onChange(): void;
  onRun(): void;
  /** The line of the cursor has changed; null when the editor has lost the focus. */
  onLine(line: number | null): void;
}

/** The sources of a program: an editor for the selected language and mode, and a read-only view of C++. */
export class TextsView {
  readonly #program: string;
  readonly #drafts: Drafts;
  /** Sources that a link or an embedding page has given, and that the reader has not edited, by the names of their drafts. */
  readonly #given = new Map<string, string>();
  readonly #editor: Editor;
  readonly #cpp: Editor;
  #texts: ProgramTexts;
  #state: CardState;
  /** The language in the editor. */
  #script: Language;

  constructor(
    boxes: { editor: HTMLElement; cpp: HTMLElement },
    program: string,
    texts: ProgramTexts,
    state: CardState,
    drafts: Drafts,
    events: TextsEvents,
  ) {
    this.#program = program;
    this.#texts = texts;
    this.#state = state;
    this.#script = this.known(state.language === "cpp" ? "python" : state.language);
    this.#drafts = drafts;
    // Side by side, the cursor counts in the text of the selected language alone.
    const onLineOf = (compiled: boolean) => (line: number | null) => {
      if (this.#isCompiled === compiled) events.onLine(line);
    };
    this.#editor = new Editor(boxes.editor, { ...events, onLine: onLineOf(false) });
    this.#cpp = new Editor(boxes.cpp, { ...events, onChange: () => {}, onLine: onLineOf(true) });
  }

  /** The source in the editor. */
  get text(): string {
    return this.#editor.text;
  }

  /** The source that is shown in the selected language. */
  get shown(): string {
    return this.#isCompiled ? (this.#compiled?.text ?? "") : this.text;
  }

  /** The source in the editor if the reader has changed it, otherwise null. */
  get source(): string | null {
    const { text } = this.#editor;
    return text === this.own.text ? null : text;
  }

  /** The guide's own source in the language of the editor and the selected mode. */
  get own(): ProgramText {
    return this.#texts[this.#script]?.[this.#state.mode] ?? { text: "", listing: null };
  }

  /** Whether there is a separate C++ program with asynchronous calls. */
  get hasAsyncTwin(): boolean {
    return hasModes(this.#texts, "cpp");
  }

  /** A name of the text that is shown: the same in every state of the card that shows it. */
  get name(): string {
    return this.#isCompiled ? "cpp" : this.#draft;
  }

  /** How many lines the text that is shown has, or the longer one if C++ is shown beside it. */
  lines(isBeside: boolean): number {
    const script = this.#isCompiled && !isBeside ? "" : this.text;
    const compiled = this.#isCompiled || isBeside ? (this.#compiled?.text ?? "") : "";
    return Math.max(...[script, compiled].map((text) => text.trimEnd().split("\n").length));
  }

  has(language: Language): boolean {
    return this.#texts[language] !== undefined;
  }

  /** The language if the program has it, otherwise its first one. */
  known(language: Language): Language {
    return this.has(language) ? language : (languagesOf(this.#texts)[0] ?? "js");
  }

  /** Replaces the listings by ones with syntax highlighting. */
  highlight(texts: ProgramTexts): void {
    this.#texts = texts;
    const { text, listing } = this.own;
    this.#editor.highlight(text, listing);
    const compiled = this.#compiled;
    if (compiled) this.#cpp.highlight(compiled.text, compiled.listing);
  }

  /** Shows a state. With `opens`, opens its source in the editor even if language and mode are the same. */
  show(state: CardState, compares: boolean, opens: boolean): void {
    const isOtherMode = state.mode !== this.#state.mode;
    const changes = (language: Language) =>
      opens || (isOtherMode && hasModes(this.#texts, language));
    const script = this.#script;
    this.#state = state;
    if (state.language !== "cpp") this.#script = state.language;
    if (this.#script !== script || changes(this.#script)) this.#openScript();
    if (changes("cpp")) this.#openCompiled();
    this.#compare(this.#editor, this.#script, compares);
    this.#compare(this.#cpp, "cpp", compares);
  }

  /** Saves the reader's edits, or deletes the draft if the source is the guide's again. */
  keepDraft(): void {
    const { source } = this;
    this.forgetDraft();
    if (source !== null) this.#drafts.set(this.#draft, source);
  }

  forgetDraft(): void {
    this.#given.delete(this.#draft);
    this.#drafts.delete(this.#draft);
  }

  mark(mark: Mark | null): void {
    this.#editor.mark(mark);
  }

  point(line: number | null): void {
    this.#editor.point(this.#isCompiled ? null : line);
    this.#cpp.point(this.#isCompiled ? line : null);
  }

  goTo(line: number, column: number | null): void {
    void this.#editor.goTo(line, column);
  }

  change(change: Change): void {
    this.#editor.change(change);
  }

  /** Replaces the whole text, which the reader can undo. */
  replace(text: string): void {
    this.#editor.change({ from: 0, to: this.text.length, insert: text });
  }

  get #isCompiled(): boolean {
    return this.#state.language === "cpp";
  }

  get #compiled(): ProgramText | null {
    return this.#texts.cpp?.[this.#state.mode] ?? null;
  }

  get #draft(): string {
    const mode = hasModes(this.#texts, this.#script) ? this.#state.mode : "sync";
    const name = `${this.#program}.${mode}`;
    return this.#script === "js" ? name : `${name}.${this.#script}`;
  }

  #openScript(): void {
    const { own } = this;
    const { source } = this.#state;
    const draft = this.#draft;
    if (source !== null) this.#given.set(draft, source);
    const text = this.#given.get(draft) ?? this.#drafts.get(draft) ?? own.text;
    this.#editor.open({
      text,
      listing: text === own.text ? own.listing : null,
      language: this.#script,
      label: `Program in ${languageNames[this.#script]}`,
      isFixed: false,
    });
  }

  #openCompiled(): void {
    if (!this.#compiled) return;
    this.#cpp.open({
      ...this.#compiled,
      language: "cpp",
      label: `Program in ${languageNames.cpp}`,
      isFixed: true,
    });
  }

  #compare(editor: Editor, language: Language, compares: boolean): void {
    const other = this.#state.mode === "sync" ? "async" : "sync";
    const differs = compares && hasModes(this.#texts, language);
    editor.compare(differs ? this.#texts[language]![other].text : null);
  }
}
