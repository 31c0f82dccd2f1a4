import { element, part } from "../dom.ts";
import {
  hasModes,
  languageNames,
  languagesOf,
  type CardState,
  type Language,
  type Mode,
  type ProgramTexts,
} from "../run/program.ts";

/** The controls that select a source: the language, sync or async, "What differs", and "Side by side" with C++. */
export class ModesView {
  readonly #root: HTMLElement;
  readonly #texts: ProgramTexts;
  readonly #compare: HTMLButtonElement;
  readonly #beside: HTMLButtonElement;
  readonly #reset: HTMLButtonElement;

  /** `number` is that of the card; it makes the names of radio groups unique. */
  constructor(
    root: HTMLElement,
    number: number,
    texts: ProgramTexts,
    onChange: (change: Partial<CardState>) => void,
  ) {
    this.#root = root;
    this.#texts = texts;
    this.#reset = part(root, "[data-part=reset]");
    this.#compare = this.#toggle("compare", () => onChange({}));
    this.#beside = this.#toggle("side-by-side", () => onChange({}));
    this.#toggle("enlarge", (pressed) => {
      root.classList.toggle("card-large", pressed);
      onChange({});
    });
    this.#beside.hidden = !texts.cpp || languagesOf(texts).length < 2;
    this.#tabs(number);
    this.#radios("modes", (value) => onChange({ mode: value as Mode }));
    this.#radios("languages", (value) => onChange({ language: value as Language }));
  }

  get compares(): boolean {
    return isPressed(this.#compare);
  }

  get isBeside(): boolean {
    return isPressed(this.#beside);
  }

  show({ mode, language }: CardState): void {
    const isPaired = hasModes(this.#texts, language);
    for (const name of [`mode-${mode}`, `language-${language}`])
      part<HTMLInputElement>(this.#root, `[data-part=${name}] input`).checked = true;
    part(this.#root, "[data-part=modes]").hidden = !isPaired;
    this.#compare.hidden = !isPaired;
    this.#compare.title = `What differs from the ${mode === "sync" ? "async" : "sync"} program`;
    const { isBeside } = this;
    part(this.#root, "[data-part=script-pane]").hidden = language === "cpp" && !isBeside;
    part(this.#root, "[data-part=cpp-pane]").hidden = language !== "cpp" && !isBeside;
    this.#reset.hidden = language === "cpp" && !isBeside;
  }

  /** Called when the text has changed: whether it is edited, and how many lines are to be shown with "All lines". */
  showText(isEdited: boolean, lines: number): void {
    this.#reset.disabled = !isEdited;
    if (this.#root.classList.contains("card-large"))
      this.#root.style.setProperty("--lines", String(lines));
    else this.#root.style.removeProperty("--lines");
  }

  #tabs(number: number): void {
    const group = part(this.#root, "[data-part=languages]");
    const languages = languagesOf(this.#texts);
    group.classList.toggle("tabs-single", languages.length === 1);
    for (const language of languages) {
      const radio = element("input");
      Object.assign(radio, { type: "radio", value: language, name: `card-${number}-language` });
      const label = element("span", { textContent: languageNames[language] });
      const tab = element("label", { className: "tab" }, radio, label);
      tab.dataset.part = `language-${language}`;
      group.append(tab);
    }
  }

  #toggle(name: string, onChange: (pressed: boolean) => void): HTMLButtonElement {
    const button = part<HTMLButtonElement>(this.#root, `[data-part=${name}]`);
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(!isPressed(button)));
      onChange(isPressed(button));
    });
    return button;
  }

  #radios(group: string, onChange: (value: string) => void): void {
    part(this.#root, `[data-part=${group}]`).addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement && target.type === "radio") onChange(target.value);
    });
  }
}

const isPressed = (button: HTMLButtonElement) => button.getAttribute("aria-pressed") === "true";
