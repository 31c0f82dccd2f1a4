import { element } from "../dom.ts";
import type { Change, CodeView, CodeViewOptions, Mark } from "./code-view.ts";
import { PlainCode } from "./plain-code.ts";

/** A listing until somebody needs an editor, which is CodeMirror, loaded then: most of the page's script is that. */
export class Editor {
  readonly #box: HTMLElement;
  readonly #options: CodeViewOptions;
  #text = "";
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
    // Whoever comes by keyboard or touch has come to edit; who has gone on before it was loaded is let go.
    const enter = () => void this.load();
    box.addEventListener("focusin", enter);
    box.addEventListener("click", enter);
  }

  get text(): string {
    return this.#view?.text ?? this.#text;
  }

  /** Shows another text: its listing, if there is one, while there is no editor yet. */
  open(text: string, listing: HTMLElement | null): void {
    this.#mark = null;
    this.#text = text;
    if (this.#view) {
      this.#view.open(text);
      if (this.#compared !== null) this.#view.compare(this.#compared);
      return;
    }
    const shown = listing ?? element("pre", { className: "code code-plain", textContent: text });
    shown.tabIndex = 0;
    shown.setAttribute("role", "group");
    shown.setAttribute("aria-label", `${this.#options.label}; it can be edited`);
    this.#box.replaceChildren(shown);
    if (!listing) void this.load();
  }

  async change(change: Change): Promise<void> {
    (await this.load()).change(change);
  }

  mark(mark: Mark | null): void {
    this.#mark = mark;
    if (mark) void this.load().then((view) => view.mark(this.#mark));
    else this.#view?.mark(null);
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
    this.#loading ??= loadCodeMirror().then(
      ({ createCodeMirror }) => this.#replace((parent) => createCodeMirror(parent, this.#options)),
      // A text area works too.
      () => this.#replace((parent) => new PlainCode(parent, this.#options)),
    );
    return this.#loading;
  }

  destroy(): void {
    this.#view?.destroy();
  }

  #replace(create: (parent: HTMLElement) => CodeView): CodeView {
    const scroll = this.#box.firstElementChild?.scrollTop ?? 0;
    const hadFocus = this.#box.contains(document.activeElement);
    this.#box.replaceChildren();
    const view = create(this.#box);
    view.open(this.#text);
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
