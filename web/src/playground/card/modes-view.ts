import { part } from "../dom.ts";
import type { CardState, Language, Mode, ProgramTexts } from "./program.ts";

/** The choices between texts: sync or async, JavaScript or C++, with or without what differs. */
export class ModesView {
  readonly #root: HTMLElement;
  readonly #compare: HTMLButtonElement;
  readonly #reset: HTMLButtonElement;

  constructor(
    root: HTMLElement,
    { sync, async, cpp }: ProgramTexts,
    onChange: (change: Partial<CardState>) => void,
  ) {
    this.#root = root;
    this.#reset = part(root, "[data-part=reset]");
    this.#compare = part(root, "[data-part=compare]");
    this.#compare.addEventListener("click", () => {
      this.#compare.setAttribute("aria-pressed", String(!this.compares));
      onChange({});
    });
    this.#radios("modes", (value) => onChange({ mode: value as Mode }));
    this.#radios("panes", (value) => onChange({ language: value as Language }));
    const paired = sync !== async;
    part(root, "[data-part=modes]").hidden = !paired;
    this.#compare.hidden = !paired;
    part(root, ".pane-cpp").hidden = cpp === null;
    part(root, "[data-part=panes]").classList.toggle("panes-single", cpp === null);
  }

  get compares(): boolean {
    return this.#compare.getAttribute("aria-pressed") === "true";
  }

  show({ mode, language }: CardState): void {
    for (const name of [`mode-${mode}`, `language-${language}`])
      part<HTMLInputElement>(this.#root, `[data-part=${name}] input`).checked = true;
    this.#compare.textContent = `What differs from ${mode === "sync" ? "async" : "sync"}`;
  }

  showEdited(isEdited: boolean): void {
    this.#reset.disabled = !isEdited;
  }

  #radios(group: string, onChange: (value: string) => void): void {
    part(this.#root, `[data-part=${group}]`).addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement && target.type === "radio") onChange(target.value);
    });
  }
}
