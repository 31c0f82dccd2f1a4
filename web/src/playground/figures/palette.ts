import { element } from "../dom.ts";

/** The name of a colour's custom property. */
export type Color =
  | "ink"
  | "muted"
  | "line"
  | "line-strong"
  | "sunken"
  | "accent"
  | "danger"
  | "job-0"
  | "job-1"
  | "job-2"
  | "job-3"
  | "job-4"
  | "job-5";

/** Resolves the page's colours for a canvas, and updates them when the theme changes. */
export class Palette {
  readonly #probe = element("span", { className: "unseen palette" });
  readonly #known = new Map<Color, string>();

  constructor(root: HTMLElement, onChange: () => void) {
    this.#probe.setAttribute("aria-hidden", "true");
    root.append(this.#probe);
    const changed = () => {
      this.#known.clear();
      onChange();
    };
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)", "print"])
      matchMedia(query).addEventListener("change", changed);
    new MutationObserver(changed).observe(document.documentElement, {
      attributes: true,
      attributeFilter: ["data-theme"],
    });
  }

  get(name: Color): string {
    let color = this.#known.get(name);
    if (color === undefined) {
      this.#probe.style.color = `var(--${name})`;
      color = getComputedStyle(this.#probe).color;
      if (this.#probe.isConnected) this.#known.set(name, color);
    }
    return color;
  }
}
