import { element } from "./dom.ts";
import { measuredRows, whenMeasured } from "./measured.ts";
import { tellCopied } from "./share/dialog.ts";

/** Shows a table of the reader's computer, with buttons to copy it and a link to it. The link shows it beside the next reader's. */
export function mountMachine(place: HTMLElement): void {
  const linked = linkedRows(location.hash);
  const body = element("tbody");
  const table = element("table", { className: "choices" }, body);
  if (linked) table.prepend(element("thead", {}, row(["measured", "here", "in the link"], "th")));
  const button = (textContent: string, copied: () => string) => {
    const copy = element("button", { className: "button", textContent });
    copy.type = "button";
    copy.addEventListener("click", () => void tellCopied(copy, copied()));
    return copy;
  };
  place.replaceChildren(
    element("div", { className: "table-scroll" }, table),
    element(
      "div",
      { className: "machine-actions" },
      button("Copy the table", () => text()),
      button("Copy a link to it", () => link()),
    ),
  );
  // The hash is not the id of an element, so the browser does not scroll.
  if (linked) place.closest("section")?.scrollIntoView({ behavior: "instant" });

  const lines = (): [string, string][] => [
    ["Processors", String(navigator.hardwareConcurrency || 1)],
    ["Browser", browserName(navigator.userAgent)],
    ...measuredRows(),
  ];
  const text = () =>
    lines()
      .map((cells) => cells.join("\t"))
      .join("\n");
  const link = () => {
    const url = new URL(location.href);
    url.hash = `machine&${new URLSearchParams(lines())}`;
    return url.href;
  };
  const show = () =>
    body.replaceChildren(
      ...lines().map(([label, value]) =>
        row(linked ? [label, value, linked.get(label) ?? "–"] : [label, value], "td"),
      ),
    );
  whenMeasured(show);
  show();
}

/** The rows in a link to a table; null if the hash is another one. */
function linkedRows(hash: string): URLSearchParams | null {
  const [, rows] = /^#machine&(.+)$/.exec(hash) ?? [];
  return rows === undefined ? null : new URLSearchParams(rows);
}

function row([label, ...values]: readonly string[], tag: "th" | "td"): HTMLElement {
  const head = element("th", { textContent: label! });
  head.scope = tag === "th" ? "col" : "row";
  const cells = values.map((textContent) => {
    const cell = element(tag, { textContent });
    if (tag === "th") cell.setAttribute("scope", "col");
    return cell;
  });
  return element("tr", {}, head, ...cells);
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
