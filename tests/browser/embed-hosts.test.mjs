// Programs of webpool in pages of all kinds, on hosts of all kinds, in three engines: what they print is right, they have as
// many processors as the browser gives in such a place, and no frame was loaded more than twice. Expectations follow what
// was measured of each engine: isolation of a frame by itself (Document-Isolation-Policy) is Chromium's alone, and WebKitGTK
// has no shared memory at all.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { authorSite, generate, installed, webpoolSite } from "./article-host.mjs";
import { allBrowsers } from "./drivers/index.mjs";

const one = "one processor";
const everywhere = { chromium: "threads", firefox: "threads", webkit: one };
const chromiumAlone = { chromium: "threads", firefox: one, webkit: one };
// Where a document has no origin, WebKitGTK takes no script of the site for its own (script-src 'self'): nothing runs.
const nowhere = { chromium: one, firefox: one };

const map = /^Results: \[ 1, 4, 9, 16, 25, 36, 49, 64 \]$/m;
const own = /^\[ 1, 4, 9 \]$/m;
const starmap = /^map: \[ 2, 12, 30, 56 \]$/m;

const text = `import { Pool } from "webpool";

print(new Pool(2).map((x) => x * x, [1, 2, 3]));`;
const frame = (url, attributes = "") =>
  `<iframe src="${url}embed.html?example=map" allow="cross-origin-isolated; fullscreen" ${attributes}
    width="100%" height="420" title="Parallel map, live"></iframe>`;
const element = (url) => `<script src="${url}embed.js" async></script>
<webpool-example><pre>${text}</pre></webpool-example>`;
const page = (body) =>
  `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>An article</title>${body}`;

const frames = [
  { in: "iframe", prints: map },
  { in: "webpool-example >>> iframe", prints: own },
];
const generated = [
  { in: "iframe", prints: map },
  { in: 'webpool-example[name="starmap"] >>> iframe', prints: starmap },
  { in: "webpool-example:not([name]) >>> iframe", prints: own },
];
const top = [{ prints: map }];

/** The pages; `site` says whether webpool's own site sends headers. */
const cases = {
  "top level, with headers": { top, tiers: everywhere },
  "top level, on a static host": { top, site: "bare", tiers: everywhere },
  "a page without headers": {
    html: (url) => frame(url) + element(url),
    frames,
    tiers: chromiumAlone,
  },
  "a page without headers, of a static host": {
    html: (url) => frame(url) + element(url),
    site: "bare",
    frames,
    tiers: chromiumAlone,
  },
  "an isolated page": {
    html: (url) => frame(url) + element(url),
    headers: () => ({
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    }),
    frames,
    tiers: everywhere,
  },
  "a page with a strict policy": {
    html: (url) => frame(url) + element(url),
    headers: (url) => {
      const { origin } = new URL(url);
      return {
        "Content-Security-Policy": `default-src 'none'; img-src data:; script-src ${origin}/embed.js; frame-src ${origin}`,
      };
    },
    frames,
    tiers: chromiumAlone,
  },
  "a sandbox with the frame's origin": {
    html: (url) => frame(url, `sandbox="allow-scripts allow-same-origin"`),
    frames: frames.slice(0, 1),
    tiers: chromiumAlone,
  },
  "a sandbox without an origin": {
    html: (url) => frame(url, `sandbox="allow-scripts"`),
    frames: frames.slice(0, 1),
    tiers: nowhere,
  },
};
for (const name of installed)
  cases[`a page that ${name === "mkdocs" ? "MkDocs" : "Sphinx"} has made`] = {
    generator: name,
    frames: generated,
    tiers: chromiumAlone,
  };

/** Tries until it succeeds: a frame that loads itself once more takes what is asked of it along. */
async function trying(action) {
  for (const end = Date.now() + 60_000; ;) {
    try {
      return await action();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** In a frame: waits until its program is ready, and gives what runs it. */
const tier = () =>
  new Promise((resolve) => {
    const root = document.documentElement;
    const look = () => root.dataset.tier && (observer.disconnect(), resolve(root.dataset.tier));
    const observer = new MutationObserver(look);
    observer.observe(root, { attributes: true });
    look();
  });

/** In a frame: waits until its program has ended, and gives how, and what it has printed. */
const outcome = () =>
  new Promise((resolve) => {
    const status = document.querySelector("[data-part=status]");
    const look = () => {
      if (!["done", "failed", "stopped"].includes(status.dataset.state)) return;
      observer.disconnect();
      const lines = document.querySelectorAll(".console .line:not(.line-probe)");
      resolve([status.dataset.state, [...lines].map((line) => line.textContent).join("\n")]);
    };
    const observer = new MutationObserver(look);
    observer.observe(status, { attributes: true });
    look();
  });

for (const { name: browserName, launch } of allBrowsers) {
  describe(`programs in other pages, in ${browserName}`, () => {
    const sites = {};
    const pages = {};
    const made = [];
    let browser, author;
    before(async () => {
      sites.headers = await webpoolSite({ headers: true });
      sites.bare = await webpoolSite({ headers: false });
      Object.entries(cases).forEach(
        ([, { html, headers, generator, site = "headers" }], number) => {
          const { url } = sites[site];
          if (html) pages[number] = { html: page(html(url)), headers: headers?.(url) };
          if (generator) made.push((pages[number] = generate(generator, url)));
        },
      );
      author = await authorSite(pages);
      browser = await launch();
    });
    after(async () => {
      await browser?.close();
      for (const site of [author, ...Object.values(sites)]) await site?.close();
      for (const folder of made) folder.remove();
    });

    Object.entries(cases).forEach(
      ([name, { top, frames = top, site = "headers", tiers }], number) => {
        test(name, async (t) => {
          if (!tiers[browserName]) return t.skip("nothing can run there");
          const { url, requests } = sites[site];
          requests.length = 0;
          const opened = await browser.open();
          await opened.goto(top ? `${url}embed.html?example=map` : `${author.url}${number}/`);
          for (const { in: selector, prints } of frames) {
            const inside = async () => {
              if (!selector) return opened;
              await opened.evaluate((host) => {
                // Its middle, where Run is, in the middle of the window: no driver scrolls a page around a frame everywhere.
                const { top, height } = document.querySelector(host).getBoundingClientRect();
                scrollBy({ top: top + height / 2 - innerHeight / 2, behavior: "instant" });
              }, selector.split(" >>> ")[0]);
              return opened.frame(selector);
            };
            const shown = await trying(async () => {
              const frame = await inside();
              assert.equal(await frame.evaluate(tier), tiers[browserName]);
              return frame;
            });
            // A frame that takes the height of its contents may move the button from under a click.
            await trying(async () => {
              await shown.click("[data-part=run]");
              const state = await shown.evaluate(
                () => document.querySelector("[data-part=status]").dataset.state,
              );
              assert.notEqual(state, "idle", "Run was not pressed");
            });
            const [state, printed] = await shown.evaluate(outcome);
            assert.equal(state, "done", printed);
            assert.match(printed, prints);
          }
          const loads = new Map();
          for (const { method, url, headers } of requests) {
            if (method !== "GET" || !url.startsWith("/embed.html")) continue;
            const { searchParams } = new URL(url, "http://site");
            searchParams.delete("iso");
            loads.set(`${searchParams}`, (loads.get(`${searchParams}`) ?? 0) + 1);
            if (!top && headers["sec-fetch-site"] && !url.includes("iso=1"))
              assert.equal(headers["sec-fetch-site"], "cross-site");
          }
          assert.equal(loads.size, frames.length);
          for (const [frame, count] of loads)
            assert.ok(count <= (site === "bare" ? 2 : 1), `${frame}: ${count} loads`);
          assert.deepEqual(opened.errors, []);
          await opened.close();
        });
      },
    );
  });
}
