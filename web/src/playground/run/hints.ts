import type { Language } from "./program.ts";

/** What a successful program has printed that its writer hardly meant, and what to write instead. */
const hints: readonly { language: Language; when: RegExp; text: string }[] = [
  {
    language: "js",
    when: /\[Function: (?:bound )?(?:get|ready|wait)\]/,
    text: "A function was printed, not its result: it is called with brackets, as in result.get().",
  },
  {
    language: "js",
    when: /^(?:AsyncResult: pending|Promise \[Promise\])/m,
    text: "What was printed is a handle to future results. To print the results, call get() on it, or write await before it.",
  },
  {
    language: "js",
    when: /\[ (?:undefined(?:, )?)+ ?\]/,
    text: "The task returned nothing, so each result is undefined. Its function needs a return statement.",
  },
  {
    language: "js",
    when: /\[ (?:NaN(?:, )?)+ ?\]/,
    text: "NaN is the result of calculating with undefined. map calls its function with one value; starmap is for functions of several arguments.",
  },
  {
    language: "python",
    when: /<bound method \w+\.(?:get|ready|wait) of/,
    text: "A method was printed, not its result: it is called with brackets, as in result.get().",
  },
  {
    language: "python",
    when: /<(?:multiprocessing|webpool)[\w.]*\.(?:Map|Apply|Async)Result object/,
    text: "What was printed is a handle to future results. To print the results, call get() on it.",
  },
  {
    language: "python",
    when: /<(?:multiprocessing|webpool)[\w.]*\.IMap\w*Iterator object/,
    text: "What was printed is an iterator. Read its results in a loop, for y in results:, or all at once: list(results).",
  },
  {
    language: "python",
    when: /\[(?:None(?:, )?)+\]/,
    text: "The task returned nothing, so each result is None. Its function needs a return statement.",
  },
];

/** A hint for the writer of a program, by what it has printed; null if there is none. */
export function hintAfter(printed: string, language: Language): string | null {
  return hints.find((hint) => hint.language === language && hint.when.test(printed))?.text ?? null;
}
