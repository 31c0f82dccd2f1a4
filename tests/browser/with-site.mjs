// What most tests in browsers begin with: a server and one browser, for all tests of a `describe`.
import { after, before } from "node:test";
import { serve, site } from "./drivers/index.mjs";

/**
 * Starts a server and a browser before the tests of the `describe` that this is called in, and ends them after the last one.
 * @param {() => Promise<any>} launch Of one of `browsers`.
 * @param {object} [settings] Those of `serve`; `root` is the site where they name none, and may be a function.
 * @returns What can be used in these tests: `url`, `browser`, and `onPage(use)`, which gives what `use(page, url)` does with
 *   a page of that address that is closed afterwards.
 */
export function withSite(launch, { root = site, ...settings } = {}) {
  const around = {
    async onPage(use) {
      const page = await around.browser.open(around.url);
      try {
        return await use(page, around.url);
      } finally {
        await page.close();
      }
    },
  };
  let server;
  before(async () => {
    server = await serve({ root: typeof root === "function" ? root() : root, ...settings });
    around.url = server.url;
    around.browser = await launch();
  });
  after(async () => {
    await around.browser?.close();
    await server?.close();
  });
  return around;
}

/** As `withSite`; besides a `page` for all of the tests. */
export function withPage(launch, settings) {
  const around = withSite(launch, settings);
  before(async () => {
    around.page = await around.browser.open();
  });
  return around;
}
