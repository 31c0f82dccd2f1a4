/** What is wrong with the value of an option, as the end of a sentence: "a function is needed"; undefined if nothing is. */
export type Check = (value: unknown) => string | undefined;

/** The options of a call by their names. */
export type OptionTable = Readonly<Record<string, Check>>;

/** What a call takes, for the errors of those who use it in another way. */
export interface CallShape {
  /** The name of the call: "mapAsync". */
  call: string;
  options: OptionTable;
  /** Which option a caller means who passes a number, or a function, in place of the options, as Python's calls take them. */
  positional?: Readonly<Partial<Record<"number" | "function", string>>>;
  /** What to do about a name that is none of an option's and like none. */
  unknown?: (name: string) => string;
}

/**
 * Throws a `TypeError` that names what a caller has passed as options and is none: another kind of value in their place, an
 * option that does not exist (with the one that may be meant), or one of the wrong kind.
 */
export function requireOptions(shape: CallShape, given: unknown): void {
  if (given === undefined) return;
  const { call, options } = shape;
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    const meant = shape.positional?.[typeof given as "number" | "function"];
    const hint = meant === undefined ? "" : `: { ${meant}: … }`;
    throw new TypeError(`${call}: the options are an object${hint}; ${kindOf(given)} was given`);
  }
  for (const name in given) {
    const value = (given as Record<string, unknown>)[name];
    const check = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!check) throw new TypeError(`${call} has no option ${name}; ${adviceOn(shape, name)}`);
    if (value === undefined) continue;
    const wrong = check(value);
    if (wrong !== undefined)
      throw new TypeError(`${call}: ${name}: ${wrong}; ${kindOf(value)} was given`);
  }
}

/** The same for the arguments of a call whose options are argument `at`, behind which it takes none. */
export function requireCall(shape: CallShape, args: IArguments, at: number): void {
  if (args.length <= at) return;
  requireOptions(shape, args[at]);
  if (args.length === at + 1) return;
  const names = Object.keys(shape.options).join(", ");
  throw new TypeError(
    `${shape.call} takes ${at + 1} arguments, the last one an object of options (${names}); ${args.length} were given`,
  );
}

/** Milliseconds of a wait: -1 for one without limit, which `undefined`, `null` and `Infinity` are. */
export function requireLimit(call: string, value: unknown): number {
  if (value === undefined || value === null || value === Infinity) return -1;
  if (typeof value === "number" && !Number.isNaN(value)) return Math.max(0, value);
  throw new TypeError(`${call} takes a number of milliseconds; ${kindOf(value)} was given`);
}

/** A value as errors name it. */
export function kindOf(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  if (value === null || ["number", "boolean", "undefined"].includes(typeof value))
    return String(value);
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

const kind =
  (type: "function" | "boolean" | "object" | "string", needed: string): Check =>
  (value) =>
    typeof value === type && value !== null ? undefined : `${needed} is needed`;

/** What options may be. */
export const checks = {
  function: kind("function", "a function"),
  boolean: kind("boolean", "true or false"),
  object: kind("object", "an object"),
  string: kind("string", "a text"),
  array: (value: unknown) => (Array.isArray(value) ? undefined : "an array is needed"),
  // That it is an integer in its range is the call's to say.
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
  const meant = names.find((one) => plain(one) === plain(name)) ?? nearest(names, name);
  if (meant !== undefined) return `did you mean ${meant}?`;
  const all = names.length === 0 ? "it has none" : `its options are ${names.join(", ")}`;
  return unknown ? `${all}; ${unknown(name)}` : all;
}

const plain = (name: string): string => name.replace(/[_-]/g, "").toLowerCase();

// One that begins alike, or differs by two letters at most.
function nearest(names: string[], name: string): string | undefined {
  const wanted = plain(name).slice(0, 40);
  if (wanted.length < 4) return undefined;
  return names.find((one) => {
    const known = plain(one);
    return known.startsWith(wanted) || wanted.startsWith(known) || distance(known, wanted) <= 2;
  });
}

/** How many letters have to be added, taken away or changed (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; ++i) {
    const next = [i];
    for (let j = 1; j <= to.length; ++j) {
      const changed = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, changed));
    }
    row = next;
  }
  return row[to.length]!;
}
