import type { Completion } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import { element } from "../dom.ts";

/** A name and what is shown of it. */
export interface Documented {
  name: string;
  entry: { kind: string; signatures: string[]; doc: string };
}

/** Shows the documentation of the name under the pointer, which `knownAt` finds at a column of a line of the text. */
export function hoverHelp(
  knownAt: (line: string, column: number, text: string) => Documented | null,
): Extension {
  return hoverTooltip((view, position) => {
    const { from, text } = view.state.doc.lineAt(position);
    const known = knownAt(text, position - from, view.state.doc.toString());
    if (!known) return null;
    return { pos: position, above: true, create: () => ({ dom: documentation(known) }) };
  });
}

export function completion(known: Documented): Completion {
  const { kind, signatures } = known.entry;
  return {
    label: known.name,
    type: kind === "interface" ? "type" : kind,
    detail: signatures.length > 1 ? `${signatures.length} forms` : "",
    info: () => documentation(known),
    boost: 1,
  };
}

function documentation({ entry: { signatures, doc } }: Documented): HTMLElement {
  const forms = element("pre", { className: "api-forms", textContent: signatures.join("\n") });
  const paragraphs = doc
    .split("\n\n")
    .filter((text) => text !== "")
    .map((text) => element("p", { textContent: text.replaceAll("`", "") }));
  return element("div", { className: "api-help" }, forms, ...paragraphs);
}
