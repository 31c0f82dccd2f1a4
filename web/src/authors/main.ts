// The page for authors: inserts the URL of this site into the snippets, and adds buttons to copy them.
import { element, part } from "../playground/dom.ts";
import { tellCopied } from "../playground/share/dialog.ts";
import { bindThemeButton } from "../playground/theme.ts";

const site = new URL("./", document.baseURI).href;

for (const snippet of document.querySelectorAll<HTMLElement>(".snippet")) {
  const code = part<HTMLElement>(snippet, "code");
  code.textContent = code.textContent.replaceAll("https://HOST/", site);
  const text = code.textContent;
  snippet.tabIndex = 0; // makes it scrollable by keyboard
  const copy = element("button", { className: "button button-quiet", textContent: "Copy" });
  copy.type = "button";
  copy.addEventListener("click", () => void tellCopied(copy, text));
  const box = element("div", { className: "snippet-box" });
  snippet.replaceWith(box);
  box.append(snippet, copy);
}
bindThemeButton(part(document, "[data-part=theme]"));
