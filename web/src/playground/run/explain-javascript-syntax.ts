import type { Rule } from "./explanation.ts";
import { codeOf, foreignToScript } from "./foreign.ts";
import { lineOf } from "./source-line.ts";

/** What errors of programs in JavaScript mean that cannot be read, by their messages in all browsers. */
export const syntaxRules: readonly Rule[] = [
  {
    when: /SyntaxError: .*(?:is not valid JSON|JSON\.parse|JSON Parse error|JSON input)/,
    say: () =>
      "What was read here is no JSON. Print the text before it is parsed: it may be the page of an error, or empty.",
  },
  {
    when: /Unexpected reserved word|await is only valid|await is a reserved|Unexpected (?:identifier|keyword) 'await'/,
    say: (_, source) => ({
      text:
        "“await” is allowed at the top level of the program and in functions that begin with “async function”. " +
        "In a sync program, call get() instead: it waits and returns the result.",
      ...lineOf(source, /\bawait\b/),
    }),
  },
  {
    when: /SyntaxError: /,
    say: (_, source) => {
      const loop = /\bfor[ \t]*\([^;(),[{=]*=[^;(),]*,[^;(),]*,[^;(),]*\)/;
      const code = codeOf(source, "js");
      return loop.test(code)
        ? {
            text: "The three parts of a for loop are separated by semicolons: for (let i = 0; i < 3; i++).",
            ...lineOf(code, loop),
          }
        : null;
    },
  },
  {
    when: /(?:SyntaxError|ReferenceError): (?:Invalid left-hand side in assignment|invalid assignment left-hand side|Left side of assignment is not a reference)/,
    say: () =>
      "“=” gives the variable on its left a value. To compare, write ===: if (result === 1).",
  },
  {
    when: /SyntaxError: .*\bwith['"]? statement|SyntaxError: .*'with'/,
    say: (_, source) => ({
      text: "“with Pool() as pool” is Python’s. JavaScript writes const pool = new Pool(); and ends with pool.close(); pool.join();",
      ...lineOf(source, /^[ \t]*with\b/m),
    }),
  },
  {
    when: /SyntaxError: Unexpected identifier '(and|or|not)'/,
    say: ([, word]) => {
      const sign = { and: "&&", or: "||", not: "!" }[word!];
      return `“${word}” is Python’s. JavaScript writes ${sign}.`;
    },
  },
  {
    when: /SyntaxError: (?:Illegal return|return not in function|Return statements are only valid)/,
    say: (_, source) => ({
      text: "“return” belongs in a function. To show a value, print it: print(value).",
      ...lineOf(source, /^return\b/m),
    }),
  },
  {
    when: /SyntaxError: (?:Identifier '(\w+)' has already|redeclaration of \w+ (\w+)|Cannot declare a \w+ variable twice: '(\w+)')/,
    say: ([, first, second, third]) =>
      `Two variables here are called “${first ?? second ?? third}”. Choose another name for one of them.`,
  },
  {
    when: /SyntaxError: /,
    say: (_, source) => {
      const code = codeOf(source, "js");
      const found = foreignToScript.find(([sign]) => sign.test(code));
      return found ? { text: found[1], ...lineOf(code, found[0]) } : null;
    },
  },
  {
    when: /SyntaxError: (?:Unexpected end of (?:input|script)|missing \} |expected expression, got end of script)/,
    say: (_, source) => ({
      text: "The text ends too early: a bracket or a quote that is opened somewhere above is never closed.",
      line: source.trimEnd().split("\n").length,
    }),
  },
  {
    when: /SyntaxError: (?:missing \)|Unexpected token|Unexpected identifier|Unexpected number|Unexpected string|Unexpected end|Invalid or unexpected|expected|missing \]|'|")/,
    say: () =>
      "The text cannot be read from here on. Usually a bracket, a quote or a comma is missing just before this place.",
  },
];
