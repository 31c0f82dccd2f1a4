// One small interface over Chromium, Firefox and WebKitGTK for the tests in tests/browser:
//
//   import { browsers, serve, site } from "./drivers/index.mjs";
//   for (const { name, launch } of browsers) test(`... in ${name}`, async () => {
//     const browser = await launch();
//     const page = await browser.open(url);
//     await page.evaluate((a, b) => a + b, 1, 2);   // in the page's own realm; awaits; arguments and result are JSON
//     await browser.close();                         // also done when the process ends
//   });
//
// Every call settles: after `page.timeout` milliseconds at the latest, with an error that says what did not happen.

import { fileURLToPath } from "node:url";
import { launchChromium } from "./chromium.mjs";
import { launchFirefox } from "./firefox.mjs";
import { launchWebKit } from "./webkit.mjs";
import { executables } from "./executables.mjs";

export { isolationHeaders, serve } from "../../../web/scripts/serve.mjs";

/** The folder of the built site, for `serve({ root: site })`. */
export const site = fileURLToPath(new URL("../../../build/site", import.meta.url));

/**
 * The browsers that are installed here: `{ name, launch }`. `launch()` starts a fresh one with an empty profile, which
 * reaches nothing but this computer. BROWSERS=firefox,webkit in the environment chooses.
 */
export const allBrowsers = [
  { name: "chromium", executable: executables.chromium, start: launchChromium },
  { name: "firefox", executable: executables.firefox, start: launchFirefox },
  { name: "webkit", executable: executables.webkit, start: launchWebKit },
]
  .filter(
    ({ name, executable }) =>
      executable && (process.env.BROWSERS ?? name).split(",").includes(name),
  )
  .map(({ name, executable, start }) => ({
    name,
    launch: () => replacedAfterCrash(() => start(executable)),
  }));

// A browser that is started again for the next page after it has crashed, so that a crash fails the tests of the pages that were
// open then, whose calls say so, and no others.
async function replacedAfterCrash(start) {
  let current = start();
  const { name } = await current;
  // One replacement, however many pages are opened at once.
  const living = async () => {
    const asked = current;
    const browser = await asked;
    if (!browser.crash) return browser;
    if (current === asked) {
      current = browser.close().then(start);
      current.catch(() => (current = asked)); // the next page tries again
    }
    return current;
  };
  return {
    name,
    open: async (url) => (await living()).open(url),
    openFresh: async (url) => (await living()).openFresh(url),
    close: async () => (await current).close(),
    /** Sends a signal to its process. */
    signal: async (signal) => (await current).signal(signal),
  };
}

/** Those with threads, in which everything is tested. */
export const browsers = allBrowsers.filter(({ name }) => name !== "webkit");
