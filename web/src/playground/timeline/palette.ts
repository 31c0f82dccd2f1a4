/** How many colours there are for jobs; further jobs repeat them. */
export const jobColours = 8;

const names = [
  "--ink",
  "--muted",
  "--line",
  "--line-strong",
  "--surface",
  "--sunken",
  "--accent",
  "--on-accent",
] as const;
type Name = (typeof names)[number];

/** Resolves the colours of the page's theme for a canvas, which supports neither variables nor light-dark(). */
export class Palette {
  readonly #probes = new Map<string, HTMLElement>();
  readonly #values = new Map<string, string>();

  constructor(host: HTMLElement) {
    const box = document.createElement("span");
    box.hidden = true;
    box.className = "palette";
    const all = [...names, ...Array.from({ length: jobColours }, (_, index) => `--job-${index}`)];
    for (const name of all) {
      const probe = document.createElement("span");
      probe.style.color = `var(${name})`;
      box.append(probe);
      this.#probes.set(name, probe);
    }
    host.append(box);
  }

  /** Reads the colours again, since the theme may have changed. */
  refresh(): void {
    for (const [name, probe] of this.#probes) this.#values.set(name, getComputedStyle(probe).color);
  }

  get(name: Name): string {
    return this.#values.get(name) ?? "gray";
  }

  job(index: number): string {
    return this.#values.get(`--job-${index % jobColours}`) ?? "gray";
  }
}
