import type { CardState } from "../run/program.ts";
import { element } from "../dom.ts";
import { copyField, openDialog } from "./dialog.ts";
import { snippetsFor } from "./snippets.ts";

/** Some mail and chat programs truncate longer URLs. */
const longAddress = 8_000;

export async function openShareDialog(
  host: HTMLElement,
  link: string,
  { source }: CardState,
): Promise<void> {
  const what =
    source === null
      ? "The link opens the guide’s program with these settings."
      : "The link contains your text and these settings; nothing is stored anywhere else. Whoever opens it sees the text and decides whether to run it.";
  const notes = [element("p", { textContent: what })];
  if (link.length > longAddress) {
    const length = link.length.toLocaleString("en");
    notes.push(
      element("p", {
        className: "hint",
        textContent: `It has ${length} characters; some mail programs cut off such long links.`,
      }),
    );
  }
  openDialog(host, "Share this program", ...notes, copyField("Link", link, 3));
}

export async function openEmbedDialog(
  host: HTMLElement,
  base: URL,
  program: string,
  title: string,
  state: CardState,
): Promise<void> {
  const { url, iframe, script } = await snippetsFor(base, program, title, state);
  const preview = element("div", { className: "embed-preview" });
  openDialog(
    host,
    "Embed this program",
    element("h3", { textContent: "An iframe, which works on any site" }),
    copyField("Snippet with a frame", iframe, 4),
    element("h3", { textContent: "A custom element, which sets its own height" }),
    copyField("Snippet with a script", script, 3),
    element(
      "p",
      {},
      "For all options, other kinds of sites and what readers see, read ",
      authors(base),
      ".",
    ),
    preview,
  );
  const frame = element("iframe");
  frame.allow = "cross-origin-isolated; fullscreen";
  frame.title = `${title}, live`;
  frame.src = url;
  preview.append(element("h3", { textContent: "Preview" }), frame);
}

function authors(base: URL): HTMLAnchorElement {
  const link = element("a", { textContent: "the page for authors" });
  link.href = new URL("authors.html", base).href;
  return link;
}
