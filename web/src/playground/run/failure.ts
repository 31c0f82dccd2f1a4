import type { CallNote } from "webpool";

/** An error of a program, as the page shows it. */
export interface Failure {
  name: string;
  message: string;
  /** Source position, from 1; null if it is unknown. */
  line: number | null;
  column: number | null;
  stack: string | null;
  /** The stack in the processor, if a task threw. */
  remoteStack: string | null;
  processor: number | null;
  item: number | null;
}

/** Converts any thrown value: `throw 3`, `throw null`, an object without a name. */
export function toFailure(thrown: unknown): Failure {
  if (typeof thrown !== "object" || thrown === null) {
    return { ...unknownFailure, name: "Thrown", message: String(thrown) };
  }
  const error = thrown as Record<string, unknown>;
  return {
    name: text(error.name) ?? "Error",
    message: text(error.message) ?? "",
    line: count(error.line),
    column: count(error.column),
    stack: text(error.stack),
    remoteStack: text(error.remoteStack),
    processor: count(error.processor),
    item: count(error.item),
  };
}

/** The failure of a call whose error the program has not read. */
export function unreadFailure({ unreadError = "", line, column }: CallNote): Failure {
  const [name = "Error", ...message] = unreadError.split(": ");
  const place = { line: line ?? null, column: column ?? null };
  return { ...unknownFailure, ...place, name, message: message.join(": ") };
}

const unknownFailure: Failure = {
  name: "Error",
  message: "",
  line: null,
  column: null,
  stack: null,
  remoteStack: null,
  processor: null,
  item: null,
};

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
const count = (value: unknown) => (Number.isInteger(value) ? (value as number) : null);
