import { tagOf } from "./codec/brands";

/** Returns what is wrong with the value of an option, such as "a function is needed"; undefined if it is valid. */
export type Check = (value: unknown) => string | undefined;

/** The options of a call, by name. */
export type OptionTable = Readonly<Record<string, Check>>;

/** The parameters of a call, to check its arguments and explain errors. */
export interface CallShape {
  /** The name of the call: "mapAsync". */
  call: string;
  options: OptionTable;
  /** Which option is probably meant by a number or function in place of the options object, as in Python's calls. */
  positional?: Readonly<Partial<Record<"number" | "function", string>>>;
  /** Advice for an unknown option that resembles none of the known ones. */
  unknown?: (name: string) => string;
}

/** No options. Like all that are returned here it inherits nothing, so that what a page has added to all objects is none. */
export const noOptions = Object.freeze(Object.create(null) as object);

/**
 * Returns a copy of the options. Throws a `TypeError` unless they are valid: if they are not an object, if an option is unknown
 * (the error suggests one that may be meant), or if an option has the wrong type.
 */
export function requireOptions<Options extends object>(shape: CallShape, given: unknown): Options {
  if (given === undefined) return noOptions as Options;
  const { call, options } = shape;
  if (typeof given !== "object" || given === null || isOfOtherKind(given)) {
    const meant = checks.signal(given)
      ? shape.positional?.[typeof given as "number" | "function"]
      : Object.keys(options).find((name) => name === "signal");
    const hint = meant === undefined ? "" : `: { ${meant}: … }`;
    throw new TypeError(`${call}: the options are an object${hint}; ${kindOf(given)} was given`);
  }
  const copy = Object.create(null) as Record<string, unknown>;
  const names = new Set<string>();
  for (const name in given) names.add(name);
  for (const name of Object.keys(options)) if (name in given) names.add(name); // a class's getters are not enumerable
  for (const name of names) {
    if (name in Object.prototype && !Object.hasOwn(given, name)) continue;
    const value = (given as Record<string, unknown>)[name];
    const check = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!check) throw new TypeError(`${call} has no option ${name}; ${adviceOn(shape, name)}`);
    if (value === undefined) continue;
    const wrong = check(value);
    if (wrong !== undefined)
      throw new TypeError(`${call}: ${name}: ${wrong}; ${kindOf(value)} was given`);
    copy[name] = value;
  }
  return copy as Options;
}

/** Checks the arguments of a call whose options are its last parameter, at index `at`; returns the options. */
export function requireCall<Options extends object>(
  shape: CallShape,
  args: IArguments,
  at: number,
): Options {
  const options = requireOptions<Options>(shape, args[at]);
  if (args.length <= at + 1) return options;
  const names = Object.keys(shape.options).join(", ");
  const taken = at === 0 ? "1 argument," : `${at + 1} arguments, the last one`;
  throw new TypeError(
    `${shape.call} takes ${taken} an object of options (${names}); ${args.length} were given`,
  );
}

/** Checks a timeout. Returns its milliseconds, or -1 for no limit: for `undefined`, `null` and `Infinity`. */
export function requireLimit(call: string, value: unknown): number {
  if (value === undefined || value === null || value === Infinity) return -1;
  if (typeof value === "number" && !Number.isNaN(value)) return Math.max(0, value);
  throw new TypeError(`${call} takes a number of milliseconds; ${kindOf(value)} was given`);
}

/** A short description of a value for error messages. */
export function kindOf(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  if (value === null || ["number", "boolean", "undefined"].includes(typeof value))
    return String(value);
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "an array";
  if (typeof value !== "object") return `a ${typeof value}`;
  const tag = tagOf(value);
  if (tag === "Object") return "an object";
  return withArticle(tag);
}

/** The name of a class, after its article: "an Array", "a URL". */
export function withArticle(name: string): string {
  return `${/^([AEIO]|HTML|RTC|SVG|XML)/.test(name) ? "an" : "a"} ${name}`;
}

// Whether an object has no properties that could be meant as options: an array, a Map, a Date, an AbortSignal.
function isOfOtherKind(value: object): boolean {
  return nativeKinds.has(tagOf(value));
}
const nativeKinds = new Set(
  "Array Map Set WeakMap WeakSet Date RegExp Promise Error String Number Boolean ArrayBuffer AbortSignal".split(
    " ",
  ),
);

const kind =
  (type: "function" | "boolean" | "string", needed: string): Check =>
  (value) =>
    typeof value === type ? undefined : `${needed} is needed`;

/** The checks of option values. */
export const checks = {
  function: kind("function", "a function"),
  boolean: kind("boolean", "true or false"),
  object: (value: unknown) =>
    typeof value === "object" && value !== null && !isOfOtherKind(value)
      ? undefined
      : "an object is needed",
  string: kind("string", "a string"),
  array: (value: unknown) => (Array.isArray(value) ? undefined : "an array is needed"),
  // The call itself checks the range.
  number: (value: unknown) => (typeof value === "number" ? undefined : "a number is needed"),
  limit: (value: unknown) =>
    value === null || typeof value === "number" ? undefined : "a number of milliseconds is needed",
  signal: (value: unknown) =>
    typeof (value as AbortSignal | null)?.aborted === "boolean" &&
    typeof (value as AbortSignal).addEventListener === "function"
      ? undefined
      : "an AbortSignal is needed",
  any: () => undefined,
} satisfies OptionTable;

function adviceOn({ options, unknown }: CallShape, name: string): string {
  const names = Object.keys(options);
  const meant = names.find((one) => normalized(one) === normalized(name)) ?? nearest(names, name);
  if (meant !== undefined) return `did you mean ${meant}?`;
  const all = names.length === 0 ? "it has none" : `its options are ${names.join(", ")}`;
  return unknown ? `${all}; ${unknown(name)}` : all;
}

const normalized = (name: string): string => name.replace(/[_-]/g, "").toLowerCase();

// Finds a name that has a common prefix with it, or differs in at most two characters.
function nearest(names: string[], name: string): string | undefined {
  const wanted = normalized(name).slice(0, 40);
  if (wanted.length < 4) return undefined;
  return names.find((one) => {
    const known = normalized(one);
    return known.startsWith(wanted) || wanted.startsWith(known) || isNear(known, wanted, 2);
  });
}

/** Whether at most `edits` insertions, deletions and replacements of characters make one of the other. */
function isNear(from: string, to: string, edits: number): boolean {
  if (from === to) return true;
  const [fromRest, toRest] = [from.slice(1), to.slice(1)];
  if (from[0] === to[0]) return isNear(fromRest, toRest, edits);
  const less = edits - 1;
  return (
    less >= 0 &&
    (isNear(fromRest, to, less) || isNear(from, toRest, less) || isNear(fromRest, toRest, less))
  );
}
