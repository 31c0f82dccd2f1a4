import { element, part } from "../dom.ts";
import type { Change } from "../editor/code-view.ts";
import { fromSlider, readKnobs, sliderMax, toSlider, writeNumber, type Knob } from "./knobs.ts";

interface Slider {
  input: HTMLInputElement;
  value: HTMLOutputElement;
  knob: Knob;
}

/** A slider for the number of processors, and one for each adjustable number in the source. */
export class KnobsView {
  readonly #root: HTMLElement;
  readonly #processes: HTMLInputElement;
  readonly #processesValue: HTMLOutputElement;
  readonly #cpuCount: number;
  readonly #onText: (change: Change) => void;
  #sliders: Slider[] = [];

  constructor(
    root: HTMLElement,
    cpuCount: number,
    onProcesses: (processes: number | null) => void,
    onText: (change: Change) => void,
  ) {
    this.#root = root;
    this.#cpuCount = cpuCount;
    this.#onText = onText;
    this.#processes = part(root, "[data-part=processes]");
    this.#processesValue = part(root, "[data-part=processes-value]");
    this.#processes.max = String(2 * cpuCount);
    this.#processes.title = `Your computer has ${cpuCount}`;
    // Overrides the text of the label, which would include the value.
    this.#processes.setAttribute("aria-label", "processors");
    this.#processes.addEventListener("input", () => {
      const processes = this.#processes.valueAsNumber;
      onProcesses(processes === cpuCount ? null : processes);
    });
  }

  /** The number of processors that is selected. */
  get processes(): number {
    return this.#processes.valueAsNumber;
  }

  showProcesses(processes: number | null): void {
    this.#processes.valueAsNumber = processes ?? this.#cpuCount;
    const value = this.#processes.valueAsNumber; // the slider may have limited it
    this.#processesValue.value = `${value} of ${this.#cpuCount}`;
    this.#processes.setAttribute("aria-valuetext", `${value}; the computer has ${this.#cpuCount}`);
  }

  /** Updates the sliders to the source. */
  showText(text: string): void {
    const knobs = readKnobs(text);
    const same = knobs.map(identity).join() === this.#sliders.map((s) => identity(s.knob)).join();
    if (!same) this.#rebuild(knobs);
    this.#sliders.forEach((slider, index) => {
      slider.knob = knobs[index]!;
      const shown = `${writeNumber(slider.knob.value).replaceAll("_", ",")}${unitOf(slider.knob)}`;
      slider.input.valueAsNumber = toSlider(slider.knob);
      slider.input.setAttribute("aria-valuetext", shown);
      slider.value.value = shown;
    });
  }

  /** Writes a value into the source; has no effect if there is no number of that name. */
  set(name: string, value: number): void {
    const knob = this.#sliders.find((slider) => slider.knob.name === name)?.knob;
    if (knob) this.#onText({ from: knob.from, to: knob.to, insert: writeNumber(value) });
  }

  #rebuild(knobs: Knob[]): void {
    for (const { input } of this.#sliders) input.closest(".knob")!.remove();
    this.#sliders = knobs.map((knob) => {
      const input = element("input");
      input.type = "range";
      input.max = String(sliderMax(knob));
      input.dataset.knob = knob.name;
      input.setAttribute("aria-label", knob.name);
      const value = element("output");
      const name = element("span", { className: "knob-name" }, `${knob.name} `, value);
      this.#root.append(element("label", { className: "knob" }, name, input));
      const slider = { input, value, knob };
      input.addEventListener("input", () => {
        const { from, to } = slider.knob;
        this.#onText({
          from,
          to,
          insert: writeNumber(fromSlider(slider.knob, input.valueAsNumber)),
        });
      });
      return slider;
    });
  }
}

const identity = ({ name, low, high, unit }: Knob) => `${name} ${low} ${high} ${unit}`;
const unitOf = ({ unit }: Knob) => (unit ? ` ${unit}` : "");
