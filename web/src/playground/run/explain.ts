import type { Language } from "../card/program.ts";
import { pythonRules } from "./explain-python.ts";
import type { Explanation, Rule } from "./explanation.ts";
import type { Failure } from "./failure.ts";

const exported = "Pool, Matrix, kernels, cpuCount and the classes of errors, such as TimeoutError";

/** Names in Python, and their equivalents in JavaScript. */
const pythonNames: Readonly<Record<string, string>> = {
  range: "Array.from({ length: n }, (_, i) => i)",
  len: "the property length, as in numbers.length",
  True: "true",
  False: "false",
  None: "null",
  str: "String(x)",
  int: "Math.trunc(x) or Number(text)",
  float: "Number(text)",
  list: "Array.from(x)",
  sum: "numbers.reduce((a, b) => a + b, 0)",
  time: "sleep(milliseconds) to wait, and performance.now() for the time",
  multiprocessing: 'import { Pool } from "webpool"',
  cpu_count: 'cpuCount(), after import { cpuCount } from "webpool"',
  os: 'cpuCount(), after import { cpuCount } from "webpool"',
};

const rules: readonly Rule[] = [
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
    when: /specifier ["“']([^"”']+)["”']|Module name, '([^']+)'/,
    say: ([, first, second], source) => {
      const name = (first ?? second)!;
      return {
        text:
          `There is no module “${name}” here. A program can import from "webpool": ${exported}. ` +
          "Other modules are imported by their full address, https://… or ./….",
        ...lineOf(source, new RegExp(`\\bimport\\b.*${escape(name)}`)),
      };
    },
  },
  {
    when: /(?:export named:? '|doesn't provide an export named: '|Importing binding name ')([^']+)'/,
    say: ([, name], source) => ({
      text: `"webpool" exports nothing named “${name}”. It exports ${exported}.`,
      ...lineOf(source, new RegExp(`\\bimport\\b.*\\b${escape(name!)}\\b`)),
    }),
  },
  {
    when: /TypeError: (?:\S*\.)?([a-z]+(?:_[a-z]+)+) is not a function/,
    say: ([, name]) => {
      const camel = camelCase(name!);
      return `In JavaScript this method is called ${camel}: names that Python writes with “_” have capitals here.`;
    },
  },
  {
    when: /TypeError: (?:\S*\.)?(\w+) is not a function/,
    say: ([, name]) =>
      `There is no method “${name}” here. A pool has map, starmap, apply, imap, imapUnordered, mapAsync, starmapAsync and applyAsync; look for a spelling mistake.`,
  },
  {
    when: /ReferenceError: (?:Can't find variable: )?(\w+)(?: is not defined)?$/,
    say: ([, name]) => {
      if (name === "Pool" || name === "Matrix" || name === "kernels" || name === "cpuCount")
        return `“${name}” has to be imported: begin the program with import { ${name} } from "webpool";`;
      if (Object.hasOwn(pythonNames, name!))
        return `“${name}” is Python’s. JavaScript writes ${pythonNames[name!]}.`;
      if (name === "require") return 'Write import { Pool } from "webpool"; instead of require.';
      if (/^(document|window|alert|localStorage)$/.test(name!))
        return `A program runs in a worker, which has no page and so no “${name}”. Print what you want to see: print(value).`;
      return `No variable or function is called “${name}”. Declare it with const or let before this line, or look for a spelling mistake.`;
    },
  },
  {
    when: /ReferenceError: (\w+) is not defined in the processor/,
    say: ([, name]) =>
      `A task sees its arguments, and no variable of the program: “${name}” is such a variable. Pass its value as an argument, with starmap, or make it in each processor with an initializer.`,
  },
  {
    when: /PoolNotRunningError/,
    say: () =>
      "This call comes after close(), join() or terminate(). Move those to the end of the program, or make another pool.",
  },
  {
    when: /SerializationError/,
    say: () =>
      "Arguments and results are copied between the program and its processors. Functions, results of other calls and pools cannot be copied; numbers, texts, lists and plain objects can.",
  },
  {
    when: /TypeError: Class constructor .* cannot be invoked without|class constructors must be invoked with|Cannot call a class constructor/,
    say: () => "A pool is made with new: const pool = new Pool();",
  },
  {
    when: /TypeError: \w+: expected a function/,
    say: () =>
      "The first argument is the function itself, without brackets: pool.map(square, numbers), not pool.map(square(2), numbers).",
  },
  {
    when: /TypeError: \w+: the items must be iterable/,
    say: () => "The second argument is the list of values: pool.map(square, [1, 2, 3]).",
  },
  {
    when: /TypeError: item \d+: starmap(?:Async)? takes/,
    say: () =>
      "starmap needs a list of arguments for each call: pool.starmap(add, [[1, 2], [3, 4]]). For one argument each, use map.",
  },
  {
    when: /TypeError: apply(?:Async)?: the options/,
    say: () => "apply takes the arguments as one list: pool.apply(add, [1, 2]).",
  },
  {
    when: /TypeError: \w+: the options are an object/,
    say: () => "Settings are written by name: pool.map(square, numbers, { chunksize: 4 }).",
  },
  {
    when: /TypeError: (\S+) is not iterable/,
    say: ([, name]) =>
      `“${name}” is no list. The handle that an asynchronous call returns becomes one with get() or await.`,
  },
  {
    when: /TypeError: Assignment to constant|invalid assignment to const|Attempted to assign to readonly/,
    say: () => "A const keeps its first value. Declare the variable with let to give it another.",
  },
  {
    when: /TimeoutError/,
    say: () =>
      "The result was not there in the time that get() was given. Give it more time, or call ready() first.",
  },
  {
    when: /SyntaxError: (?:missing \)|Unexpected token|Unexpected end|Invalid or unexpected|expected|missing \]|'|")/,
    say: () =>
      "The text cannot be read from here on. Usually a bracket, a quote or a comma is missing just before this place.",
  },
  {
    when: /ProcessorCrashedError/,
    say: () =>
      "The processor’s worker ended in the middle of a task, for example because its memory was full. The pool has started another one.",
  },
];

/** Explains an error of a program; null if there is nothing to add to its message. */
export function explain(
  failure: Pick<Failure, "name" | "message">,
  source: string,
  language: Language,
): Explanation | null {
  if (failure.name === "SyntaxError" || failure.name === "IndentationError") {
    const seems = languageOf(source);
    if (seems && seems !== language) {
      const names = { python: "Python", js: "JavaScript", cpp: "C++" };
      return {
        text:
          `This text looks like ${names[seems]}, and this is the tab for ${names[language]}.` +
          (seems === "cpp"
            ? " C++ programs are compiled with this site: they can be read and run."
            : ""),
        language: seems,
      };
    }
  }
  const text = `${failure.name}: ${failure.message}`;
  for (const { when, say } of language === "js" ? rules : pythonRules) {
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

export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function lineOf(source: string, pattern: RegExp): { line?: number } {
  const index = source.search(pattern);
  return index < 0 ? {} : { line: source.slice(0, index).split("\n").length };
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
