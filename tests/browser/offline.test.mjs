import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CardOnPage, filesThatAreNotKept } from "./card-tools.mjs";
import { eventually } from "./drivers/eventually.mjs";
import { browsers, serve, site } from "./drivers/index.mjs";

for (const { name, launch } of browsers) {
  describe(`the page offline in ${name}`, () => {
    let server, browser, page;
    before(async () => {
      server = await serve({ root: site });
      browser = await launch();
      page = await browser.open();
    });
    after(async () => {
      await browser?.close();
      await server?.close();
    });

    test("what was seen is there without the network, and a page that was not says so", async () => {
      const card = await CardOnPage.open(page, server.url, "pool_map", "processes=1");
      assert.equal((await card.run()).state, "done");
      // Once the service worker has the page, a visit goes through it.
      await eventually(page, `caches.match(new URL("./", location.href)).then(Boolean)`);
      const again = await CardOnPage.open(page, server.url, "pool_map", "processes=1");
      assert.equal((await again.run()).state, "done");
      await eventually(page, filesThatAreNotKept, ({ length }) => length === 0);
      const { url } = server;
      await server.close();
      server = null;
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
  });
}
