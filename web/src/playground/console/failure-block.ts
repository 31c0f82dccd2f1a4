import { element } from "../dom.ts";
import type { Explanation } from "../run/explanation.ts";
import type { Failure } from "../run/failure.ts";

/** An explanation of an error, and actions for the reader. */
export interface FailureActions {
  /** An explanation in plain words, if it adds to the error's message. */
  explanation: Explanation | null;
  /** Moves the cursor to its source position. */
  goTo(line: number, column: number | null): void;
  /** Moves the source to the tab of the language that it seems to be in. */
  change: { label: string; act: () => void } | null;
}

/** The element that shows an error: its message, an explanation, its position as a button, and its stacks, collapsed. */
export function failureBlock(
  failure: Failure,
  { explanation, goTo, change }: FailureActions,
): HTMLElement {
  const { name, message, stack, remoteStack } = failure;
  const block = element("div", { className: "failure" });
  block.dataset.processor = failure.processor === null ? "program" : String(failure.processor);
  const title = message ? `${name}: ${message}` : name;
  block.append(element("p", { className: "failure-title", textContent: title }));

  if (explanation) {
    const text = element("p", { className: "failure-meaning", textContent: explanation.text });
    block.append(text);
    if (change) {
      const button = element("button", { className: "button", textContent: change.label });
      button.type = "button";
      button.addEventListener("click", () => change.act());
      text.append(" ", button);
    }
  }
  const place = placeOf(failure, goTo);
  if (place) block.append(place);
  if (remoteStack) block.append(details("Stack in the task", remoteStack));
  if (stack) block.append(details("Stack in the program", stack));
  return block;
}

function placeOf(
  { line, column, processor, item }: Failure,
  goTo: FailureActions["goTo"],
): HTMLElement | null {
  const place = element("p", { className: "failure-place" });
  if (line !== null) {
    const text = `line ${line}${column === null ? "" : `, column ${column}`}`;
    const button = element("button", { textContent: text });
    button.type = "button";
    button.addEventListener("click", () => goTo(line, column));
    place.append("At ", button, ".");
  }
  if (processor !== null) {
    const which = item === null ? "" : `, item ${item} of its input`;
    place.append(`${line === null ? "" : " "}In a task on P${processor}${which}.`);
  }
  return place.hasChildNodes() ? place : null;
}

function details(summary: string, text: string): HTMLElement {
  const pre = element("pre", { textContent: text });
  pre.tabIndex = 0;
  return element("details", {}, element("summary", { textContent: summary }), pre);
}
