// Firefox, through Marionette. Each page is a window of its own, so that it counts as visible while others are open.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BrowserProcess, patience } from "./process.mjs";
import { expression, settle } from "./expression.mjs";
import { preferences } from "./firefox-preferences.mjs";
import { Marionette } from "./marionette.mjs";
import { elementKey, find, pressed, typed, Windows } from "./webdriver.mjs";

export async function launchFirefox(executable) {
  const prepare = (profile) => {
    const lines = Object.entries(preferences).map(
      (entry) => `user_pref(${JSON.stringify(entry).slice(1, -1)});\n`,
    );
    writeFileSync(join(profile, "user.js"), lines.join(""));
    // Scripts with the browser's own rights set the viewport and the colour scheme, and run code in the page's realm.
    return [
      "--headless",
      "--no-remote",
      "--profile",
      profile,
      "--marionette",
      "--remote-allow-system-access",
    ];
  };
  // To quit by itself takes it seconds, in which it writes to a profile that nobody uses again.
  const browser = new BrowserProcess("firefox", executable, prepare, { group: true });
  const port = await browser.file("MarionetteActivePort", Number);
  const session = new Session(browser, await Marionette.connect(port));
  const { value: home } = await session.send("WebDriver:GetWindowHandle"); // stays open: the last window ends Firefox
  await session.send("WebDriver:SetTimeouts", {
    script: 2 ** 31 - 1,
    pageLoad: patience,
    implicit: 10_000,
  });
  return {
    name: "firefox",
    get crash() {
      return browser.crash ?? browser.ended;
    },
    signal: (signal) => browser.signal(signal),
    async open(url) {
      const { handle } = await session.turn(home, () =>
        session.send("WebDriver:NewWindow", { type: "window", focus: true }),
      );
      const page = new FirefoxPage(session, handle);
      if (url !== undefined) await page.goto(url);
      return page;
    },
    async close() {
      session.disconnect();
      await browser.close();
    },
  };
}

class Session {
  #browser;
  #client;
  #windows = new Windows((handle) =>
    this.send("WebDriver:SwitchToWindow", { handle, focus: true }),
  );

  constructor(browser, client) {
    this.#browser = browser;
    this.#client = client;
  }

  send(name, ...command) {
    let answer;
    return this.#browser.call(
      name,
      async () => {
        answer = await this.#client.send(name, ...command);
        if (name === "WebDriver:ExecuteAsyncScript" && isOfCrash(answer.value))
          throw new Error(`firefox: ${name}: ${JSON.stringify(answer.value)}`);
        return answer;
      },
      () => {
        if (this.#client.lost) return this.#browser.whyEnded();
        return answer && "the process that shows the page has ended";
      },
    );
  }
  disconnect() {
    this.#client.disconnect();
  }
  turn(window, commands) {
    return this.#windows.turn(window, commands);
  }
}

// These run in the page's process, in a scope with the browser's own rights that lasts as long as the document. As the
// developer tools do, a debugger runs the code in the page's own realm: objects and classes are the page's, `import()`
// works, and no policy forbids it.
const begin = `
  const [number, code] = arguments;
  const scope = new Components.utils.Sandbox(Services.scriptSecurityManager.getSystemPrincipal(), { freshCompartment: true });
  ChromeUtils.importESModule("resource://gre/modules/jsdebugger.sys.mjs").addDebuggerToGlobal(scope);
  const debug = new scope.Debugger();
  debug.allowUnobservedWasm = true;
  const completion = debug.addDebuggee(window.wrappedJSObject ?? window).executeInGlobal(code);
  debug.removeAllDebuggees();
  globalThis.evaluations ??= new Map();
  evaluations.set(number, completion?.return
    ? completion.return.unsafeDereference()
    : JSON.stringify({ error: { name: "SyntaxError", message: String(completion?.throw?.unsafeDereference().message) } }));
`;

// Answers within moments, since Marionette loses a script that waits when another one begins.
const poll = `
  const [number, done] = arguments;
  if (!globalThis.evaluations?.has(number)) done({ gone: document.documentURI });
  else {
    Promise.resolve(evaluations.get(number)).then((text) => {
      done({ text });
    });
    ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs").setTimeout(() => done({}), 25);
  }
`;

// The page that Firefox shows in place of one whose process has crashed. (Where `poll` gives nothing at all, the process has
// ended, but perhaps since the page was left for one that another process shows.)
const isOfCrash = (polled) => polled?.gone?.startsWith("about:tabcrashed");

const errors = `
  const { WindowGlobalChild } = Components.utils.getGlobalForObject(Services);
  const ours = (id) => WindowGlobalChild.getByInnerWindowId(Number(id))?.browsingContext.top === window.browsingContext.top;
  const thrown = (Services.console.getMessageArray() ?? [])
    .filter((entry) => entry instanceof Components.interfaces.nsIScriptError && !(entry.flags & 9) && ours(entry.innerWindowID))
    .map((entry) => [entry.microSecondTimeStamp / 1000, entry.errorMessage]);
  const text = (value) => (typeof value === "string" ? value : value?.message ? value.name + ": " + value.message : String(value));
  const logged = Components.classes["@mozilla.org/consoleAPI-storage;1"]
    .getService(Components.interfaces.nsIConsoleAPIStorage)
    .getEvents()
    .filter((event) => (event.level === "error" || event.level === "assert") && ours(event.innerID))
    .map((event) => [event.timeStamp ?? event.microSecondTimeStamp / 1000, [...event.arguments].map(text).join(" ")]);
  return [...thrown, ...logged].sort(([a], [b]) => a - b);
`;

const viewport = `
  const [width, height] = arguments;
  const { style } = gBrowser.selectedBrowser;
  for (const [name, value] of Object.entries({ width, height })) {
    style.setProperty(name, value + "px");
    style.setProperty("min-" + name, value + "px");
    style.setProperty("max-" + name, value + "px");
  }
`;

const colorScheme = `gBrowser.selectedBrowser.browsingContext.top.prefersColorSchemeOverride = arguments[0];`;

let evaluations = 0;

class FirefoxPage {
  #session;
  #window;
  #frames;
  #seen = new Set();
  timeout = patience;
  /** As in chromium.mjs; complete up to the end of the last call that was awaited. */
  errors = [];

  constructor(session, window, frames = []) {
    this.#session = session;
    this.#window = window;
    this.#frames = frames;
  }

  /** The document in a frame of the page, with the same methods and its own `errors`; see chromium.mjs. */
  async frame(selector) {
    await this.#turnTo((send) => findWith(send, selector));
    const frame = new FirefoxPage(this.#session, this.#window, [...this.#frames, selector]);
    return Object.assign(frame, { timeout: this.timeout });
  }

  async evaluate(code, ...args) {
    const number = ++evaluations;
    await this.#script("WebDriver:ExecuteScript", begin, [number, expression(code, args)]);
    for (const end = Date.now() + this.timeout; Date.now() < end;) {
      const polled = await this.#script("WebDriver:ExecuteAsyncScript", poll, [number]);
      const { text, gone } = polled ?? {
        gone: "a page of another process, or that process has ended,",
      };
      if (gone) throw new Error(`firefox: evaluate: the page was left for ${gone} before it ended`);
      if (text !== undefined) return settle(text);
    }
    throw new Error(`firefox: evaluate: nothing after ${this.timeout} ms`);
  }
  async goto(url) {
    await this.#send("WebDriver:Navigate", { url });
  }
  async click(selector) {
    await this.#send("WebDriver:ElementClick", { id: await this.#element(selector) });
  }
  async type(selector, text) {
    await this.#send("WebDriver:ExecuteScript", {
      script: "arguments[0].focus()",
      args: [{ [elementKey]: await this.#element(selector) }],
    });
    await this.#send("WebDriver:PerformActions", typed(text));
  }
  async press(combination) {
    await this.#send("WebDriver:PerformActions", pressed(combination));
  }
  async screenshot(path) {
    const { value } = await this.#send("WebDriver:TakeScreenshot", { full: false });
    const image = Buffer.from(value, "base64");
    if (path) writeFileSync(path, image);
    return image;
  }
  async setViewport(width, height) {
    await this.#chrome(viewport, [width, height]);
    const wanted = `${width}x${height}`;
    for (const end = Date.now() + this.timeout; Date.now() < end;) {
      if ((await this.evaluate("`${innerWidth}x${innerHeight}`")) === wanted) return;
    }
    throw new Error(`firefox: setViewport: not ${wanted} after ${this.timeout} ms`);
  }
  async setColorScheme(scheme) {
    await this.#chrome(colorScheme, [scheme]);
  }
  async close() {
    await this.#session.turn(this.#window, () =>
      this.#session.send("WebDriver:CloseWindow", {}, this.timeout),
    );
  }

  async #send(name, parameters) {
    try {
      return await this.#turn(name, parameters);
    } finally {
      await this.#collectErrors();
    }
  }
  #turn(name, parameters) {
    return this.#turnTo((send) => send(name, parameters));
  }
  /** `act` gets a function that sends commands to this document, while no others go to the window. */
  #turnTo(act) {
    return this.#session.turn(this.#window, async () => {
      const send = (...command) => this.#session.send(...command, this.timeout);
      try {
        for (const selector of this.#frames)
          await send("WebDriver:SwitchToFrame", { element: await findWith(send, selector) });
        return await act(send);
      } finally {
        if (this.#frames.length > 0) await send("WebDriver:SwitchToFrame", { id: null });
      }
    });
  }
  async #script(command, script, args) {
    return (await this.#send(command, { script, args, sandbox: "system" })).value;
  }
  #element(selector) {
    return findWith((...command) => this.#send(...command), selector);
  }
  async #chrome(script, args) {
    await this.#session.turn(this.#window, async () => {
      await this.#session.send("Marionette:SetContext", { value: "chrome" });
      try {
        await this.#session.send("WebDriver:ExecuteScript", { script, args });
      } finally {
        await this.#session.send("Marionette:SetContext", { value: "content" });
      }
    });
  }
  async #collectErrors() {
    const found = await this.#turn("WebDriver:ExecuteScript", {
      script: errors,
      args: [],
      sandbox: "system",
    }).catch(
      () => ({ value: [] }), // the page may just be going away
    );
    for (const [time, text] of found.value ?? []) {
      const key = `${time} ${text}`;
      if (!this.#seen.has(key)) this.errors.push(text);
      this.#seen.add(key);
    }
  }
}

function findWith(send, selector) {
  const value = async (...command) => (await send(...command)).value;
  return find(selector, {
    element: (locator) => value("WebDriver:FindElement", locator),
    shadow: (id) => value("WebDriver:GetShadowRoot", { id }),
    inShadow: (shadowRoot, locator) =>
      value("WebDriver:FindElementFromShadowRoot", { shadowRoot, ...locator }),
  });
}
