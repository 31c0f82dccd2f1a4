import { languageNames, type Language } from "./program.ts";
import { scriptRules } from "./explain-javascript.ts";
import { pythonRules } from "./explain-python.ts";
import type { Explanation } from "./explanation.ts";
import type { Failure } from "./failure.ts";

/** Explains the error of a call that the program has not read. */
export function explainUnread(language: Language): Explanation {
  return {
    text:
      "This call failed, and the program did not read its result. Call get() on the result" +
      (language === "python" ? "" : ", or await it,") +
      " to have the error raised in the program.",
  };
}

/** Explains an error of a program; null if there is nothing to add to its message. */
export function explain(
  failure: Pick<Failure, "name" | "message">,
  source: string,
  language: Language,
): Explanation | null {
  if (failure.name === "SyntaxError" || failure.name === "IndentationError") {
    const seems = languageOf(source);
    if (seems && seems !== language) {
      return {
        text:
          `This text looks like ${languageNames[seems]}, and this is the tab for ${languageNames[language]}.` +
          (seems === "cpp"
            ? " C++ programs are compiled with this site: they can be read and run."
            : ""),
        language: seems,
      };
    }
  }
  // A program chooses its messages, and some rules take time that grows with the square of their length.
  const text = `${failure.name}: ${failure.message}`.slice(0, 2_000);
  for (const { when, say } of language === "js" ? scriptRules : pythonRules) {
    const match = text.match(when);
    const said = match && say(match, source);
    if (said) return typeof said === "string" ? { text: said } : said;
  }
  return null;
}

// Each is linear in the length of the source, which may come with a link: space within a line alone, one `.*` in a row.
const signs: Readonly<Record<Language, RegExp>> = {
  cpp: /^[ \t]*#include\b|\bstd::|\bint main\s*\(/m,
  python:
    /^[ \t]*(?:def \w+\(.*:|from [\w.]+ import |import [\w.]+(?: as \w+)?[ \t]*$|if __name__|with .+:[ \t]*$|for \w+ in .+:[ \t]*$|while .+:[ \t]*$|class \w.*:[ \t]*$|print\(f")/m,
  js: /^[ \t]*(?:(?:const|let|var) [\w{[]|(?:async )?function\b|import .+ from ["'])|=>|;[ \t]*$/m,
};

/** The language that a source seems to be in; null if it cannot be recognized. */
export function languageOf(source: string): Language | null {
  return (["cpp", "python", "js"] as const).find((name) => signs[name].test(source)) ?? null;
}
