import { element } from "./dom.ts";
import { tellCopied } from "./share/dialog.ts";

/** Measurements on the reader's computer, in the order of the table. */
const rows = [
  ["start-up", "Starting a program"],
  ["apply", "One call of apply"],
  ["map", "map, for each item"],
  ["speed-up", "Best speed-up"],
] as const;
export type Measured = (typeof rows)[number][0];

const measured = new Map<Measured, string>();
const listeners = new Set<() => void>();

/** Records a measurement of a figure or program. */
export function noteMeasured(name: Measured, value: string): void {
  measured.set(name, value);
  for (const listener of listeners) listener();
}

/** Shows a table of the reader's computer, with a button to copy it. */
export function mountMachine(place: HTMLElement): void {
  const body = element("tbody");
  const table = element("table", { className: "choices" }, body);
  const copy = element("button", { className: "button", textContent: "Copy the table" });
  copy.type = "button";
  copy.addEventListener("click", () => void tellCopied(copy, text()));
  place.replaceChildren(element("div", { className: "table-scroll" }, table), copy);

  const lines = (): [string, string][] => [
    ["Processors", String(navigator.hardwareConcurrency || 1)],
    ["Browser", browserName(navigator.userAgent)],
    ...rows.map(([name, label]): [string, string] => [
      label,
      measured.get(name) ?? "not measured yet",
    ]),
  ];
  const text = () =>
    lines()
      .map((cells) => cells.join("\t"))
      .join("\n");
  const show = () =>
    body.replaceChildren(
      ...lines().map(([label, value]) => {
        const head = element("th", { textContent: label });
        head.scope = "row";
        return element("tr", {}, head, element("td", { textContent: value }));
      }),
    );
  listeners.add(show);
  show();
}

/** "Chromium 156", "Firefox 153", "Safari 18". */
export function browserName(userAgent: string): string {
  const [, firefox] = /Firefox\/(\d+)/.exec(userAgent) ?? [];
  const [, edge] = /Edg\/(\d+)/.exec(userAgent) ?? [];
  const [, chromium] = /Chrom(?:e|ium)\/(\d+)/.exec(userAgent) ?? [];
  const [, safari] = /Version\/(\d+).*Safari/.exec(userAgent) ?? [];
  if (firefox) return `Firefox ${firefox}`;
  if (edge) return `Edge ${edge}`;
  if (chromium) return `Chromium ${chromium}`;
  return safari ? `Safari ${safari}` : "another one";
}
