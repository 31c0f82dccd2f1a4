import { element } from "../dom.ts";
import type { Change, CodeView, CodeViewOptions, Document, Mark } from "./code-view.ts";
import { loadGrammar } from "./grammars.ts";
import { PlainCode } from "./plain-code.ts";

/** A document to open, and the element that lists it, if there is one. */
export interface Listed extends Document {
  listing: HTMLElement | null;
}

/** Shows a listing until the reader needs an editor; then it loads CodeMirror, the largest part of the page's script. */
export class Editor {
  readonly #box: HTMLElement;
  readonly #options: CodeViewOptions;
  #document: Document = { text: "", language: "js", label: "", isFixed: false };
  #view: CodeView | null = null;
  #loading: Promise<CodeView> | null = null;
  #mark: Mark | null = null;
  #compared: string | null = null;

  constructor(box: HTMLElement, options: CodeViewOptions) {
    this.#box = box;
    this.#options = options;
    box.addEventListener("pointerenter", () => void loadCodeMirror().catch(() => {}), {
      once: true,
    });
    // Focus by keyboard or touch means that the reader wants to edit. The focus is not moved back if it has left meanwhile.
    const enter = () => void this.load();
    box.addEventListener("focusin", enter);
    box.addEventListener("click", enter);
  }

  get text(): string {
    return this.#view?.text ?? this.#document.text;
  }

  /** Shows another document; before the editor is loaded, by its listing. */
  open({ listing, ...document }: Listed): void {
    this.#mark = null;
    this.#document = document;
    if (this.#view) {
      this.#view.open(document);
      if (this.#compared !== null) this.#view.compare(this.#compared);
      return;
    }
    const { text, label, isFixed } = document;
    const shown = listing ?? element("pre", { className: "code code-plain", textContent: text });
    shown.tabIndex = 0;
    shown.setAttribute("role", "group");
    shown.setAttribute("aria-label", isFixed ? `${label}, to read` : `${label}; it can be edited`);
    this.#box.replaceChildren(shown);
    if (!listing) void this.load();
  }

  /** Shows a listing with syntax highlighting if the editor is not loaded and the text is the same. */
  highlight(text: string, listing: HTMLElement | null): void {
    const shown = this.#box.firstElementChild;
    if (this.#view || !shown || !listing || this.#document.text !== text) return;
    const hadFocus = shown === document.activeElement;
    this.open({ ...this.#document, listing });
    if (hadFocus) listing.focus({ preventScroll: true });
  }

  /** Changes the text at once, also before the editor is loaded, since the offsets of the next change count in the new text. */
  change(change: Change): void {
    if (this.#view) return this.#view.change(change);
    const { text } = this.#document;
    const { from, to, insert } = change;
    this.#document.text = text.slice(0, from) + insert + text.slice(to);
    void this.load();
    this.#options.onChange();
  }

  mark(mark: Mark | null): void {
    this.#mark = mark;
    if (mark) void this.load().then((view) => view.mark(this.#mark));
    else this.#view?.mark(null);
  }

  /** Highlights a line, in the listing or in the editor. */
  point(line: number | null): void {
    if (this.#view) return this.#view.point(line);
    for (const shown of this.#box.querySelectorAll(".line-pointed"))
      shown.classList.remove("line-pointed");
    if (line !== null)
      this.#box.querySelectorAll(".code-line")[line - 1]?.classList.add("line-pointed");
  }

  compare(other: string | null): void {
    this.#compared = other;
    if (other !== null) void this.load().then((view) => view.compare(this.#compared));
    else this.#view?.compare(null);
  }

  async goTo(line: number, column: number | null): Promise<void> {
    (await this.load()).goTo(line, column);
  }

  load(): Promise<CodeView> {
    this.#loading ??= Promise.all([
      loadCodeMirror(),
      loadGrammar(this.#document.language), // avoids a moment without syntax highlighting
    ]).then(
      ([{ createCodeMirror }]) =>
        this.#replace((parent) => createCodeMirror(parent, this.#options)),
      // Without CodeMirror, a text area is used.
      () => this.#replace((parent) => new PlainCode(parent, this.#options)),
    );
    return this.#loading;
  }

  #replace(create: (parent: HTMLElement) => CodeView): CodeView {
    const scroll = this.#box.firstElementChild?.scrollTop ?? 0;
    const hadFocus = this.#box.contains(document.activeElement);
    this.#box.replaceChildren();
    const view = create(this.#box);
    view.open(this.#document);
    this.#view = view;
    view.mark(this.#mark);
    if (this.#compared !== null) view.compare(this.#compared);
    if (hadFocus) view.focus();
    this.#box.querySelector(".cm-scroller")?.scrollTo(0, scroll);
    return view;
  }
}

function loadCodeMirror(): Promise<typeof import("./codemirror.ts")> {
  return import("./codemirror.ts");
}
