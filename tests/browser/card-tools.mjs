// How the tests use a card of the page: as a reader would, by its buttons, and waiting on what it shows.

import { createRequire } from "node:module";
import { withPage } from "./with-site.mjs";

const { source: axeSource } = createRequire(new URL("../../web/package.json", import.meta.url))(
  "axe-core",
);

/** The selector of a part of a program's card. */
export const inCard = (program, name) =>
  `.card-place[data-program="${program}"] [data-part="${name}"]`;

/** One card of the page that `open` loads. */
export class CardOnPage {
  constructor(page, program) {
    this.page = page;
    this.program = program;
  }

  /** Loads the page anew and waits until the card stands, in JavaScript where `settings` name no other language. */
  static async open(page, url, program, settings = "") {
    const language = settings.includes("language=") ? "" : "&language=javascript";
    await page.goto("about:blank"); // an address that differs in its hash alone would not be loaded anew
    await page.goto(`${url}#${program}${language}${settings && `&${settings}`}`);
    const card = new CardOnPage(page, program);
    await card.shows();
    return card;
  }

  /** Brings the card's place into view, and waits until the card is built. */
  shows() {
    return this.page.evaluate(async (program) => {
      const place = document.querySelector(`.card-place[data-program="${program}"]`);
      place.scrollIntoView();
      await new Promise((resolve) => {
        const look = () => place.querySelector(".card-live") && (observer.disconnect(), resolve());
        const observer = new MutationObserver(look);
        observer.observe(place, { attributes: true, childList: true, subtree: true });
        look();
      });
      await document.fonts.ready;
    }, this.program);
  }

  selector(name) {
    return inCard(this.program, name);
  }
  async click(name) {
    // Away from what stays at the window's edge: drivers bring it into view no further than they must.
    await this.read((card, part) => {
      const element = card.querySelector(`[data-part="${part}"]`);
      element.scrollIntoView({ block: "center", behavior: "instant" });
    }, name);
    await this.page.click(this.selector(name));
  }
  /** What `read` gives for the card's element. */
  read(read, ...args) {
    return this.page.evaluate(
      `(${read})(document.querySelector('.card-place[data-program="${this.program}"]'), ...${JSON.stringify(args)})`,
    );
  }

  /** Opens the editor, as a click into the text does. */
  async edit() {
    await this.click("editor");
    await this.until("editor", (editor) => editor.querySelector(".cm-content"));
  }
  /** Puts a text in the place of the editor's, as by pasting it. */
  async write(text) {
    await this.edit();
    // Its middle, where a click goes, may lie outside of the part of a long text that is in view.
    await this.until("editor", (editor) => {
      const text = editor.querySelector(".cm-content");
      text.focus();
      return editor.contains(document.activeElement);
    });
    await this.page.press("Control+a");
    await this.read((card, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      const firefox = { data: text, dataType: "text/plain" }; // instead of the standard's clipboardData
      const settings = { clipboardData, ...firefox, bubbles: true, cancelable: true };
      card.querySelector(".cm-content").dispatchEvent(new ClipboardEvent("paste", settings));
    }, text);
  }
  text() {
    return this.read((card) => {
      const editor = card.querySelector("[data-part=editor]");
      const lines = [...editor.querySelectorAll(".cm-line")].map((line) => line.textContent);
      return lines.length > 0 ? lines.join("\n") : editor.textContent.replace(/\n$/, "");
    });
  }

  async run() {
    await this.click("run");
    return this.ended();
  }
  ended() {
    return this.outcome("done", "failed", "stopped");
  }

  /** Waits for a change of the part that makes `holds` true (it runs in the page), and gives its value. */
  until(name, holds, ...args) {
    return this.page.evaluate(
      `new Promise((resolve) => {
        const part = document.querySelector(${JSON.stringify(this.selector(name))});
        const look = () => {
          const value = (${holds})(part, ...${JSON.stringify(args)});
          if (value) { observer.disconnect(); resolve(typeof value === "object" ? true : value); }
        };
        const observer = new MutationObserver(look);
        observer.observe(part, { attributes: true, childList: true, subtree: true, characterData: true });
        look();
      })`,
    );
  }

  /** Waits until the status is one of `states`; gives what the console shows as well. */
  async outcome(...states) {
    const state = await this.until(
      "status",
      ({ dataset }, wanted) => wanted.includes(dataset.state) && dataset.state,
      states,
    );
    const shown = await this.read((card) => ({
      lines: [...card.querySelectorAll(".console .line:not(.line-probe)")].map((line) => ({
        text: line.textContent,
        processor: line.dataset.processor,
      })),
      failure: card.querySelector(".failure")?.innerText ?? null,
    }));
    return { state, ...shown };
  }
}

/** An expression for the files that the page has loaded and that its service worker has not stored yet. */
export const filesThatAreNotKept = `(async () => {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const kept = await Promise.all(loaded.map((name) => caches.match(name)));
  return loaded.filter((name, index) => !kept[index]);
})()`;

/**
 * Whether axe looks at a page in this width. The document and its styles, which are what it looks at, are the same in every
 * browser, so in one of them it looks in all widths.
 */
export const axeLooks = (browser, width) => browser === "chromium" || width === 360;

/** What axe objects to on the page as it stands. */
export function violations(page) {
  return page.evaluate(async (source) => {
    if (!globalThis.axe) new Function(source)();
    const { violations: found } = await globalThis.axe.run({ resultTypes: ["violations"] });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  }, axeSource);
}

/** As `withPage`; besides `open(program, settings)`, which is `CardOnPage.open` there. */
export function withCards(launch) {
  const around = withPage(launch);
  around.open = (...card) => CardOnPage.open(around.page, around.url, ...card);
  return around;
}
