import { element } from "../dom.ts";

let sliders = 0;

/** A labelled slider that selects one of `values`, which need not be evenly spaced. */
export class Slider {
  readonly root: HTMLElement;
  readonly input: HTMLInputElement;
  readonly #values: readonly number[];
  readonly #output = element("output");
  readonly #format: (value: number) => string;

  constructor(options: {
    name: string;
    label: string;
    values: readonly number[];
    value: number;
    format?: (value: number) => string;
    onInput?: (value: number) => void;
    onChange?: (value: number) => void;
  }) {
    this.#values = options.values;
    this.#format = options.format ?? ((value) => value.toLocaleString("en"));
    const id = `slider-${++sliders}`;
    this.input = element("input");
    Object.assign(this.input, { type: "range", id, min: "0", step: "1", name: options.name });
    this.input.max = String(options.values.length - 1);
    this.#output.htmlFor.add(id);
    const label = element("label", { className: "field-name" }, `${options.label} `, this.#output);
    label.htmlFor = id;
    this.root = element("div", { className: "field" }, label, this.input);
    this.value = options.value;
    this.input.addEventListener("input", () => {
      this.#show();
      options.onInput?.(this.value);
    });
    this.input.addEventListener("change", () => options.onChange?.(this.value));
  }

  get value(): number {
    return this.#values[this.input.valueAsNumber]!;
  }

  /** Moves to the nearest of its values. */
  set value(wanted: number) {
    let nearest = Math.max(0, this.#values.indexOf(wanted)); // distances from Infinity cannot be compared
    for (const [index, value] of this.#values.entries()) {
      if (Math.abs(value - wanted) < Math.abs(this.#values[nearest]! - wanted)) nearest = index;
    }
    this.input.valueAsNumber = nearest;
    this.#show();
  }

  #show(): void {
    this.#output.value = this.#format(this.value);
    this.input.setAttribute("aria-valuetext", this.#format(this.value));
  }
}

/** A labelled select element. */
export function choice<K extends string>(options: {
  name: string;
  label: string;
  choices: Readonly<Record<K, string>>;
  value: NoInfer<K>;
  onChange?: (value: K) => void;
}): { root: HTMLElement; readonly value: K } {
  const select = element("select");
  select.name = options.name;
  for (const [value, text] of Object.entries<string>(options.choices)) {
    select.append(new Option(text, value, false, value === options.value));
  }
  select.addEventListener("change", () => options.onChange?.(select.value as K));
  const root = element(
    "label",
    { className: "field" },
    element("span", { className: "field-name", textContent: options.label }),
    select,
  );
  return {
    root,
    get value() {
      return select.value as K;
    },
  };
}

/** The whole numbers from `first` to `last`. */
export function integers(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
