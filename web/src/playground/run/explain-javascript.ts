import type { Rule } from "./explanation.ts";
import { syntaxRules } from "./explain-javascript-syntax.ts";
import { codeOf } from "./foreign.ts";
import { nearest } from "./nearest.ts";
import { lineOf, lineOfImport } from "./source-line.ts";

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

const methods = [
  ...["map", "starmap", "apply", "imap", "imapUnordered", "mapAsync", "starmapAsync", "applyAsync"],
  ...["close", "join", "joinAsync", "terminate", "stats", "share"],
];

/** Methods of Python's lists and texts, and what JavaScript calls them. */
const pythonMethods: Readonly<Record<string, string>> = {
  append: "push(value)",
  extend: "push(...values)",
  upper: "toUpperCase()",
  lower: "toLowerCase()",
  strip: "trim()",
  startswith: "startsWith(text)",
  endswith: "endsWith(text)",
};

/** Methods of lists and texts, for spelling mistakes. */
const ofValues = [
  ...["forEach", "map", "filter", "reduce", "push", "join", "slice", "sort", "includes", "indexOf"],
  ...["toString", "toUpperCase", "toLowerCase", "split", "trim", "toFixed"],
];

/** What errors of programs in JavaScript mean, by their names and messages in all browsers. */
export const scriptRules: readonly Rule[] = [
  ...syntaxRules,
  {
    when: /ReferenceError: (?:Cannot access '(\w+)' before|can't access lexical declaration '(\w+)' before)/,
    say: ([, first, second]) =>
      `“${first ?? second}” is used above the line that declares it. Move that line up.`,
  },
  {
    when: /ReferenceError: Cannot access uninitialized/,
    say: () => "A variable is used above the line that declares it. Move that line up.",
  },
  {
    when: /RangeError: Maximum call stack|InternalError: too much recursion/,
    say: () =>
      "A function calls itself again and again. It needs a case in which it returns without calling itself.",
  },
  {
    when: /specifier ["“']([^"”']+)["”']|Module name, '([^']+)'/,
    say: ([, first, second], source) => {
      const name = (first ?? second)!;
      return {
        text: `There is no module “${name}” here. A program can import from "webpool": ${exported}. ${otherModules}`,
        ...lineOfImport(source, new RegExp(escape(name))),
      };
    },
  },
  {
    // The browser does not say which of the imports failed.
    when: /Failed to fetch dynamically imported module|error loading dynamically imported module|Importing a module script failed/,
    say: (_, source) => {
      const [, address] =
        source.match(/\b(?:from|import)[ \t]*(?:\([ \t]*)?["'](https?:[^"']*)["']/) ?? [];
      if (address === undefined) return null;
      return {
        text: `No module could be loaded from ${address}. ${otherModules}`,
        ...lineOf(source, new RegExp(`["']${escape(address)}["']`)),
      };
    },
  },
  {
    when: /(?:export named:? '|doesn't provide an export named: '|Importing binding name ')([^']+)'/,
    say: ([, name], source) => ({
      text: `"webpool" exports nothing named “${name}”. It exports ${exported}.`,
      ...lineOfImport(source, new RegExp(`\\b${escape(name!)}\\b`)),
    }),
  },
  {
    when: /TypeError: \S*\.([a-z]+(?:_[a-z]+)+) is not a function/,
    say: ([, name]) => {
      const camel = camelCase(name!);
      if (!methods.includes(camel)) return null;
      return `In JavaScript this method is called ${camel}: names that Python writes with “_” have capitals here.`;
    },
  },
  {
    when: /TypeError: .*\)\.(get|ready|wait|successful) is not a function/,
    say: ([, name], source) =>
      /\.(?:star)?map\(|\.apply\(/.test(source)
        ? `The call before “.${name}” has waited already, and returns the results themselves. Only asynchronous calls, such as mapAsync, return a handle with ${name}().`
        : null,
  },
  {
    when: /TypeError: (\w+)\.(\w+) is not a function/,
    say: ([, object, name], source) => {
      const made = (call: string) => new RegExp(`\\b${object}\\s*=\\s*${call}`).test(source);
      if (made("Pool\\.create\\("))
        return `Pool.create() returns a promise. Wait for the pool: const ${object} = await Pool.create();`;
      if (made("\\w+\\.\\w+Async\\("))
        return `“${object}” is a handle to future results. Take the list with ${object}.get(), or with await.`;
      if (name === "cpuCount")
        return 'cpuCount is no method, but a function of its own: import { Pool, cpuCount } from "webpool";';
      if (
        new RegExp(`\\bfor[ \\t]*\\([ \\t]*(?:const|let|var)[ \\t]+${object}[ \\t]+in\\b`).test(
          source,
        )
      )
        return `“for (… in …)” gives the indices, as texts. For the values write for (const ${object} of …).`;
      if (object === "kernels") return "The only kernel is kernels.howmanyWithinRange(low, high).";
      const isPool = made("(?:new Pool\\b|await Pool\\.create\\()");
      if (!isPool && Object.hasOwn(pythonMethods, name!))
        return `“${name}” is Python’s. JavaScript writes ${object}.${pythonMethods[name!]}.`;
      const meant = nearest(name!, methods);
      if (meant) return `There is no method “${name}” here. Did you mean ${meant}?`;
      const known = isPool ? `A pool has ${methods.slice(0, 8).join(", ")}; look` : "Look";
      return `“${object}” has no method “${name}”. ${known} for a spelling mistake.`;
    },
  },
  {
    when: /TypeError: (.+) is not a function/,
    say: ([, name]) => {
      const [, method] = /\.(\w+)$/.exec(name!) ?? [];
      const meant = method === undefined ? null : nearest(method, ofValues);
      if (meant && meant !== method)
        return `There is no method “${method}” here. Did you mean ${meant}?`;
      return `“${name}” is called here, but is no function. Look for a spelling mistake.`;
    },
  },
  {
    when: /ReferenceError: (?:Can't find variable: |assignment to undeclared variable )?(\w+)(?: is not defined)?$/,
    say: ([, name]) => {
      if (name === "Pool" || name === "Matrix" || name === "kernels" || name === "cpuCount")
        return `“${name}” has to be imported: begin the program with import { ${name} } from "webpool";`;
      if (name === "pool")
        return 'Make the pool first: import { Pool } from "webpool"; and then const pool = new Pool();';
      if (Object.hasOwn(pythonNames, name!))
        return `“${name}” is Python’s. JavaScript writes ${pythonNames[name!]}.`;
      if (/^(?:cout|std|endl|printf)$/.test(name!))
        return `“${name}” is C++’s. JavaScript writes print(value).`;
      if (/^(?:processes|chunksize|initializer|callback)$/.test(name!))
        return "Settings are not written as name=value in JavaScript, but new Pool(4), and pool.map(square, numbers, { chunksize: 4 }).";
      if (name === "require") return 'Write import { Pool } from "webpool"; instead of require.';
      if (isOfPage(name!))
        return `A program runs in a worker, which has no page and so no “${name}”. Print what you want to see: print(value).`;
      return `No variable or function is called “${name}”. Declare it with const or let before this line, or look for a spelling mistake.`;
    },
  },
  {
    when: /ReferenceError: (\w+) is not defined in the processor/,
    say: ([, name], source) => {
      if (isOfPage(name!))
        return `A task runs in a worker, which has no page and so no “${name}”. Pass what it needs as an argument, and return or print what you want to see.`;
      const is = (what: string) => new RegExp(what.replace("NAME", name!)).test(source);
      if (is("\\bNAME\\s*=\\s*(?:new Pool\\b|await Pool\\.)"))
        return `A task cannot use the program’s pool. Let it return what is to be done next, and give that to “${name}” in the program.`;
      if (
        is("\\bfunction\\s+NAME\\b") ||
        is("\\bNAME\\s*=\\s*(?:async\\s*)?(?:\\w+|\\([^()]*\\))\\s*=>")
      )
        return `A task sees its arguments, and no function of the program: “${name}” is such a function. Write it within the function that is the task.`;
      return `A task sees its arguments, and no variable of the program: “${name}” is such a variable. Pass its value as an argument, with starmap, or make it in each processor with an initializer.`;
    },
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
    when: /TypeError: \w+: a function, a kernel, or /,
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
    when: /TypeError: apply(?:Async)?(?:: the options| takes the arguments as an array)/,
    say: () => "apply takes the arguments as one list: pool.apply(add, [1, 2]).",
  },
  {
    when: /TypeError: starmap\w*: the options are an object.*array was given/,
    say: () =>
      "All calls stand in one list, which has a list of arguments for each: pool.starmap(add, [[1, 2], [3, 4]]).",
  },
  {
    when: /TypeError: map(?:Async)?: the options are an object.*array was given/,
    say: () =>
      "map takes one list, and calls its function with one value. For several arguments use starmap, whose list has a list of arguments for each call: pool.starmap(add, [[1, 2], [3, 4]]).",
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
    when: /TypeError: (?:Cannot read properties of (?:undefined|null) \(reading '(\w+)'\)|can't access property "(\w+)")/,
    say: ([, first, second]) =>
      `What stands before “.${first ?? second}” has no value here: it is undefined or null. In a task “this” is undefined, too: pass the object as an argument.`,
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
    when: /PoolTerminatedError/,
    say: () =>
      "terminate() ends the pool at once, and drops its jobs. Take the results before it, or use close() and join(), which wait for them.",
  },
  {
    when: /TypeError: (?:Failed to fetch|NetworkError when|Load failed)/,
    say: () =>
      "This address could not be loaded. The computer has to be online, and another site has to allow that its data is read from here (CORS).",
  },
  {
    when: /^Thrown: /,
    say: (_, source) => ({
      text: 'What was thrown here is no Error, so it has no place and no stack. Write throw new Error("what is wrong") instead.',
      ...lineOf(codeOf(source, "js"), /\bthrow[ \t]+(?![ \t]|new\b|\w*Error\b)/),
    }),
  },
  {
    when: /ProcessorCrashedError/,
    say: () =>
      "The processor’s worker ended in the middle of a task, for example because its memory was full. The pool has started another one.",
  },
];

const otherModules =
  "Other modules have to be files of this site, imported by their full address: programs can load nothing from other sites.";

const isOfPage = (name: string) =>
  /^(?:document|window|alert|prompt|confirm|localStorage)$/.test(name);

export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
