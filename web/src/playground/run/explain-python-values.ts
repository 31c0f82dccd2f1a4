import type { Rule } from "./explanation.ts";
import { nearest } from "./nearest.ts";

const settings: Readonly<Record<string, string>> = {
  Pool: "Pool takes processes, initializer, initargs and maxtasksperchild",
  map: "map takes chunksize",
  starmap: "starmap takes chunksize",
  map_async: "map_async takes chunksize, callback and error_callback",
  starmap_async: "starmap_async takes chunksize, callback and error_callback",
  apply: "apply takes args and kwds",
  apply_async: "apply_async takes args, kwds, callback and error_callback",
  imap: "imap takes chunksize",
  imap_unordered: "imap_unordered takes chunksize",
  get: "get takes timeout",
};

const ofSequences = ["index", "count"];
/** Methods of values by their type, for spelling mistakes. */
const ofValues: Readonly<Record<string, readonly string[]>> = {
  list: [
    ...ofSequences,
    ...["append", "extend", "insert", "remove", "sort", "reverse", "copy", "pop", "clear"],
  ],
  str: [
    ...ofSequences,
    ...["upper", "lower", "strip", "split", "join", "replace", "find"],
    ...["startswith", "endswith", "format"],
  ],
  tuple: ofSequences,
  range: ofSequences,
};
/** What lists do not have, and what is written instead. */
const functions: Readonly<Record<string, string>> = {
  add: "append(value)",
  sum: "sum(values)",
  max: "max(values)",
  min: "min(values)",
  map: "[f(x) for x in values]",
  len: "len(values)",
  length: "len(values)",
  size: "len(values)",
};

const isHandle =
  "An asynchronous call returns a handle to future results. Call get() on it: it waits and returns them.";
const isIterator =
  "imap returns an iterator. Read its results in a loop, for y in results:, or all at once: list(results).";

/** A call of map with two lists of values: the second one may stand in brackets, be a variable or what a function returns. */
const secondList =
  /\.i?map\w*\([^(),]*,\s*(?:\[[^[\]]*\]|\w+(?:\([^()]*\))?)\s*,\s*(?![\d\s)]|\w+\s*=)/;

/** What errors about values, arguments and attributes mean in Python. */
export const valueRules: readonly Rule[] = [
  {
    // Python names the class of a method: the program's own functions may be called as those of a pool.
    when: /^TypeError: ([\w.<>]*\.)?(\w+)\(\) got an unexpected keyword argument '(\w+)'/,
    say: ([, owner, call, name]) =>
      /^(?:Pool|BaseContext|ApplyResult)\.$/.test(owner ?? "") && Object.hasOwn(settings, call!)
        ? `“${name}” is no setting of this call. ${settings[call!]}.`
        : `The function “${call}” has no parameter called “${name}”.`,
  },
  {
    when: /^TypeError: Pool\.(\w+)\(\) missing \d+ required positional arguments?: '(?:func' and 'iterable|iterable|func)'/,
    say: ([, call]) =>
      call!.startsWith("apply")
        ? "The call takes a function and a tuple of its arguments: pool.apply(square, (3,))."
        : "The call takes a function and a list of values: pool.map(square, [1, 2, 3]).",
  },
  {
    when: /^TypeError: '[<>]=?' not supported between instances of '(range|list|tuple)' and 'int'/,
    say: ([, type], source) =>
      secondList.test(source)
        ? "The third argument of map is the chunksize. For functions of several arguments use starmap with one list of tuples: pool.starmap(add, zip([1, 2], [3, 4]))."
        : `A ${type} and a number cannot be compared. Compare each of its values: [x for x in values if x > 2].`,
  },
  {
    when: /'IMap\w*Iterator' (?:object is not subscriptable|has no len)|IMap\w*Iterator' object has no attribute|'generator' object is not subscriptable/,
    say: () => isIterator,
  },
  {
    when: /'(?:MapResult|ApplyResult|AsyncResult)'.*(?:has no len|unsupported)|unsupported operand.*'(?:MapResult|ApplyResult|AsyncResult)'/,
    say: () => isHandle,
  },
  {
    when: /^AttributeError: '(?:MapResult|ApplyResult|AsyncResult)' object has no attribute '(\w+)'/,
    say: ([, name]) => {
      const meant = nearest(name!, ["get", "wait", "ready", "successful"]);
      return meant
        ? `There is no method “${name}” here. Did you mean ${meant}?`
        : `${isHandle} It has get, wait, ready and successful.`;
    },
  },
  {
    when: /^AttributeError: 'list' object has no attribute '(get|wait|ready|successful)'/,
    say: ([, name], source) =>
      /\.(?:star)?map\(|\.apply\(/.test(source)
        ? `The call before “.${name}” has waited already, and returned the list itself. Only asynchronous calls, such as map_async, return a handle with ${name}().`
        : null,
  },
  {
    when: /^AttributeError: 'NoneType' object has no attribute '(\w+)'/,
    say: ([, name]) =>
      `What stands before “.${name}” is None: usually the result of a function that returns nothing.`,
  },
  {
    when: /^AttributeError: '(list|str|tuple|range)' object has no attribute '(\w+)'/,
    say: ([, type, name]) => {
      if (Object.hasOwn(functions, name!) && (name !== "add" || type === "list"))
        return `“${name}” is no method here. Python writes ${functions[name!]}.`;
      if (Object.values(ofValues).some((names) => names.includes(name!)))
        return `“${name}” exists, but not for a ${type}: print(type(value)) tells what a value is.`;
      const meant = nearest(name!, ofValues[type!]!);
      const isLength = nearest(name!, ["length"]) !== null;
      if (isLength) return `“${name}” is no attribute here. Python writes len(values).`;
      return meant
        ? `There is no method “${name}” here. Did you mean ${meant}?`
        : `A ${type} has nothing called “${name}”. Look for a spelling mistake.`;
    },
  },
  {
    when: /^AttributeError: 'dict' object has no attribute '(\w+)'/,
    say: ([, name], source) =>
      source.includes(`.${name}(`)
        ? null
        : `The values of a dictionary are taken with brackets: values["${name}"].`,
  },
  {
    when: /^AttributeError: module '([\w.]+)' has no attribute '(\w+)'/,
    say: ([, module, name]) =>
      module === "multiprocessing" && name === "pool"
        ? "Pool is written with a capital P: multiprocessing.Pool()."
        : `The module “${module}” has nothing called “${name}”. Look for a spelling mistake.`,
  },
  {
    when: /^TypeError: (?:unsupported operand type\(s\) for|can't multiply sequence by non-int|can only concatenate|'\w+' object cannot be interpreted as an integer|must be real number)/,
    say: () =>
      "This operation does not go with values of these types. int(text) makes a number of a text, str(value) a text of anything; print(type(value)) tells what a value is.",
  },
  {
    when: /^ValueError: invalid literal for int|^ValueError: could not convert string to float/,
    say: () => "This text is no number, so that it cannot be made one.",
  },
  {
    when: /^ValueError: (?:too many values|not enough values) to unpack/,
    say: () => "There have to be as many variables on the left as values on the right.",
  },
  {
    when: /^ZeroDivisionError/,
    say: () => "A number was divided by 0. Check the divisor before, with if.",
  },
  {
    when: /^FileNotFoundError/,
    say: () =>
      "There is no such file. A program here has a folder of its own, with the files that it has written itself.",
  },
  {
    when: /^AssertionError: $/,
    say: () => "The condition after assert does not hold.",
  },
];
