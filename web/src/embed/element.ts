// The script that pages of other sites load: `<webpool-example>`, a program of this site, or of the page's own, that runs in
// a frame. A classic script, which finds the site by its own address.
import { packText } from "../playground/share/packed-text.ts";
import { type FrameMessage, type HostMessage, messageIn, type Sent, version } from "./protocol.ts";

const tag = "webpool-example";
// Through the prototypes: an `<img name="currentScript">` of the page would stand in the place of the document's own, and
// decide where programs come from.
const own = <T>(prototype: object, name: string): T =>
  Object.getOwnPropertyDescriptor(prototype, name)!.get!.call(document) as T;
// Loaders that run scripts later leave no current one.
const script =
  own<HTMLScriptElement | null>(Document.prototype, "currentScript") ??
  Document.prototype.querySelector.call(document, 'script[src$="/embed.js"]');
const base = new URL(
  "./",
  script instanceof HTMLScriptElement ? script.src : own<string>(Node.prototype, "baseURI"),
);
/** How far below the window a frame is loaded. */
const ahead = "400px";
/** The room that is kept for a program until it tells its height. */
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
 * `<webpool-example name="map">`: a program of the site; or with a program of the page in a `<pre>` or as its text, which
 * stays readable without scripts; a class such as `language-python` in it names its language. Attributes: `name`, `mode`, `language`, `processes`, `theme`, `autorun`, `height` (in CSS
 * pixels; without it the frame is as high as its program), `code` (packed, as in shared links). Events: `ready`, `run`,
 * `result`, `error`, `stopped`, with what the frame's message has in `detail`; none bubbles.
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
  /** What the frame is to be told when it is there. */
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
    this.#keepRoom();
    if (Object.hasOwn(this, "code")) {
      // Set before the script was there: a property that hides the real one.
      const { code } = this;
      delete (this as { code?: unknown }).code;
      this.code = code;
    }
    window.addEventListener("message", this.#hear);
    WebpoolExample.#near.observe(this);
  }

  disconnectedCallback(): void {
    window.removeEventListener("message", this.#hear);
    WebpoolExample.#near.unobserve(this);
    this.#unload();
  }

  attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    this.#keepRoom();
    if (!this.#frame || before === value) return;
    if (name === "theme") {
      this.#tell({ type: "theme", theme: value === "light" || value === "dark" ? value : "auto" });
    } else {
      this.#loadAnew();
    }
  }

  /** The program's text in JavaScript, as the page has it; null where it is the site's. */
  get code(): string | null {
    return this.#code ?? textIn(this);
  }
  set code(code: string | null) {
    this.#code = code === null ? null : String(code);
    if (!this.#frame) return;
    if (this.#code !== null) this.#tell({ type: "code", code: this.#code });
    else this.#loadAnew();
  }

  /** Runs the program: one of the site, or one that the reader has run before; others if the site trusts this page. */
  run(): void {
    this.#tell({ type: "run" });
    void this.#load();
  }

  stop(): void {
    this.#tell({ type: "stop" });
  }

  get #heightKept(): string | null {
    const height = Number(this.getAttribute("height"));
    return height > 0 ? `${height}px` : null;
  }

  async #load(): Promise<void> {
    if (document.readyState === "loading") {
      await new Promise((resolve) =>
        document.addEventListener("DOMContentLoaded", resolve, { once: true }),
      ); // its text may not be all there yet
    }
    if (this.#frame || !this.isConnected) return;
    WebpoolExample.#near.unobserve(this);
    const frame = document.createElement("iframe");
    this.#frame = frame;
    frame.allow = "cross-origin-isolated; fullscreen; clipboard-write";
    frame.title = this.getAttribute("title") ?? `${this.getAttribute("name") ?? "A program"}, live`;
    if (this.#heightKept) frame.style.blockSize = this.#heightKept;
    const address = await this.#address();
    if (this.#frame !== frame) return;
    frame.src = address;
    this.#box.append(frame);
  }

  #keepRoom(): void {
    this.#box.style.setProperty("--first-height", this.#heightKept ?? firstHeight);
  }

  #loadAnew(): void {
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

  #tell(message: HostMessage): void {
    if (this.#isReady) this.#post(message);
    else this.#waiting.push(message);
  }

  #post(message: HostMessage): void {
    this.#frame?.contentWindow?.postMessage({ webpool: version, ...message }, base.origin);
  }

  /** A document is there in the frame, maybe not the first: what it cannot know from its address is told. */
  #greet(): void {
    this.#isReady = true;
    this.#post({ type: "hello" }); // from now on it knows who it talks to
    if (++this.#documents > 1) {
      const theme = this.getAttribute("theme");
      this.#post({ type: "theme", theme: theme === "light" || theme === "dark" ? theme : "auto" });
      if (this.#code !== null) this.#post({ type: "code", code: this.#code });
    }
    for (const waiting of this.#waiting.splice(0)) this.#post(waiting);
  }

  readonly #hear = ({ source, origin, data }: MessageEvent): void => {
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
    // What it has to say is seen, its refusal too.
    if (this.#heightKept && (message.type === "ready" || message.type === "error"))
      this.#box.classList.add("live");
    const { type, webpool: _, ...detail } = message as Sent<FrameMessage>;
    this.dispatchEvent(new CustomEvent(type, { detail }));
  };
}

/** The program that stands in the element: in a `<pre>`, or as its text where nothing else is in it. */
function textIn(element: Element): string | null {
  const block = element.querySelector("pre, textarea, script");
  const text = block ?? (element.childElementCount === 0 ? element : null);
  const lines = (text?.textContent ?? "").replace(/^(?:[ \t]*\n)+/, "").trimEnd();
  if (lines === "") return null;
  const indents = lines.match(/^[ \t]*(?=[^ \t\n])/gm)!; // not empty: see above
  const least = indents.reduce((least, indent) => Math.min(least, indent.length), Infinity);
  return lines.replaceAll(new RegExp(`^[ \\t]{${least}}`, "gm"), "");
}

/** The language that the listing in the element names, as Markdown's tools do: `<code class="language-python">`. */
function languageIn(element: Element): string | null {
  const named = element.querySelector('[class*="language-"]')?.className;
  return named?.match(/(?:^|\s)language-(\S+)/)?.[1] ?? null;
}

if (!customElements.get(tag)) customElements.define(tag, WebpoolExample);
