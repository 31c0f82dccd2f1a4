// The script that other sites load. It defines `<webpool-example>`, which runs a program of this site or of the page in a
// frame. It is a classic script, which finds the site by its own URL.
import { packText } from "../playground/share/packed-text.ts";
import { type FrameMessage, type HostMessage, messageIn, type Sent, version } from "./protocol.ts";

const tag = "webpool-example";
// Reads properties from the prototypes, since an `<img name="currentScript">` of the page would shadow the document's own
// property, and could then decide from which site programs are loaded.
const own = <T>(prototype: object, name: string): T =>
  Object.getOwnPropertyDescriptor(prototype, name)!.get!.call(document) as T;
// Some loaders run scripts when there is no current script.
const script =
  own<HTMLScriptElement | null>(Document.prototype, "currentScript") ??
  Document.prototype.querySelector.call(document, 'script[src$="/embed.js"]');
const base = new URL(
  "./",
  script instanceof HTMLScriptElement ? script.src : own<string>(Node.prototype, "baseURI"),
);
/** A frame is loaded when it is this far from the visible area. */
const ahead = "400px";
/** The height that is reserved for a program until the frame reports its height. */
const firstHeight = "26rem";

const styles = new CSSStyleSheet();
styles.replaceSync(`
  :host { display: block; margin-block: 1rem; }
  :host([hidden]) { display: none; }
  div { display: grid; min-block-size: var(--first-height); }
  slot, iframe { grid-area: 1 / 1; min-inline-size: 0; }
  slot { display: block; }
  iframe { inline-size: 100%; border: 0; visibility: hidden; }
  .live { min-block-size: 0; }
  .live slot { display: none; }
  .live iframe { visibility: visible; }
`);

/**
 * `<webpool-example name="map">` shows a program of the site. A program of the page can be given in a `<pre>` or as the text
 * of the element, so that it is readable without JavaScript; a class such as `language-python` names its language.
 * Attributes: `name`, `mode`, `language`, `processes`, `theme`, `autorun`, `height` (in CSS pixels; by default the height of
 * the program), `code` (packed, as in shared links). Events: `ready`, `run`, `result`, `error`, `stopped`; `detail` has the
 * properties of the frame's message, and they do not bubble.
 */
class WebpoolExample extends HTMLElement {
  static readonly observedAttributes = [
    ...["name", "mode", "language", "processes", "theme", "autorun", "height", "code"],
  ];
  static readonly #near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries)
        if (isIntersecting) void (target as WebpoolExample).#load();
    },
    { rootMargin: `${ahead} 0px` },
  );

  readonly #box = document.createElement("div");
  #frame: HTMLIFrameElement | null = null;
  #code: string | null = null;
  /** Messages to send when the frame is ready. */
  #waiting: HostMessage[] = [];
  #isReady = false;
  #documents = 0;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [styles];
    this.#box.append(document.createElement("slot"));
    shadow.append(this.#box);
  }

  connectedCallback(): void {
    this.#reserveHeight();
    if (Object.hasOwn(this, "code")) {
      // The page has set the property before the element was defined, so that it hides the accessor.
      const { code } = this;
      delete (this as { code?: unknown }).code;
      this.code = code;
    }
    window.addEventListener("message", this.#receive);
    WebpoolExample.#near.observe(this);
  }

  disconnectedCallback(): void {
    window.removeEventListener("message", this.#receive);
    WebpoolExample.#near.unobserve(this);
    this.#unload();
  }

  attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    this.#reserveHeight();
    if (!this.#frame || before === value) return;
    if (name === "theme") {
      this.#send({ type: "theme", theme: value === "light" || value === "dark" ? value : "auto" });
    } else {
      this.#reload();
    }
  }

  /** The source of the page's program; null for a program of the site. */
  get code(): string | null {
    return this.#code ?? textIn(this);
  }
  set code(code: string | null) {
    this.#code = code === null ? null : String(code);
    if (!this.#frame) return;
    if (this.#code !== null) this.#send({ type: "code", code: this.#code });
    else this.#reload();
  }

  /** Runs a program of the site, or one that the reader has run before; other programs only if the site trusts this page. */
  run(): void {
    this.#send({ type: "run" });
    void this.#load();
  }

  stop(): void {
    this.#send({ type: "stop" });
  }

  get #fixedHeight(): string | null {
    const height = Number(this.getAttribute("height"));
    return height > 0 ? `${height}px` : null;
  }

  async #load(): Promise<void> {
    if (document.readyState === "loading") {
      await new Promise((resolve) =>
        document.addEventListener("DOMContentLoaded", resolve, { once: true }),
      ); // the parser may not have reached the end of its text
    }
    if (this.#frame || !this.isConnected) return;
    WebpoolExample.#near.unobserve(this);
    const frame = document.createElement("iframe");
    this.#frame = frame;
    frame.allow = "cross-origin-isolated; fullscreen; clipboard-write";
    frame.title = this.getAttribute("title") ?? `${this.getAttribute("name") ?? "A program"}, live`;
    if (this.#fixedHeight) frame.style.blockSize = this.#fixedHeight;
    const address = await this.#address();
    if (this.#frame !== frame) return;
    frame.src = address;
    this.#box.append(frame);
  }

  #reserveHeight(): void {
    this.#box.style.setProperty("--first-height", this.#fixedHeight ?? firstHeight);
  }

  #reload(): void {
    this.#unload();
    void this.#load();
  }

  #unload(): void {
    this.#frame?.remove();
    this.#frame = null;
    this.#isReady = false;
    this.#documents = 0;
    this.#box.classList.remove("live");
  }

  async #address(): Promise<string> {
    const url = new URL("embed.html", base);
    const settings = new URLSearchParams();
    const name = this.getAttribute("name");
    if (name !== null) url.searchParams.set("example", name);
    for (const attribute of ["theme", "autorun", "height"]) {
      const value = this.getAttribute(attribute);
      if (value !== null) url.searchParams.set(attribute, value || "1");
    }
    for (const attribute of ["mode", "language", "processes", "code"]) {
      const value = this.getAttribute(attribute);
      if (value !== null) settings.set(attribute, value);
    }
    const { code } = this;
    if (code !== null) settings.set("code", await packText(code));
    const language = languageIn(this);
    if (language !== null && !settings.has("language")) settings.set("language", language);
    url.hash = settings.toString();
    return url.href;
  }

  #send(message: HostMessage): void {
    if (this.#isReady) this.#post(message);
    else this.#waiting.push(message);
  }

  #post(message: HostMessage): void {
    this.#frame?.contentWindow?.postMessage({ webpool: version, ...message }, base.origin);
  }

  /** Called when a document in the frame is ready, which may have been reloaded: sends it what its URL does not contain. */
  #greet(): void {
    this.#isReady = true;
    this.#post({ type: "hello" }); // lets it know the origin of this page
    if (++this.#documents > 1) {
      const theme = this.getAttribute("theme");
      this.#post({ type: "theme", theme: theme === "light" || theme === "dark" ? theme : "auto" });
      if (this.#code !== null) this.#post({ type: "code", code: this.#code });
    }
    for (const waiting of this.#waiting.splice(0)) this.#post(waiting);
  }

  readonly #receive = ({ source, origin, data }: MessageEvent): void => {
    if (!source || source !== this.#frame?.contentWindow || origin !== base.origin) return;
    const message = messageIn<FrameMessage>(data);
    if (!message) return;
    if (message.type === "ready") {
      if (message.answer) return;
      this.#greet();
    }
    if (message.type === "height") {
      this.#box.classList.add("live");
      this.#frame.style.blockSize = `${message.height}px`;
      return;
    }
    // Shows the frame, also if it only displays an error.
    if (this.#fixedHeight && (message.type === "ready" || message.type === "error"))
      this.#box.classList.add("live");
    const { type, webpool: _, ...detail } = message as Sent<FrameMessage>;
    this.dispatchEvent(new CustomEvent(type, { detail }));
  };
}

/** The program in the element: in a `<pre>`, or the text of the element itself if it has no children. */
function textIn(element: Element): string | null {
  const block = element.querySelector("pre, textarea, script");
  const text = block ?? (element.childElementCount === 0 ? element : null);
  const lines = (text?.textContent ?? "").replace(/^(?:[ \t]*\n)+/, "").trimEnd();
  if (lines === "") return null;
  const indents = lines.match(/^[ \t]*(?=[^ \t\n])/gm)!; // not empty: see above
  const least = indents.reduce((least, indent) => Math.min(least, indent.length), Infinity);
  return lines.replaceAll(new RegExp(`^[ \\t]{${least}}`, "gm"), "");
}

/** The language of the listing in the element, by the class that Markdown tools use: `<code class="language-python">`. */
function languageIn(element: Element): string | null {
  const named = element.querySelector('[class*="language-"]')?.className;
  return named?.match(/(?:^|\s)language-(\S+)/)?.[1] ?? null;
}

if (!customElements.get(tag)) customElements.define(tag, WebpoolExample);
