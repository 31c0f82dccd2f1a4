import { parser as cpp } from "@lezer/cpp";
import { classHighlighter, highlightCode } from "@lezer/highlight";
import { parser as javascript } from "@lezer/javascript";
import { parser as python } from "@lezer/python";

const parsers = { cpp, js: javascript, python };

/** A program's text as HTML: an element for each line, `tok-…` classes for its words, the text unchanged. */
export function highlight(text: string, language: keyof typeof parsers): string {
  const lines: string[] = [];
  let line = "";
  const endLine = () => {
    lines.push(`<span class="code-line">${line}\n</span>`);
    line = "";
  };
  highlightCode(
    text.trimEnd(),
    parsers[language].parse(text),
    classHighlighter,
    (word, classes) => {
      line += classes ? `<span class="${classes}">${escapeHtml(word)}</span>` : escapeHtml(word);
    },
    endLine,
  );
  endLine();
  return lines.join("");
}

/** A text as it stands in HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
