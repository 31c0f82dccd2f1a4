import type { CardState } from "../run/program.ts";
import { formatSettings, usualInFrames } from "./address.ts";

/** The code to embed a program in another page. */
export interface Snippets {
  /** The URL of the frame. */
  url: string;
  iframe: string;
  script: string;
}

/**
 * What an author pastes: a frame, which any page takes, or a script, with which the frame gets its height by itself. The
 * settings stand behind the address's `#` as `formatSettings` writes them, and in the element's attributes.
 */
export async function snippetsFor(
  base: URL,
  program: string,
  title: string,
  state: CardState,
  height = 560,
): Promise<Snippets> {
  const settings = await formatSettings(state, usualInFrames);
  const page = new URL("embed.html", base);
  page.searchParams.set("example", program);
  page.searchParams.set("height", String(height));
  page.hash = settings;
  const attributes = [...new URLSearchParams(settings)].map(
    ([name, value]) => ` ${name}="${quoted(value)}"`,
  );
  const script = new URL("embed.js", base);
  return {
    url: page.href,
    iframe: `<iframe src="${quoted(page.href)}" allow="cross-origin-isolated; fullscreen; clipboard-write"
        loading="lazy" width="100%" height="${height}" title="${quoted(title)}, live"></iframe>`,
    script: `<script src="${quoted(script.href)}" async></script>
<webpool-example name="${quoted(program)}"${attributes.join("")}></webpool-example>`,
  };
}

function quoted(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
