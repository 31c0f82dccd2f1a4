import type { Language } from "./program.ts";

/** Signs of another language in a text that cannot be read, each with what to write instead. */
type Foreign = readonly (readonly [sign: RegExp, advice: string])[];

export const foreignToScript: Foreign = [
  [/^[ \t]*(?:\}[ \t]*)?elif\b/m, "“elif” is Python’s. JavaScript writes else if."],
  [/^[ \t]*def\b/m, "“def” is Python’s. JavaScript writes function square(x) { return x * x; }."],
  [/\blambda\b/, "“lambda” is Python’s. JavaScript writes (x) => x * x."],
  [/^[ \t]*#(?![!\w]+[ \t]*[=;(])/m, "A comment begins with // in JavaScript."],
  [
    /^[ \t]*import [\w.]+[ \t]*(?:;[ \t]*)?$/m,
    'JavaScript imports by name: import { Pool } from "webpool";',
  ],
  [
    /^[ \t]*import\b.*\bfrom[ \t]+[\w.]+[ \t]*(?:;[ \t]*)?$/m,
    'The name of a module stands in quotes: import { Pool } from "webpool";',
  ],
  [
    /^[ \t]*(?:if|while)[ \t]+[^\s(].*[{:]/m,
    "A condition stands in brackets in JavaScript, and its lines in braces: if (x === 3) { … }.",
  ],
  [
    /^[ \t]*print[ \t]+[^\s(=]/m,
    "“print” is a function, so what it is given stands in brackets: print(…).",
  ],
  [
    /^[ \t]*(?:int|float|double|auto|bool|char)[ \t]+\w+[ \t]*[=;]/m,
    "JavaScript declares a variable with const or let, without a type: const x = 1;",
  ],
];

export const foreignToPython: Foreign = [
  [/&&/, "Python writes and instead of &&."],
  [/\|\|/, "Python writes or instead of ||."],
  [/[!=]==/, "Python compares with == and !=, which have two signs each."],
  [/\+\+|--[ \t]*$/m, "Python has no ++ and no --. It writes i += 1."],
  [/^[ \t]*\/\//m, "A comment begins with # in Python."],
  [/\belse if\b/, "Python writes elif instead of else if."],
  [/\?[^?:\n]*:/, "Python writes a if condition else b instead of condition ? a : b."],
  [/^[ \t]*switch\b[ \t]*[\w(].*[:{]/m, "Python writes match instead of switch."],
  [/![ \t]*[a-z_(]/i, "Python writes not instead of !."],
];

// What is never closed lasts to the end of its line, or of the text: so each character is read once.
const quotes = /"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?/;
const scriptTexts = /\/\/.*|\/\*[^]*?(?:\*\/|$)|`(?:[^`\\]|\\[^])*`?/;
const pythonTexts = /#.*|"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)/;
const texts = {
  js: new RegExp(`${scriptTexts.source}|${quotes.source}`, "g"),
  python: new RegExp(`${pythonTexts.source}|${quotes.source}`, "g"),
};

/** A program without its comments and what stands in quotes, where any sign may occur; its lines keep their numbers. */
export function codeOf(source: string, language: Exclude<Language, "cpp">): string {
  return source.replace(texts[language], (text) => {
    const isComment = language === "js" ? text.startsWith("/") : text.startsWith("#");
    return (isComment ? "" : '""') + text.replace(/[^\n]+/g, "");
  });
}
