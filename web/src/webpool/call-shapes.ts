import { type CallShape, checks, type OptionTable } from "../bindings/options";

/** What each call takes beside its items: an option that is not listed here is an error. */

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

// What the async form alone knows.
const ofAsync =
  (call: string) =>
  (name: string): string =>
    Object.hasOwn(async, name)
      ? `${name} is one of ${call}`
      : "what a task needs is passed with its items";
const byName = (name: string): string =>
  `arguments by their names are passed as { kwds: { ${name} } }`;

const callback = { number: "chunksize", function: "callback" } as const;

/** By the names of the calls. */
export const shapes = {
  create: shape(
    "Pool.create",
    { initializer: checks.any, initargs: checks.array, maxtasksperchild: checks.number },
    { function: "initializer", number: "maxtasksperchild" },
  ),
  map: shape("map", { ...map, ...control }, { number: "chunksize" }, ofAsync("mapAsync")),
  starmap: shape(
    "starmap",
    { ...map, ...control },
    { number: "chunksize" },
    ofAsync("starmapAsync"),
  ),
  apply: shape("apply", apply, {}, byName),
  mapAsync: shape("mapAsync", { ...map, ...async }, callback),
  starmapAsync: shape("starmapAsync", { ...map, ...async }, callback),
  applyAsync: shape("applyAsync", { ...apply, ...async }, { function: "callback" }, byName),
  imap: shape("imap", imap, { number: "chunksize" }),
  imapUnordered: shape("imapUnordered", imap, { number: "chunksize" }),
  cancel: shape("cancel", { force: checks.boolean }, {}),
} as const;
