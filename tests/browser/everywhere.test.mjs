// The page in the system's colours, on paper, enlarged, on narrow screens, by keyboard and for a screen reader: in Chromium,
// whose driver can ask for all of these.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { CardOnPage } from "./card-tools.mjs";
import { browsers, serve, site } from "./drivers/index.mjs";

const chromium = browsers.find(({ name }) => name === "chromium");

describe("the page everywhere", { skip: !chromium && "Chromium is not here" }, () => {
  let server, browser, page;
  before(async () => {
    server = await serve({ root: site });
    browser = await chromium.launch();
    page = await browser.open();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  test("the HTML is below 200 kB, and the page has at most 4,000 elements at load", async () => {
    const html = await (await fetch(server.url)).text();
    assert.ok(html.length < 200_000, `${html.length} bytes`);
    await page.setViewport(1440, 900);
    await page.goto(server.url);
    const count = await page.evaluate(async () => {
      for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame);
      return document.querySelectorAll("*").length;
    });
    assert.ok(count <= 4_000, `${count} elements`);
  });

  test("the scripts of the page, its first figures and the editor are below 250 kB, zipped", async () => {
    const card = await CardOnPage.open(page, server.url, "first", "language=python");
    await card.edit();
    await card.until("editor", (editor) => editor.querySelector(".tok-keyword"));
    const paths = await page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .map(({ name }) => new URL(name).pathname)
        .filter((path) => /^\/assets\/[^/]*\.js$/.test(path)),
    );
    assert.ok(paths.length > 5, paths.join(" "));
    const sizes = paths.map((path) => gzipSync(readFileSync(site + path)).length);
    const sum = sizes.reduce((a, b) => a + b, 0);
    assert.ok(sum < 250_000, `${sum} bytes: ${paths.join(" ")}`);
  });

  test("in forced colours the timeline shows its blocks in several colours", async () => {
    await page.setMedia({ forcedColors: "active" });
    const card = await CardOnPage.open(page, server.url, "pool_map", "processes=2");
    assert.equal((await card.run()).state, "done");
    const colours = await card.read(async (root) => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const canvas = root.querySelector("[data-part=lanes]");
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const seen = new Map();
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3] < 250) continue;
        const colour = `${data[at]} ${data[at + 1]} ${data[at + 2]}`;
        seen.set(colour, (seen.get(colour) ?? 0) + 1);
      }
      return [...seen].filter(([, count]) => count > 200).length;
    });
    assert.ok(colours >= 2, `${colours} colours`);
    await page.setMedia({ forcedColors: "none" });
  });

  test("on paper are the text, the program and its output, and nothing that can only be pressed", async () => {
    const card = await CardOnPage.open(page, server.url, "pool_map", "processes=2");
    assert.equal((await card.run()).state, "done");
    await page.setMedia({ media: "print" });
    const seen = await card.read((root) => {
      const isSeen = (selector) => {
        const element = document.querySelector(selector);
        return element !== null && element.checkVisibility();
      };
      const part = (name) => root.querySelector(`[data-part=${name}]`).checkVisibility();
      const code = root.querySelector("[data-part=editor] .code");
      return {
        controls: [".masthead", ".contents"].filter(isSeen),
        parts: ["run", "stop", "share", "copy", "clear", "reset", "zoom-in"].filter(part),
        shown: ["editor", "console", "lanes"].filter(part),
        hiddenCode: code.scrollHeight - code.clientHeight,
        idle: document
          .querySelector('.card-place[data-program="matrix"] .output')
          ?.checkVisibility(),
      };
    });
    await page.setMedia({ media: null });
    assert.deepEqual(seen.controls, []);
    assert.deepEqual(seen.parts, []);
    assert.deepEqual(seen.shown, ["editor", "console", "lanes"]);
    assert.ok(seen.hiddenCode <= 1, `${seen.hiddenCode} px of the program are cut off`);
    assert.ok(!seen.idle);
  });

  test("nothing is cut off at 320 px, and at 200 % of 1280 px", async () => {
    for (const width of [320, 640]) {
      await page.setViewport(width, 640);
      for (const program of ["first", "pool_map", "matrix"]) {
        const card = await CardOnPage.open(page, server.url, program);
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(wide <= 0, `${wide} px too wide at ${width}`);
        const cut = await card.read((root) =>
          [...root.querySelectorAll("button, output, input[type=range], .tab, .output-head p")]
            .filter((element) => element.checkVisibility())
            .filter((element) => {
              const { left, right } = element.getBoundingClientRect();
              const frame = root.getBoundingClientRect();
              const isOutside = left < frame.left - 1 || right > frame.right + 1;
              return isOutside || element.scrollWidth > element.clientWidth + 1;
            })
            .map((element) => element.dataset.part ?? element.textContent),
        );
        assert.deepEqual(cut, [], `${program} at ${width} px`);
      }
    }
    await page.setViewport(1280, 900);
  });

  test("Tab stops at a figure that is not loaded yet, and goes on to its first control", async () => {
    await page.goto("about:blank");
    await page.goto(server.url);
    const at = await page.evaluate(async () => {
      const figure = document.getElementById("figure-speedup");
      const place = figure.querySelector(".figure-place");
      place.focus({ preventScroll: true });
      const before = document.activeElement === place;
      place.scrollIntoView({ behavior: "instant" });
      await new Promise((resolve) => {
        const look = () => "mounted" in figure.dataset && (observer.disconnect(), resolve());
        const observer = new MutationObserver(look);
        observer.observe(figure, { attributes: true });
        look();
      });
      await Promise.resolve(); // the focus is passed on when the figure is marked
      return [before, document.activeElement.getAttribute("name"), place.hasAttribute("tabindex")];
    });
    assert.deepEqual(at, [true, "problem", false]);
  });

  test("Tab goes through a card, a figure and into the next card, and never loses the focus", async () => {
    const card = await CardOnPage.open(page, server.url, "pool_map", "processes=1");
    await card.read((root) => root.querySelector("[data-part=languages] :checked").focus());
    const way = [];
    // Through the card, the figure after it, and into the next card, which is built on the way.
    for (let step = 0; step < 80 && way.at(-1) !== "pool_starmap"; step++) {
      await page.press("Tab");
      const at = await page.evaluate(() => {
        const { activeElement: element } = document;
        const place = element.closest(".card-place, .figure");
        const name = place?.dataset.program ?? place?.dataset.figure;
        if (name !== "pool_map") return name ?? element.tagName;
        return element.closest("[data-part]")?.dataset.part ?? element.tagName;
      });
      assert.notEqual(at, "BODY", way.join(" "));
      way.push(at);
    }
    for (const place of ["chunksize", "pool_starmap"])
      assert.ok(way.includes(place), `${place} in ${way.join(" ")}`);
    for (const part of ["mode-sync", "editor", "run", "processes", "console", "lanes"])
      assert.ok(way.includes(part), `${part} in ${way.join(" ")}`);
  });

  test("two fingers show less time in the timeline, and one finger moves it", async () => {
    const card = await CardOnPage.open(page, server.url, "pool_map", "processes=2");
    assert.equal((await card.run()).state, "done");
    const { left, top, width, scroll } = await card.read((root) => {
      const lanes = root.querySelector("[data-part=lanes]");
      lanes.scrollIntoView({ block: "center", behavior: "instant" });
      const { left, top, width } = lanes.getBoundingClientRect();
      return { left, top, width, scroll: scrollY };
    });
    const y = top + 50;
    const at = (share, id = 0) => ({ x: left + share * width, y, id });
    const drawn = () =>
      card.read(async (root) => {
        for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
        return root.querySelector("[data-part=lanes]").toDataURL();
      });
    const seen = [await drawn()];
    await page.touch([at(0.45), at(0.55, 1)], [at(0.35), at(0.65, 1)], [at(0.25), at(0.75, 1)]);
    seen.push(await drawn());
    await page.touch([at(0.5)], [at(0.4)], [at(0.3)]);
    seen.push(await drawn());
    assert.equal(new Set(seen).size, 3, "two fingers zoom, then one pans");
    assert.equal(await page.evaluate(() => scrollY), scroll);
    await card.click("zoom-fit");
    // A tap after the drag would have set the cursor, which is drawn, too.
    assert.equal(await drawn(), seen[0]);
  });

  test("a link to a table of measurements shows them beside this computer's", async () => {
    await page.goto("about:blank");
    await page.goto(`${server.url}#machine&Processors=64&Browser=Elsewhere+1`);
    const rows = await page.evaluate(() =>
      [...document.querySelectorAll("[data-part=machine] tr")].map((row) =>
        [...row.cells].map((cell) => cell.textContent),
      ),
    );
    assert.deepEqual(rows[0], ["measured", "here", "in the link"]);
    assert.deepEqual([rows[1][0], rows[1][2]], ["Processors", "64"]);
    assert.deepEqual([rows[2][0], rows[2][2]], ["Browser", "Elsewhere 1"]);
    assert.equal(rows[3][2], "–");
  });

  test("the accessibility tree names the card's parts", async () => {
    const card = await CardOnPage.open(page, server.url, "pool_map", "processes=2");
    assert.equal((await card.run()).state, "done");
    const tree = await page.accessibilityTree('.card-place[data-program="pool_map"]');
    for (const line of [
      /region "Program pool_map"/,
      /group "Language"/,
      /radio "JavaScript" \[checked\]/,
      /radio "sync" \[checked\]/,
      /button "Run/,
      /slider "processors/,
      /group "Output"/,
      /group "Console"/,
      /log "Printed lines"/,
      /group "Timeline"/,
      /slider "Time"/,
      /Done, \d+ lines printed\./,
    ])
      assert.match(tree, line);
    const spoken = await card.read((root) =>
      root.querySelector("[data-part=lanes]").getAttribute("aria-valuetext"),
    );
    assert.match(spoken, /^\d/);
    assert.deepEqual(page.errors, []);
  });
});
