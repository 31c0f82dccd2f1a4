import { type CallShape, type Check, checks, kindOf, requireOptions } from "../bindings/options";
import type { LanguageName, ProgramOptions } from "../bindings/program-contract";
import { requireProcesses } from "./pool-life";

const languages: readonly unknown[] = ["javascript", "python"] satisfies LanguageName[];

const options: Required<Record<keyof ProgramOptions, Check>> = {
  onOutput: checks.function,
  onTrace: checks.function,
  onProgramState: checks.function,
  onCall: checks.function,
  processes: checks.number,
  language: (value) =>
    languages.includes(value) ? undefined : `"javascript" or "python" is needed`,
  files: checks.object,
  onLoad: checks.function,
};
const shape: CallShape = {
  call: "Program",
  options,
  positional: { function: "onOutput", number: "processes" },
};

/** Returns the options of a program. Throws a `TypeError` or `RangeError` unless they are valid. */
export function requireProgramOptions(given: ProgramOptions | undefined): ProgramOptions {
  const valid = requireOptions<ProgramOptions>(shape, given);
  requireProcesses(valid.processes);
  const files: Record<string, unknown> = valid.files ?? {};
  for (const name of Object.keys(files)) requireFile(name, files);
  return valid;
}

function requireFile(name: string, files: Record<string, unknown>): void {
  const what = `Program: files: ${JSON.stringify(name)}`;
  if (!(files[name] instanceof Uint8Array))
    throw new TypeError(`${what}: a Uint8Array is needed; ${kindOf(files[name])} was given`);
  const parts = name.split("/");
  if (parts.some((part) => part === "" || part === "." || part === ".." || part.includes("\0")))
    throw new TypeError(`${what} is no path within the working directory, such as "data/in.txt"`);
  for (let length = 1; length < parts.length; ++length) {
    const folder = parts.slice(0, length).join("/");
    if (Object.hasOwn(files, folder))
      throw new TypeError(`${what}: its folder ${JSON.stringify(folder)} is also a file`);
  }
}
