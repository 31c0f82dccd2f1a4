// What tests of the library in a page begin with: a server that has it, a browser, and one page for all tests of a `describe`.
import { before } from "node:test";
import { librarySite } from "./library-site.mjs";
import { runHere } from "./run-program.mjs";
import { withSite } from "./with-site.mjs";

/**
 * As `withSite`, of the library's site.
 * @param {() => Promise<any>} launch
 * @param {object} [settings] Those of `serve`, and `run`: options for each program.
 * @returns That of `withSite`; besides the `page`, the address of its `library`, and `run(text, options)`, which is `runHere`
 *   there.
 */
export function withLibrary(launch, { run = {}, ...settings } = {}) {
  const around = withSite(launch, { root: librarySite, ...settings });
  before(async () => {
    around.page = await around.browser.open(around.url);
    around.library = `${around.url}lib/webpool.js`;
  });
  around.run = (text, options = {}) =>
    around.page.evaluate(runHere, around.library, text, { ...run, ...options });
  return around;
}
