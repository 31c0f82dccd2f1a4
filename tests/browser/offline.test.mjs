import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CardOnPage, filesThatAreNotKept } from "./card-tools.mjs";
import { eventually } from "./drivers/eventually.mjs";
import { browsers, serve, site } from "./drivers/index.mjs";
import { untilIsolated } from "./static-host.mjs";

for (const { name, launch } of browsers) {
  describe(`the page offline in ${name}`, () => {
    let server, browser;
    before(async () => (browser = await launch()));
    after(async () => {
      await browser?.close();
      await server?.close();
    });

    test("what was seen is there without the network, and a page that was not says so", async () => {
      server = await serve({ root: site });
      const page = await browser.open();
      const card = await CardOnPage.open(page, server.url, "pool_map", "processes=1");
      assert.equal((await card.run()).state, "done");
      // Once the service worker has the page, a visit goes through it.
      await eventually(page, `caches.match(new URL("./", location.href)).then(Boolean)`);
      const again = await CardOnPage.open(page, server.url, "pool_map", "processes=1");
      assert.equal((await again.run()).state, "done");
      await eventually(page, filesThatAreNotKept, ({ length }) => length === 0);
      const { url } = server;
      await server.close();
      const offline = await CardOnPage.open(page, url, "pool_map", "processes=1");
      assert.match(await offline.text(), /function square/);
      const { state, failure } = await offline.run();
      assert.equal(state, "done", failure);
      await page.goto(`${url}authors.html`);
      assert.match(
        await page.evaluate(() => document.body.innerText),
        /offline.*not stored this page/,
      );
    });

    test("of a host without headers, too, it is isolated, and the library of an earlier version is gone", async () => {
      server = await serve({ root: site, isolation: false });
      const page = await browser.open();
      await page.goto(server.url);
      await untilIsolated(page);
      await eventually(page, `caches.match(new URL("./", location.href)).then(Boolean)`);
      await page.evaluate(async () => {
        const store = await caches.open((await caches.keys())[0]);
        await store.put("assets/lib-0/webpool.js", new Response("an earlier version"));
      });
      await page.goto("about:blank");
      await page.goto(server.url);
      await eventually(page, filesThatAreNotKept, ({ length }) => length === 0);
      await eventually(page, `caches.match("assets/lib-0/webpool.js").then((found) => !found)`);
      // The worker fetches the page itself, whose answer has no headers.
      await page.evaluate(async () => {
        const store = await caches.open((await caches.keys())[0]);
        await store.delete(new URL("./", location.href));
        const { active } = await navigator.serviceWorker.ready;
        active.postMessage({ keep: [new URL("./", location.href).href] });
      });
      await eventually(page, `caches.match(new URL("./", location.href)).then(Boolean)`);
      const { url } = server;
      await server.close();
      await page.goto("about:blank");
      await page.goto(url);
      assert.equal(await page.evaluate("crossOriginIsolated"), true);
      assert.match(await page.evaluate(() => document.body.innerText), /multiprocessing/);
    });
  });
}
