// Chromium, through Playwright over a connection to a process of our own: Playwright's default flags switch off the
// partitioning of third-party storage, and with it service workers in third-party frames.

import { createRequire } from "node:module";
import { BrowserProcess, patience, within } from "./process.mjs";
import { expression, settle } from "./expression.mjs";

const { chromium } = createRequire(new URL("../../../web/package.json", import.meta.url))(
  "playwright-core",
);

const flags = [
  "--headless",
  "--remote-debugging-port=0",
  // Its sandbox refuses to run as root, as tests in a container do.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--js-flags=--expose-gc", // for tests of what is collected
  "--disable-dev-shm-usage", // 64 MB in most containers, where shared WebAssembly memory does not fit
  "--disable-quic",
  "--disable-background-networking",
  "--disable-breakpad",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-domain-reliability",
  "--disable-extensions",
  "--disable-sync",
  "--metrics-recording-only",
  "--no-default-browser-check",
  "--no-first-run",
  "--no-pings",
  "--password-store=basic",
  "--use-mock-keychain",
  "--proxy-server=127.0.0.1:9", // nothing but this computer, which bypasses the proxy, can be reached
];

export async function launchChromium(executable) {
  const browser = new BrowserProcess("chromium", executable, (profile) => [
    ...flags,
    `--user-data-dir=${profile}`,
    "about:blank",
  ]);
  const [port, path] = await browser.file("DevToolsActivePort", (text) => {
    const lines = text.trim().split("\n");
    return lines.length === 2 && lines;
  });
  const connection = await chromium.connectOverCDP(`ws://127.0.0.1:${port}${path}`, {
    timeout: patience,
  });
  const context = connection.contexts()[0];
  const call = (what, promise) => {
    promise.catch(() => {}); // where the call only says that the browser had crashed
    return browser.call(
      what,
      () => promise,
      ({ message }) => {
        if (!connection.isConnected()) return browser.whyEnded();
        return /crashed/.test(message) && "the process that shows the page has ended";
      },
    );
  };
  const open = (what, promise) => call(what, within(patience, `chromium: ${what}`, promise));
  return {
    name: "chromium",
    get crash() {
      return browser.crash ?? browser.ended;
    },
    signal: (signal) => browser.signal(signal),
    async open(url) {
      const page = new ChromiumPage(call, await open("open", context.newPage()));
      if (url !== undefined) await page.goto(url);
      return page;
    },
    /** A page that shares no cache or process with others; closing it closes its context. */
    async openFresh(url) {
      const own = await open("openFresh", connection.newContext());
      const page = new ChromiumPage(call, await open("openFresh", own.newPage()));
      page.close = () => own.close();
      await page.goto(url);
      return page;
    },
    close: () =>
      browser.close(async () => (await connection.newBrowserCDPSession()).send("Browser.close")),
  };
}

class ChromiumPage {
  #call;
  #page;
  #frame;
  timeout = patience;
  /** What scripts threw and did not catch, and what went to console.error, as text. */
  errors;

  constructor(call, page, frame = page, errors = []) {
    this.#call = call;
    this.#page = page;
    this.#frame = frame;
    this.errors = errors;
    if (frame !== page) return;
    page.on("pageerror", (error) => errors.push(`${error.name}: ${error.message}`));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  }

  /** The document in a frame of the page, with the same methods; `host >>> iframe` for one in the shadow of an element. */
  async frame(selector) {
    const path = selector.replace(" >>> ", " "); // which looks into shadows by itself
    const options = { state: "attached", timeout: this.timeout };
    const attached = this.#frame.waitForSelector(path, options);
    const element = await this.#call(`frame ${selector}`, attached);
    const frame = await this.#within(`frame ${selector}`, element.contentFrame());
    return Object.assign(new ChromiumPage(this.#call, this.#page, frame, this.errors), {
      timeout: this.timeout,
    });
  }

  async evaluate(code, ...args) {
    return settle(await this.#within("evaluate", this.#frame.evaluate(expression(code, args))));
  }
  async goto(url) {
    await this.#call(`goto ${url}`, this.#page.goto(url, { timeout: this.timeout }));
  }
  click(selector) {
    return this.#call(`click ${selector}`, this.#first(selector).click({ timeout: this.timeout }));
  }
  async type(selector, text) {
    await this.#call("type", this.#first(selector).focus({ timeout: this.timeout }));
    await this.#within("type", this.#page.keyboard.type(text));
  }
  press(keys) {
    return this.#within(`press ${keys}`, this.#page.keyboard.press(keys));
  }
  /** Touches the page with fingers, moves them and lifts them: for each step, `{ x, y, id }` of each finger. */
  async touch(...steps) {
    const session = await this.#within("touch", this.#page.context().newCDPSession(this.#page));
    const send = (type, touchPoints) =>
      this.#within(type, session.send("Input.dispatchTouchEvent", { type, touchPoints }));
    const [first, ...moves] = steps;
    await send("touchStart", first);
    for (const points of moves) await send("touchMove", points);
    await send("touchEnd", []);
    await this.#within("touch", session.detach());
  }
  screenshot(path) {
    return this.#call("screenshot", this.#page.screenshot({ path, timeout: this.timeout }));
  }
  setViewport(width, height) {
    return this.#within("setViewport", this.#page.setViewportSize({ width, height }));
  }
  setColorScheme(colorScheme) {
    return this.#within("setColorScheme", this.#page.emulateMedia({ colorScheme }));
  }
  /** Shows the page as on paper (`media: "print"`) or in the system's colours (`forcedColors: "active"`). */
  setMedia(features) {
    return this.#within("setMedia", this.#page.emulateMedia(features));
  }
  /** What assistive technology is told of an element, as text: roles, names and states. */
  accessibilityTree(selector) {
    const told = this.#first(selector).ariaSnapshot({ timeout: this.timeout });
    return this.#call("accessibilityTree", told);
  }
  close() {
    return this.#within("close", this.#page.close());
  }

  #first(selector) {
    return this.#frame.locator(selector).first();
  }
  // For what Playwright gives no limit.
  #within(what, promise) {
    return this.#call(what, within(this.timeout, `chromium: ${what}`, promise));
  }
}
