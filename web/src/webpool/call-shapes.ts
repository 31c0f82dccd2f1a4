import { type CallShape, checks, type OptionTable } from "../bindings/options";

/** The options of each call; any other option is an error. */

const control: OptionTable = { onProgress: checks.function };
const async: OptionTable = {
  callback: checks.function,
  errorCallback: checks.function,
  ...control,
  signal: checks.signal,
};
const map: OptionTable = { chunksize: checks.number, out: checks.any, timeout: checks.limit };
const imap: OptionTable = {
  chunksize: checks.number,
  buffersize: checks.number,
  timeout: checks.limit,
  signal: checks.signal,
};
const apply: OptionTable = { kwds: checks.object, timeout: checks.limit };

function shape(
  call: string,
  options: OptionTable,
  positional: CallShape["positional"],
  unknown?: CallShape["unknown"],
): CallShape {
  return { call, options, positional, unknown };
}

// Explains an unknown option of a sync call that may exist in its async form.
const onlyInAsync =
  (call: string) =>
  (name: string): string =>
    Object.hasOwn(async, name)
      ? `${name} is an option of ${call}`
      : "pass what a task needs with its items";
const byName = (name: string): string =>
  Object.hasOwn(async, name)
    ? `${name} is an option of applyAsync`
    : `pass named arguments as { kwds: { ${name} } }`;

const callback = { number: "chunksize", function: "callback" } as const;

/** The shapes, by the name of the call. */
export const shapes = {
  create: shape(
    "Pool.create",
    { initializer: checks.any, initargs: checks.array, maxtasksperchild: checks.number },
    { function: "initializer", number: "maxtasksperchild" },
  ),
  map: shape("map", { ...map, ...control }, { number: "chunksize" }, onlyInAsync("mapAsync")),
  starmap: shape(
    "starmap",
    { ...map, ...control },
    { number: "chunksize" },
    onlyInAsync("starmapAsync"),
  ),
  apply: shape("apply", apply, {}, byName),
  mapAsync: shape("mapAsync", { ...map, ...async }, callback),
  starmapAsync: shape("starmapAsync", { ...map, ...async }, callback),
  applyAsync: shape("applyAsync", { ...apply, ...async }, { function: "callback" }, byName),
  imap: shape("imap", imap, { number: "chunksize" }),
  imapUnordered: shape("imapUnordered", imap, { number: "chunksize" }),
  cancel: shape("cancel", { force: checks.boolean }, {}),
} as const;
