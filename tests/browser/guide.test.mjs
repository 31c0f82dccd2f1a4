import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axeLooks, CardOnPage, violations } from "./card-tools.mjs";
import { eventually } from "./drivers/eventually.mjs";
import { browsers, serve, site } from "./drivers/index.mjs";
import { within } from "./drivers/process.mjs";

const chapters = [
  "parallel",
  "processors",
  "execution",
  "map",
  "starmap",
  "apply",
  "map_async",
  "starmap_async",
  "apply_async",
  "choose",
  "matrix-problem",
  "speedup",
  "imap",
  "errors",
  "cancel",
  "initializer",
];

// A host that sends no headers, and from which the service worker that would add them cannot be had.
const isolationWorker = (path) => (path.endsWith("/isolation-worker.js") ? 404 : undefined);

for (const { name, launch } of browsers) {
  describe(`the guide in ${name}`, () => {
    let server, plain, browser, page;
    const open = async (hash = "") => {
      await page.goto("about:blank");
      await page.goto(server.url + hash);
    };
    const frames = (count) =>
      page.evaluate(async (wanted) => {
        for (let frame = 0; frame < wanted; frame++) await new Promise(requestAnimationFrame);
      }, count);
    before(async () => {
      server = await serve({ root: site });
      plain = await serve({ root: site, isolation: false, refuse: isolationWorker });
      browser = await launch();
      page = await browser.open();
      await page.setViewport(1280, 900);
    });
    after(async () => {
      await browser?.close();
      await server?.close();
      await plain?.close();
    });

    test("its chapters come in the guide's order, and every link within the page has a target", async () => {
      await open();
      const [found, lost, unlinked] = await page.evaluate(() => {
        const links = [...document.querySelectorAll('a[href^="#"]')].map((a) => a.hash.slice(1));
        const places = [...document.querySelectorAll(".chapter, figure.figure")].map((p) => p.id);
        return [
          [...document.querySelectorAll(".chapter")].map(({ id }) => id),
          links.filter((id) => !document.getElementById(id)),
          places.filter((id) => !document.querySelector(`.contents a[href="#${id}"]`)),
        ];
      });
      assert.deepEqual(found, chapters);
      assert.deepEqual(lost, []);
      assert.deepEqual(unlinked, []);
    });

    test("an address leads to its chapter, program or figure, and the contents say where the reader is", async () => {
      for (const id of ["starmap", "pool_starmap_async", "figure-speedup"]) {
        await open(`#${id}`);
        const top = await page.evaluate(
          (wanted) =>
            new Promise((resolve) => {
              const place = document.getElementById(wanted);
              const look = () => {
                const { top } = place.getBoundingClientRect();
                if (top > 20 && top < innerHeight / 3) resolve(Math.round(top));
                else requestAnimationFrame(look);
              };
              look();
            }),
          id,
        );
        assert.ok(top > 20, `${id} at ${top}`);
      }
      await page.evaluate(
        () =>
          new Promise((resolve) => {
            const nav = document.querySelector(".contents");
            const look = () =>
              nav.querySelector("[aria-current]")?.hash === "#figure-speedup" &&
              (observer.disconnect(), resolve());
            const observer = new MutationObserver(look);
            observer.observe(nav, { attributes: true, subtree: true });
            look();
          }),
      );
    });

    test("on a narrow screen a button opens the contents, and a link closes them", async () => {
      await page.setViewport(360, 800);
      await open();
      const shown = () =>
        page.evaluate(() => document.querySelector(".contents").checkVisibility());
      assert.equal(await shown(), false);
      await page.click(".contents-button");
      assert.equal(await shown(), true);
      assert.deepEqual(await violations(page), []);
      await page.click('.contents a[href="#map"]');
      assert.equal(await shown(), false);
      assert.equal(await page.evaluate("location.hash"), "#map");
      await page.setViewport(1280, 900);
    });

    test("the theme follows the system, can be switched, and is remembered", async () => {
      await open();
      await page.setColorScheme("light");
      // The browser tells the page of another scheme in its own time.
      const becomes = (dark) =>
        page.evaluate(
          (wanted) =>
            new Promise((resolve) => {
              const look = () => {
                const [red] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g);
                if (Number(red) < 128 === wanted) resolve();
                else requestAnimationFrame(look);
              };
              look();
            }),
          dark,
        );
      await becomes(false);
      await page.setColorScheme("dark");
      await becomes(true);
      await page.click("[data-part=theme]");
      await becomes(false);
      await open();
      await page.setColorScheme("dark"); // Firefox forgets it with the document
      await becomes(false);
      await page.click("[data-part=theme]");
      await becomes(true);
      await page.setColorScheme("light");
      await becomes(false);
    });

    test("nothing moves when cards and figures are built", async () => {
      for (const width of [360, 768, 1440]) {
        await page.setViewport(width, 900);
        await open();
        const moved = await page.evaluate(async () => {
          await document.fonts.ready;
          const places = [...document.querySelectorAll(".figure, .card-place")];
          const heights = places.map((place) => place.offsetHeight);
          const built = (place) =>
            "mounted" in place.dataset || place.querySelector(".card-live") !== null;
          for (const place of places) {
            place.scrollIntoView({ behavior: "instant" });
            while (!built(place)) await new Promise(requestAnimationFrame);
          }
          await new Promise(requestAnimationFrame);
          return places
            .map((place, i) => [place.id, heights[i], place.offsetHeight])
            .filter(([, before, now]) => Math.abs(before - now) > 1);
        });
        assert.deepEqual(moved, [], `${width} px`);
      }
      await page.setViewport(1280, 900);
    });

    test("no WebAssembly is asked for until a reader presses Run", async () => {
      // An origin of its own: nothing of it is in a cache, and no pointer rests on a card, which would prepare a run.
      const asked = [];
      const isAsked = (path) => asked.push(path) && path.endsWith(".wasm") && ran();
      let ran;
      const running = new Promise((resolve) => (ran = resolve));
      const own = await serve({ root: site, onRequest: ({ url }) => isAsked(url) });
      const other = await browser.open(own.url);
      try {
        // The first rows of the matrix were recorded.
        await other.evaluate(() => document.querySelector("#figure-matrix").scrollIntoView());
        await eventually(other, `document.querySelector(".matrix-picture td") !== null`);
        const card = new CardOnPage(other, "cpu_count");
        await card.shows();
        // The page fetches what it may need later when it is idle, and then registers its service worker.
        await other.evaluate(async () => {
          await navigator.serviceWorker.ready;
          await new Promise((resolve) => requestIdleCallback(resolve));
        });
        const before = asked.filter((path) => path.endsWith(".wasm"));
        assert.deepEqual(before, []);
        await card.click("run");
        await within(other.timeout, `a request of WebAssembly after ${asked.join(" ")}`, running);
      } finally {
        await other.close();
        await own.close();
      }
    });

    test("without JavaScript the text, the listings and what the figures would show can be read", async () => {
      const other = await browser.open(server.url);
      const seen = await other.evaluate(async () => {
        const frame = document.createElement("iframe");
        frame.setAttribute("sandbox", "allow-same-origin"); // and no scripts
        frame.src = location.pathname;
        frame.style.cssText = "inline-size: 1200px; block-size: 800px";
        document.body.replaceChildren(frame);
        await new Promise((resolve) => frame.addEventListener("load", resolve));
        const page = frame.contentDocument;
        const visible = (element) => {
          const { visibility } = frame.contentWindow.getComputedStyle(element);
          return element.getClientRects().length > 0 && visibility === "visible";
        };
        const all = (selector) => [...page.querySelectorAll(selector)];
        return {
          scripts: all(".card-place").filter((place) =>
            [...place.querySelectorAll(".listing")].some(
              (one) => visible(one) && /from "webpool"/.test(one.textContent),
            ),
          ).length,
          cpp: all(".card-place").filter((place) =>
            [...place.querySelectorAll(".listing")].some(
              (one) => visible(one) && /#include/.test(one.textContent),
            ),
          ).length,
          places: all(".card-place").length,
          figures: all(".figure-without").filter(visible).length,
          theme: visible(page.querySelector("[data-part=theme]")),
        };
      });
      assert.equal(seen.scripts, seen.places);
      assert.equal(seen.cpp, seen.places);
      assert.equal(seen.figures, 5);
      assert.equal(seen.theme, false);
      await other.close();
    });

    test("where the page is not isolated, it says so at the top, why, and what still works", async () => {
      const other = await browser.open(plain.url);
      const note = await other.evaluate(
        () =>
          new Promise((resolve) => {
            const element = document.querySelector("[data-testid=page-threads-note]");
            const look = () =>
              /isolated/.test(element.innerText) &&
              (observer.disconnect(), resolve(element.innerText));
            const observer = new MutationObserver(look);
            observer.observe(element, { childList: true, subtree: true, characterData: true });
            look();
          }),
      );
      assert.match(note, /cannot run threads/);
      assert.match(note, /still|all the same/);
      await other.close();
      await open();
      const shown = await page.evaluate(() =>
        document.querySelector("[data-testid=page-threads-note]").checkVisibility(),
      );
      assert.equal(shown, false);
    });

    test("axe finds nothing to object to on the whole page, in three widths, light and dark", async () => {
      for (const width of [360, 768, 1440].filter((width) => axeLooks(name, width))) {
        await page.setViewport(width, 900);
        await open();
        for (const scheme of ["light", "dark"]) {
          await page.setColorScheme(scheme); // Firefox forgets it with the document
          await frames(2);
          assert.deepEqual(await violations(page), [], `${width} px, ${scheme}`);
        }
      }
      await page.setColorScheme("light");
    });

    test("nothing is loaded from another origin, and nothing went wrong meanwhile", async () => {
      const others = await page.evaluate(() =>
        performance
          .getEntriesByType("resource")
          .map((entry) => entry.name)
          .filter((address) => new URL(address).origin !== location.origin),
      );
      assert.deepEqual(others, []);
      assert.deepEqual(page.errors, []);
    });
  });
}
