import { element } from "../dom.ts";
import { formatTick, formatTime } from "./format.ts";
import type { Spread } from "./statistics.ts";

export interface Racer {
  by: "function" | "kernel" | "python";
  method: string;
  /** null before it was measured. */
  time: Spread | null;
  /** Whether only a part of the rows was measured and the time was scaled. */
  scaled: boolean;
  /** Whether all its results were equal to those of the plain loop. */
  same: boolean | null;
}

/** A table of bars on a logarithmic scale, since the slowest method takes a thousand times as long as the fastest. */
export class RaceView {
  readonly root = element("div", { className: "race" });
  racers: Racer[];
  /** Length of each bar, from 0 to 1, as drawn. */
  bars: (number | null)[] = [];
  readonly #scale = element("p", { className: "race-scale" });

  constructor(racers: readonly Pick<Racer, "by" | "method">[]) {
    this.racers = racers.map((racer) => ({ ...racer, time: null, scaled: false, same: null }));
    this.show(this.racers);
  }

  clear(): void {
    this.show(this.racers.map((racer) => ({ ...racer, time: null, same: null })));
  }

  show(racers: Racer[]): void {
    this.racers = racers;
    const times = racers.flatMap(({ time }) => (time ? [time.median] : []));
    const low = 10 ** Math.floor(Math.log10(Math.min(...times)));
    const high = 10 ** Math.ceil(Math.log10(Math.max(...times)));
    const share = (ms: number) => Math.log(ms / low) / Math.log(high / low);
    this.bars = racers.map(({ time }) => (time ? share(time.median) : null));
    const groups = [
      ["function", "Function in JavaScript"],
      ["kernel", "Kernel in C++"],
      ["python", "Function in Python"],
    ] as const;
    const isMissing = (by: Racer["by"]) =>
      times.length > 0 && racers.every((racer) => racer.by !== by || racer.time === null);
    this.#scale.textContent =
      times.length === 0
        ? "Run it to see a bar for each method."
        : `Log scale, ${formatTick(low)} to ${formatTick(high)}; a check mark means equal counts.`;
    this.root.replaceChildren(
      ...groups.flatMap(([by, title]) => [
        element("h4", { textContent: isMissing(by) ? `${title} (not measured)` : title }),
        element(
          "ul",
          {},
          ...racers.flatMap((racer, i) => (racer.by === by ? [this.#row(racer, i)] : [])),
        ),
      ]),
      this.#scale,
    );
  }

  #row({ by, method, time, scaled, same }: Racer, index: number): HTMLElement {
    const bar = element("span", { className: "bar" });
    bar.style.setProperty("--share", String(this.bars[index] ?? 0));
    bar.hidden = time === null;
    const name = method === "serial" ? "plain loop" : method;
    const value = time ? `${scaled ? "≈ " : ""}${formatTime(time.median)}` : "";
    const equal = element("span", {
      className: "race-equal",
      textContent: same === null ? "" : same ? "✓" : "≠",
    });
    if (same !== null) {
      equal.setAttribute("role", "img");
      equal.setAttribute("aria-label", same ? "counts equal" : "counts differ");
    }
    const row = element(
      "li",
      {},
      element("span", { className: "race-name", textContent: name }),
      element("span", { className: "bar-track" }, bar),
      element("span", { className: "race-time", textContent: value }),
      equal,
    );
    row.dataset.by = method === "serial" ? "serial" : by;
    return row;
  }
}
