// The figures of the guide, as the tests of them use them.
import assert from "node:assert/strict";
import { before } from "node:test";
import { withPage } from "./with-site.mjs";

/** Asserts that a number is another, but for rounding. */
export const near = (actual, wanted, what) =>
  assert.ok(
    Math.abs(actual - wanted) <= 1e-9 + 1e-9 * Math.abs(wanted),
    `${what}: ${actual}, not ${wanted}`,
  );

/** The middle value, or the mean of the two in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** "12.3 ms", "≈ 4.5 µs" or "1 s" in milliseconds, as far as three digits tell. */
function milliseconds(text) {
  const [, number, unit] = /([\d.]+) (s|ms|µs|ns)$/.exec(text) ?? [];
  return Number(number) * { s: 1_000, ms: 1, µs: 1e-3, ns: 1e-6 }[unit];
}
/** Asserts that the table tells a time. */
export const told = (text, ms) =>
  assert.ok(Math.abs(milliseconds(text) / ms - 1) < 0.01, `the table says ${text} for ${ms} ms`);

/** A figure of the page, used as a reader would. */
export class FigureOnPage {
  constructor(page, name) {
    this.page = page;
    this.selector = `#figure-${name}`;
  }

  static async open(page, url, name) {
    await page.goto("about:blank");
    await page.goto(`${url}#figure-${name}`);
    const figure = new FigureOnPage(page, name);
    await figure.until("mounted", [""]);
    return figure;
  }

  read(read, ...args) {
    return this.page.evaluate(
      `(${read})(document.querySelector(${JSON.stringify(this.selector)}), ...${JSON.stringify(args)})`,
    );
  }

  /** Waits until the figure's `data-…` is one of the values. */
  until(name, values) {
    return this.read(
      (figure, key, wanted) =>
        new Promise((resolve) => {
          const look = () =>
            wanted.includes(figure.dataset[key]) &&
            (observer.disconnect(), resolve(figure.dataset[key]));
          const observer = new MutationObserver(look);
          observer.observe(figure, { attributes: true });
          look();
        }),
      name,
      values,
    );
  }

  async keys(control, ...keys) {
    await this.page.type(`${this.selector} ${control}`, "");
    for (const key of keys) await this.page.press(key);
  }
  choose(name, value) {
    return this.read(
      (figure, select, wanted) => {
        const element = figure.querySelector(`select[name=${select}]`);
        element.value = wanted;
        element.dispatchEvent(new Event("change", { bubbles: true }));
      },
      name,
      value,
    );
  }
  click() {
    return this.page.click(`${this.selector} [data-part=figure-run]`);
  }
  async run() {
    await this.click();
    return this.until("state", ["done", "failed", "stopped"]);
  }
  data() {
    return this.read((figure) => figure.figureData);
  }
  result() {
    return this.read((figure) => figure.querySelector(".figure-result").textContent);
  }
  /** The cells of its table, row by row. */
  table() {
    return this.read((figure) =>
      [...figure.querySelectorAll(".figure-table tbody tr")].map((row) =>
        [...row.cells].map((cell) => cell.textContent),
      ),
    );
  }
  reading() {
    return this.read((figure) => figure.querySelector(".chart-reading").textContent);
  }
}

/** As `withPage`; besides `open(name)`, which gives a figure there. */
export function withFigures(launch) {
  const around = withPage(launch);
  before(() => around.page.setViewport(1280, 900));
  around.open = (figure) => FigureOnPage.open(around.page, around.url, figure);
  return around;
}
