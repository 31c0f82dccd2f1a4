import type { Rule } from "./explanation.ts";
import { valueRules } from "./explain-python-values.ts";
import { codeOf, foreignToPython } from "./foreign.ts";

const methods = [
  ...["map", "starmap", "apply", "imap", "imap_unordered"],
  ...["map_async", "starmap_async", "apply_async", "close", "join", "terminate"],
];

/** Members of JavaScript's arrays and texts, and what is written in Python instead. */
const scriptMembers: Readonly<Record<string, string>> = {
  push: "append(value), as in numbers.append(value)",
  length: "len(…), as in len(numbers)",
  forEach: "for value in numbers:",
  toUpperCase: "upper(), as in text.upper()",
  toLowerCase: "lower(), as in text.lower()",
};

/** Words of JavaScript, and what is written in Python instead. */
const scriptNames: Readonly<Record<string, string>> = {
  console: "print(…)",
  null: "None",
  undefined: "None",
  true: "True",
  false: "False",
  Math: "math, after import math",
  performance: "time.perf_counter(), after import time",
  sleep: "time.sleep(seconds), after import time",
};

/** What errors of programs in Python mean, by their names and messages. */
export const pythonRules: readonly Rule[] = [
  {
    when: /^Error: Python could not be loaded/,
    say: () =>
      "Python is loaded from this site when it is first needed. Run the program again when you are online; programs in JavaScript and C++ need nothing more.",
  },
  {
    when: /^ModuleNotFoundError: No module named '(?:multiprocess|Multiprocessing|multiprocesing|multiproccessing)'/,
    say: () => "The module is called multiprocessing: from multiprocessing import Pool.",
  },
  {
    when: /^ModuleNotFoundError: No module named '([^']+)'/,
    say: ([, name]) =>
      `There is no module “${name}” here. A program can import Python’s standard library, and of numpy what the guide’s matrix uses; packages cannot be installed.`,
  },
  {
    when: /^ImportError: cannot import name '([^']+)' from 'multiprocessing(?:\.pool)?'/,
    say: ([, name]) =>
      `multiprocessing has nothing named “${name}”. Write from multiprocessing import Pool, with a capital P, and look for a spelling mistake.`,
  },
  {
    when: /^AttributeError: .*(?:object|module '[\w.]+') has no attribute '(\w+)'/,
    say: ([, name]) => {
      const snake = snakeCase(name!);
      if (snake !== name && [...methods, "cpu_count"].includes(snake))
        return `In Python this is called ${snake}: names that JavaScript writes with capitals have “_” here.`;
      return Object.hasOwn(scriptMembers, name!)
        ? `“${name}” is JavaScript’s. Python writes ${scriptMembers[name!]}.`
        : null;
    },
  },
  {
    when: /^AttributeError: 'Pool' object has no attribute '(\w+)'/,
    say: ([, name]) =>
      `A pool has no method “${name}”. It has ${methods.join(", ")}; look for a spelling mistake.`,
  },
  ...valueRules,
  {
    when: /^NameError: name '(\w+)' is not defined/,
    say: ([, name]) => {
      if (name === "Pool" || name === "cpu_count")
        return `“${name}” has to be imported: begin the program with from multiprocessing import ${name}.`;
      if (/^(time|math|random|os|sys)$/.test(name!))
        return `“${name}” has to be imported: begin the program with import ${name}.`;
      if (name === "name") return "The name of the module has two “_” on each side: __name__.";
      if (name === "pool")
        return "“pool” is made by Pool(), with a capital P: with Pool() as pool:";
      if (Object.hasOwn(scriptNames, name!))
        return `“${name}” is not Python’s. Python writes ${scriptNames[name!]}.`;
      return `No variable or function is called “${name}”. Give it a value before this line, or look for a spelling mistake.`;
    },
  },
  {
    when: /^SyntaxError: Missing parentheses in call to '(\w+)'/,
    say: ([, name]) =>
      `“${name}” is a function, so what it is given stands in brackets: ${name}(…).`,
  },
  {
    when: /^SyntaxError: 'await' outside/,
    say: () =>
      "A program with a pool needs no “await”: call get() on the result of an asynchronous call, which waits and returns the value.",
  },
  {
    when: /^(?:IndentationError|TabError): /,
    say: () =>
      "The spaces at the beginning of a line say what belongs together. Lines of one block begin at the same column, and the lines after a colon stand further to the right.",
  },
  {
    when: /^SyntaxError: 'return' outside/,
    say: () => "“return” belongs in a function. To show a value, print it: print(value).",
  },
  {
    when: /^SyntaxError: (?:invalid syntax|expected ':'|invalid)/,
    say: (_, source) => {
      const code = codeOf(source, "python");
      return foreignToPython.find(([sign]) => sign.test(code))?.[1] ?? null;
    },
  },
  {
    when: /^SyntaxError: expected ':'/,
    say: () => "A line that begins a block, such as def, for, if or with, ends with a colon.",
  },
  {
    when: /^SyntaxError: .*(?:was never closed|unmatched|unterminated|does not match)/,
    say: () => "A bracket or a quote that is opened has to be closed, with one of the same kind.",
  },
  {
    when: /^SyntaxError: (?!.*(?:Maybe|Perhaps|Did) you)/,
    say: () =>
      "The text cannot be read from here on. Usually a bracket, a quote, a comma or a colon is missing just before this place.",
  },
  {
    when: /^ValueError: Pool not running/,
    say: () =>
      "This call comes after close(), terminate() or the end of the with block. Move it before that, or make another pool.",
  },
  {
    when: /^ValueError: Pool is still running/,
    say: () => "join() waits for the end of the processes: call close() or terminate() before it.",
  },
  {
    when: /PicklingError|Can't (?:pickle|get local object)|cannot pickle/,
    say: () =>
      "Functions, arguments and results are pickled on their way to a processor. A lambda and a function within a function cannot be: write the function with def at the top level of the program.",
  },
  {
    when: /^TypeError: .*(?:missing \d+ required positional argument|takes \d+ positional arguments? but \d+)/,
    say: () =>
      "The function was called with another number of arguments than it takes. map calls it with one value; starmap unpacks a tuple of arguments for each call. A method of a class has self as its first parameter.",
  },
  {
    when: /^TypeError: 'module' object is not callable/,
    say: () =>
      "A module is called here instead of what is in it. Write from multiprocessing import Pool, with a capital P.",
  },
  {
    when: /^TypeError: '(?:builtin_function_or_method|method|function)' object is not (?:subscriptable|iterable)/,
    say: ([text]) =>
      text!.includes("'function' object is not iterable")
        ? "The function stands first, and then the list of values: pool.map(square, [1, 2, 3])."
        : "A function is called with brackets: result.get().",
  },
  {
    when: /^TypeError: '[^']+' object is not callable/,
    say: () =>
      "What is called here is no function. The first argument of a pool’s method is the function itself, without brackets: pool.map(square, numbers), not pool.map(square(2), numbers).",
  },
  {
    when: /^TypeError: '(?:MapResult|ApplyResult)' object is not (?:iterable|subscriptable)/,
    say: () =>
      "An asynchronous call returns a handle to future results. Call get() on it: it waits and returns the list.",
  },
  {
    when: /^TypeError: (?:'[^']+' object is not iterable|.* argument after \* must be an iterable)/,
    say: (_, source) => {
      const calls = [
        [/\.apply(?:_async)?\(/, "apply takes a tuple of arguments: pool.apply(square, (3,))"],
        [
          /\.starmap(?:_async)?\(/,
          "starmap takes a list of tuples of arguments: pool.starmap(add, [(1, 2), (3, 4)])",
        ],
        [/\.i?map\w*\(/, "map takes a list of values: pool.map(square, [1, 2, 3])"],
      ] as const;
      if (/\bfor[ \t]+\w+[ \t]+in[ \t]+\d+[ \t]*:/.test(source))
        return "A number cannot be gone through. Write for i in range(5):, which gives 0 to 4.";
      const used = calls.filter(([call]) => call.test(source)).map(([, text]) => text);
      return `A list, or anything that can be iterated, is needed here. ${used.join("; ")}${used.length > 0 ? "." : ""}`.trim();
    },
  },
  {
    when: /^TimeoutError/,
    say: () =>
      "The result was not there in the time that get() was given. Give it more time, or call ready() first.",
  },
  {
    when: /^WorkerLostError: the processes of the pool could not begin/,
    say: (_, source) =>
      /\bspawn\b/.test(source) && !source.includes("__name__")
        ? 'With “spawn” each process runs the program from its beginning, and would make pools without end. Put everything but imports and functions under if __name__ == "__main__":'
        : "A process of the pool failed before its first task: in its initializer, or, with “spawn”, in the program’s own lines.",
  },
  {
    when: /^WorkerLostError: the pool was terminated/,
    say: () =>
      "The pool was ended before its results were there: a with block ends it. Call get() within the block, or close() and join(), which wait for the tasks.",
  },
  {
    when: /^AssertionError: daemonic processes/,
    say: () =>
      "A task cannot make a pool. Make one pool in the program, and give it all calls: its tasks return what is to be done next.",
  },
  {
    when: /^UnboundLocalError: /,
    say: () =>
      "A function that assigns to a variable has its own of that name. Pass the value as an argument, and return the new one.",
  },
  {
    when: /^RecursionError: /,
    say: () =>
      "A function calls itself again and again. It needs a case in which it returns without calling itself.",
  },
  {
    when: /^TypeError: (?:'[<>]=?' not supported between instances of '(?:str|int)' and '(?:str|int)')/,
    say: () =>
      "A text and a number do not go together. str(number) makes a text, int(text) makes a number.",
  },
  {
    when: /^(?:IndexError: .*out of range|KeyError: )/,
    say: ([text]) =>
      text!.startsWith("Key")
        ? "The dictionary has no such key. Its method get(key) returns None instead of raising an error."
        : "There is no element with this index: the first has index 0, the last len(values) - 1.",
  },
  {
    when: /^WorkerLostError/,
    say: () =>
      "The process of a task ended before the task did, for example because its memory was full. The pool has started another one.",
  },
  {
    when: /^EOFError: input/,
    say: () =>
      "A program here cannot ask its reader, so input() has nothing to return. Write the value into the program.",
  },
];

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
