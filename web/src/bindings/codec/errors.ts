import { defineHidden, errorClasses } from "../errors";
import type { Encoder } from "./encoder";
import { within } from "./refusal";
import { Tag } from "./tags";

/** Errors among values, as structured clone has them: class, message, stack and cause. */

// Those that structured clone knows, by their names.
const names = new Set(
  "Error EvalError RangeError ReferenceError SyntaxError TypeError URIError".split(" "),
);

export function writeError(encoder: Encoder, error: Error): void {
  const name: unknown = error.name;
  const message = Object.getOwnPropertyDescriptor(error, "message");
  const stack: unknown = error.stack;
  const hasCause = Object.hasOwn(error, "cause");
  encoder.register(error);
  encoder.byte(Tag.error);
  encoder.text(typeof name === "string" && names.has(name) ? name : "Error");
  encoder.value(message && "value" in message ? String(message.value) : undefined);
  encoder.value(typeof stack === "string" ? stack : undefined);
  encoder.byte(hasCause ? 1 : 0);
  if (!hasCause) return;
  try {
    encoder.inside(error.cause);
  } catch (thrown) {
    throw within(".cause", thrown);
  }
}

/** An error without its cause, which may lead back to it. */
export function makeError(
  name: string,
  message: string | undefined,
  stack: string | undefined,
): Error {
  const error = new errorClasses[name]!(message);
  if (stack !== undefined) defineHidden(error, "stack", stack);
  return error;
}
