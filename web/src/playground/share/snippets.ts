import type { CardState } from "../card/program.ts";
import { formatAddress, formatSettings } from "./address.ts";

/** How a program is put into another page. */
export interface Snippets {
  /** The address of the program's own page. */
  url: string;
  iframe: string;
  script: string;
  /** A frame of the guide itself, at the program: for sites without pages for frames. */
  guide: string;
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
  height = 640,
): Promise<Snippets> {
  const settings = await formatSettings(state);
  const page = new URL("embed.html", base);
  page.searchParams.set("example", program);
  page.hash = settings;
  const attributes = [...new URLSearchParams(settings)].map(
    ([name, value]) => ` ${name}="${quoted(value)}"`,
  );
  const script = new URL("embed.js", base);
  const guide = new URL(await formatAddress(program, state), base);
  const frame = (url: URL): string =>
    `<iframe src="${quoted(url.href)}" allow="cross-origin-isolated; fullscreen"
        loading="lazy" width="100%" height="${height}" title="${quoted(title)}, live"></iframe>`;
  return {
    url: page.href,
    iframe: frame(page),
    guide: frame(guide),
    script: `<script src="${quoted(script.href)}" async></script>
<webpool-example name="${quoted(program)}"${attributes.join("")}></webpool-example>`,
  };
}

function quoted(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
