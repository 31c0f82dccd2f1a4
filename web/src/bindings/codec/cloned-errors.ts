import { defineHidden, errorClasses } from "../errors";
import { within } from "./refusal";
import { writeThrown } from "./thrown";
import { Cause, Tag } from "./tags";
import type { ValueWriter } from "./value-writer";

/** Errors in values, with class, message, stack and cause as in structured clone. */

// The names of the classes that structured clone preserves.
const names = new Set(
  "Error EvalError RangeError ReferenceError SyntaxError TypeError URIError".split(" "),
);

let keepsAggregates: boolean | undefined;

export function writeError(writer: ValueWriter, error: Error): void {
  const name: unknown = error.name;
  // Firefox preserves these, too, with their errors.
  if (name === "AggregateError" && "errors" in error) {
    keepsAggregates ??= structuredClone(new AggregateError([])) instanceof AggregateError;
    if (keepsAggregates) return writeThrown(writer, error);
  }
  const message = Object.getOwnPropertyDescriptor(error, "message");
  const stack: unknown = error.stack;
  const cause = Object.getOwnPropertyDescriptor(error, "cause");
  writer.register(error);
  writer.byte(Tag.error);
  writer.text(typeof name === "string" && names.has(name) ? name : "Error");
  writer.value(message && "value" in message ? String(message.value) : undefined);
  writer.value(typeof stack === "string" ? stack : undefined);
  if (!cause || !("value" in cause)) return writer.byte(Cause.none);
  try {
    writer.cause(error);
  } catch (thrown) {
    throw within(".cause", thrown);
  }
}

/** Creates an error. Its cause is read later, since it may refer back to the error. */
export function makeError(
  name: string,
  message: string | undefined,
  stack: string | undefined,
): Error {
  const error = new errorClasses[name]!(message);
  if (stack !== undefined) defineHidden(error, "stack", stack);
  else delete error.stack;
  return error;
}
