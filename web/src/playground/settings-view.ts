import { part } from "./dom.ts";
import type { Language, Mode } from "./lessons.ts";
import type { Route } from "./route.ts";

/** The controls that say what runs: program, mode, language, processors. They show a route and tell of changes. */
export class SettingsView {
  readonly #root: HTMLElement;
  readonly #program: HTMLSelectElement;
  readonly #processes: HTMLInputElement;
  readonly #processesValue: HTMLOutputElement;
  readonly #cpuCount: number;

  constructor(root: HTMLElement, cpuCount: number, onChange: (change: Partial<Route>) => void) {
    this.#root = root;
    this.#cpuCount = cpuCount;
    this.#program = part(root, "[data-testid=program-select]");
    this.#processes = part(root, "[data-testid=processes]");
    this.#processesValue = part(root, "[data-part=processes-value]");
    part(root, "[data-part=machine]").textContent = `· machine has ${cpuCount}`;
    this.#processes.max = String(2 * cpuCount);

    this.#program.addEventListener("change", () => onChange({ program: this.#program.value }));
    this.#processes.addEventListener("input", () => {
      const processes = this.#processes.valueAsNumber;
      onChange({ processes: processes === cpuCount ? null : processes });
    });
    for (const radio of root.querySelectorAll<HTMLInputElement>("input[name=mode]")) {
      radio.addEventListener("change", () => onChange({ mode: radio.value as Mode }));
    }
    for (const radio of root.querySelectorAll<HTMLInputElement>("input[name=language]")) {
      radio.addEventListener("change", () => onChange({ language: radio.value as Language }));
    }
  }

  get processes(): number {
    return this.#processes.valueAsNumber;
  }

  show({ program, mode, language, processes }: Route): void {
    this.#program.value = program;
    this.#processes.valueAsNumber = processes ?? this.#cpuCount;
    const value = this.#processes.valueAsNumber; // the slider may have limited it
    this.#processesValue.value = String(value);
    this.#processes.setAttribute("aria-valuetext", `${value}; the machine has ${this.#cpuCount}`);
    part<HTMLInputElement>(this.#root, `input[name=mode][value=${mode}]`).checked = true;
    part<HTMLInputElement>(this.#root, `input[name=language][value=${language}]`).checked = true;
  }
}
