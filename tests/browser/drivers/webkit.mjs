// WebKitGTK, through its WebDriver and its inspector, in a virtual display of its own. Each page is a window, as in Firefox.

import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expression, settle } from "./expression.mjs";
import { Inspector } from "./inspector.mjs";
import { BrowserProcess, patience, within } from "./process.mjs";
import { elementKey, find, pressed, typed, Windows } from "./webdriver.mjs";

// Its widgets must not look for a session bus, an input method or settings of this computer's user.
const start = `
export GTK_A11Y=none NO_AT_BRIDGE=1 GSETTINGS_BACKEND=memory GIO_USE_VFS=local DBUS_SESSION_BUS_ADDRESS=disabled: GTK_IM_MODULE=gtk-im-context-simple
Xvfb -displayfd 3 -screen 0 1920x1200x24 -nolisten tcp 3>"$HOME/display" &
until [ -s "$HOME/display" ]; do kill -0 $! || exit 1; sleep 0.02; done
DISPLAY=":$(cat "$HOME/display")" exec WebKitWebDriver --port="$1"
`;
// The driver chooses where the browser's inspector listens, and tells the browser alone.
const tellInspector = `echo "$WEBKIT_INSPECTOR_SERVER" >"$HOME/inspector"; exec "$0" "$@"`;

const flags = [
  "--automation",
  "--enable-developer-extras=true",
  // Nothing but this computer can be reached. WebDriver's own setting for that crashes the browser now and then, which reads
  // beyond the end of its list of hosts (WebKitGTK 2.50).
  "--proxy=http://127.0.0.1:9",
  "--ignore-host=localhost",
  "--ignore-host=127.0.0.1",
  "--ignore-host=*.localhost",
];

/** @param {string} executable The MiniBrowser. */
export async function launchWebKit(executable) {
  const port = await freePort();
  const browser = new BrowserProcess("webkit", "sh", () => ["-c", start, "sh", String(port)], {
    group: true,
  });
  const driver = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + patience; ; await sleep(20)) {
    if (await send("GET", `${driver}/status`, undefined, 5000).catch(() => false)) break;
    if (Date.now() < end && !browser.ended) continue;
    browser.destroy();
    throw new Error(
      `webkit did not start: ${browser.ended ?? `it was not ready after ${patience / 1000} s`}`,
    );
  }
  const settings = {
    capabilities: {
      alwaysMatch: {
        timeouts: { script: 300_000, pageLoad: patience, implicit: 10_000 },
        "webkitgtk:browserOptions": {
          binary: "/bin/sh",
          args: ["-c", tellInspector, executable, ...flags],
        },
      },
    },
  };
  const created = send("POST", `${driver}/session`, settings, 60_000);
  created.catch(() => browser.destroy());
  const { sessionId } = await created;
  const session = new Session(browser, `${driver}/session/${sessionId}`);
  const address = await browser.file(
    "inspector",
    (text) => /^\S+:\d+$/.test(text.trim()) && text.trim(),
  );
  const inspector = await Inspector.connect(address);
  const home = await session.send("GET", "/window"); // stays open: with the last window the session ends
  await inspector.newest();
  return {
    name: "webkit",
    get crash() {
      return browser.crash ?? browser.ended;
    },
    signal: (signal) => browser.signal(signal),
    async open(url) {
      const [handle, inspected] = await session.turn(home, async () => {
        const { handle } = await session.send("POST", "/window/new", { type: "window" });
        return [handle, await inspector.newest()];
      });
      const page = new WebKitPage(session, handle, inspected);
      if (url !== undefined) await page.goto(url);
      return page;
    },
    async close() {
      await browser.close(async () => {
        await session.send("DELETE", "");
        browser.signal("SIGTERM");
      });
      inspector.disconnect();
    },
  };
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer().once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

async function send(method, url, parameters, timeout = patience) {
  let answer;
  try {
    const response = await fetch(url, {
      method,
      body: method === "POST" ? JSON.stringify(parameters ?? {}) : undefined,
      signal: AbortSignal.timeout(timeout),
    });
    answer = (await response.json()).value;
  } catch (error) {
    const late = error.name === "TimeoutError";
    const reason = late ? `nothing after ${timeout} ms` : (error.cause?.message ?? error.message);
    const failed = new Error(`webkit: ${method} ${new URL(url).pathname}: ${reason}`);
    throw Object.assign(failed, { lost: !late });
  }
  if (answer?.error === undefined || answer.stacktrace === undefined) return answer;
  const failed = new Error(`webkit: ${answer.error}: ${answer.message}`);
  throw Object.assign(failed, { code: answer.error });
}

class Session {
  #browser;
  #url;
  #windows = new Windows((handle) => this.send("POST", "/window", { handle }));

  constructor(browser, url) {
    this.#browser = browser;
    this.#url = url;
  }
  send(method, path, parameters, timeout) {
    return this.#browser.call(
      `${method} ${path}`,
      () => send(method, this.#url + path, parameters, timeout),
      (error) => this.#crashIn(error),
    );
  }
  // With the browser, or with a process that shows a page, the session ends: the call that was waiting gets an "unknown error",
  // those that follow are told, some moments later, that there is no session.
  async #crashIn({ code, lost }) {
    if (lost) return `its driver cannot be reached: ${await this.#browser.whyEnded()}`;
    const crash = "it or a process that shows its pages has ended";
    if (code === "invalid session id") return crash;
    if (code !== "unknown error") return undefined;
    for (const end = Date.now() + 5000; Date.now() < end; await sleep(50)) {
      const asked = await send("GET", `${this.#url}/window`).catch((error) => error);
      if (asked?.code === "invalid session id") return crash;
    }
    return undefined;
  }
  turn(window, commands) {
    return this.#windows.turn(window, commands);
  }
}

// What waits is kept by number in the page. The code is part of the script, so that no policy of the page forbids it.
const begin = (number, code) => `
  const evaluations = (globalThis[Symbol.for("webpool.tests.evaluations")] ??= new Map());
  evaluations.set(${number}, undefined);
  Promise.resolve(${code}).then((text) => evaluations.set(${number}, text));
`;
const poll = `
  const evaluations = globalThis[Symbol.for("webpool.tests.evaluations")];
  if (!evaluations?.has(arguments[0])) return { gone: true };
  return { text: evaluations.get(arguments[0]) };
`;

let evaluations = 0;

class WebKitPage {
  #session;
  #window;
  #inspected;
  #frames;
  timeout = patience;
  /** As in chromium.mjs; complete up to the end of the last call that was awaited. */
  errors;

  constructor(session, window, inspected, frames = []) {
    this.#session = session;
    this.#window = window;
    this.#inspected = inspected;
    this.#frames = frames;
    this.errors = inspected.errors;
  }

  /** The document in a frame of the page, with the same methods; see chromium.mjs. */
  async frame(selector) {
    await this.#turnTo((send) => findWith(send, selector));
    const frames = [...this.#frames, selector];
    const frame = new WebKitPage(this.#session, this.#window, this.#inspected, frames);
    return Object.assign(frame, { timeout: this.timeout });
  }

  async evaluate(code, ...args) {
    const number = ++evaluations;
    try {
      await this.#script(begin(number, expression(code, args)));
    } catch (error) {
      const found = error.code === "javascript error" && /SyntaxError: (.*)/.exec(error.message);
      throw found ? new SyntaxError(found[1]) : error;
    }
    for (const end = Date.now() + this.timeout; Date.now() < end; await sleep(10)) {
      const { text, gone } = await this.#script(poll, [number]);
      if (gone) throw new Error("webkit: evaluate: the page was left before it ended");
      if (typeof text === "string") return settle(text);
    }
    throw new Error(`webkit: evaluate: nothing after ${this.timeout} ms`);
  }
  async goto(url) {
    await this.#send("POST", "/url", { url });
  }
  async click(selector) {
    await this.#send("POST", `/element/${await this.#element(selector)}/click`);
  }
  async type(selector, text) {
    await this.#script("arguments[0].focus()", [{ [elementKey]: await this.#element(selector) }]);
    await this.#send("POST", "/actions", typed(text));
  }
  async press(combination) {
    await this.#send("POST", "/actions", pressed(combination));
  }
  async screenshot(path) {
    const image = Buffer.from(await this.#send("GET", "/screenshot"), "base64");
    if (path) writeFileSync(path, image);
    return image;
  }
  /** At least 450 wide: the window's toolbar gets no narrower. */
  async setViewport(width, height) {
    const wanted = `${width}x${height}`;
    const [left, top] = await this.evaluate("[outerWidth - innerWidth, outerHeight - innerHeight]");
    await this.#send("POST", "/window/rect", { width: width + left, height: height + top });
    for (const end = Date.now() + this.timeout; Date.now() < end;) {
      if ((await this.evaluate("`${innerWidth}x${innerHeight}`")) === wanted) return;
    }
    throw new Error(`webkit: setViewport: not ${wanted} after ${this.timeout} ms`);
  }
  setColorScheme(scheme) {
    return within(this.timeout, "webkit: setColorScheme", this.#inspected.setColorScheme(scheme));
  }
  async close() {
    await this.#session.turn(this.#window, () =>
      this.#session.send("DELETE", "/window", undefined, this.timeout),
    );
  }

  async #send(...command) {
    try {
      return await this.#turn(...command);
    } finally {
      // A page that hangs has nothing to say.
      await within(1000, "webkit: errors", this.#inspected.settled()).catch(() => {});
    }
  }
  #turn(method, path, parameters) {
    return this.#turnTo((send) => send(method, path, parameters));
  }
  /** `act` gets a function that sends commands to this document, while no others go to the window. */
  #turnTo(act) {
    return this.#session.turn(this.#window, async () => {
      const send = (...command) => this.#session.send(...command, this.timeout);
      try {
        for (const selector of this.#frames)
          await send("POST", "/frame", { id: { [elementKey]: await findWith(send, selector) } });
        return await act(send);
      } finally {
        if (this.#frames.length > 0) await send("POST", "/frame", { id: null });
      }
    });
  }
  #script(script, args = []) {
    return this.#send("POST", "/execute/sync", { script, args });
  }
  #element(selector) {
    return findWith((...command) => this.#send(...command), selector);
  }
}

function findWith(send, selector) {
  return find(selector, {
    element: (locator) => send("POST", "/element", locator),
    shadow: (id) => send("GET", `/element/${id}/shadow`),
    inShadow: (root, locator) => send("POST", `/shadow/${root}/element`, locator),
  });
}
