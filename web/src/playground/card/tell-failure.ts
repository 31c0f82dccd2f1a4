import type { ConsoleView } from "../console/console-view.ts";
import type { Explanation } from "../run/explanation.ts";
import type { Failure } from "../run/failure.ts";
import { languageNames, type Language } from "../run/program.ts";
import type { TextsView } from "./texts-view.ts";

interface Place {
  console: ConsoleView;
  texts: TextsView;
  /** Whether the editor shows the source that ran. */
  isInView: boolean;
  /** Shows the source that ran, with the cursor at a position. */
  goTo(line: number, column: number | null): void;
  /** Moves the source to the tab of another language; for C++, which cannot be edited, only shows that tab. */
  switchTo(language: Language): void;
}

/** Shows an error of a program in the console, and marks its line in the editor. */
export function tellFailure(
  failure: Failure,
  explanation: Explanation | null,
  { console, texts, isInView, goTo, switchTo }: Place,
): void {
  const { column, name, message } = failure;
  const line = failure.line ?? explanation?.line ?? null;
  const other = explanation?.language;
  const change =
    other && texts.has(other)
      ? { label: `Switch to ${languageNames[other]}`, act: () => switchTo(other) }
      : null;
  console.fail({ ...failure, line }, { explanation, goTo, change });
  if (!isInView || line === null) return;
  const said = explanation?.text ?? (message ? `${name}: ${message}` : name);
  texts.mark({ line, column, message: said });
}
