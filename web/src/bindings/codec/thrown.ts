import { defineHidden, errorClasses } from "../errors";
import { accepts, brandOf, Brand, getterOf, nativeConstructor } from "./brands";
import { Tag } from "./tags";
import type { ValueWriter } from "./value-writer";

/**
 * Errors that were thrown: with the class they are of, their name, message, stack and all their own properties, `cause`,
 * `code` and `errors` among them. A property that cannot cross is left out rather than the error be lost.
 */

// What the engine gives each error: it says where the error was made.
const ofEngine = Object.getOwnPropertyNames(new Error()).filter((name) => name !== "stack");
const writtenForEach = new Set(["stack", "message", "name", ...ofEngine]);
const exceptionCode = getterOf(globalThis.DOMException?.prototype, "code");
const classes = new Map(
  Object.entries(errorClasses).map(([name, { prototype }]) => [prototype, name]),
);
type Several = new (errors: unknown[], message?: string) => Error;

/** Whether an object is taken for an error where it was thrown: one by its slots, or by the chain of its prototypes. */
export function isThrownError(object: object): boolean {
  return (
    object instanceof Error || accepts(exceptionCode, object) || brandOf(object) === Brand.error
  );
}

// The name of the nearest class that the receiver has as well.
function className(error: object): string {
  if (accepts(exceptionCode, error)) return "DOMException";
  for (
    let prototype = Object.getPrototypeOf(error) as object | null;
    prototype;
    prototype = Object.getPrototypeOf(prototype) as object | null
  ) {
    const known = classes.get(prototype) ?? nativeConstructor(prototype)?.name;
    if (known === "AggregateError" || (known && Object.hasOwn(errorClasses, known))) return known;
  }
  return "Error";
}

function textOf(read: () => unknown): string | undefined {
  try {
    const value = read();
    return value === undefined ? undefined : String(value);
  } catch {
    return undefined; // a getter that throws, or a text that cannot be made
  }
}

export function writeThrown(writer: ValueWriter, error: Error): void {
  writer.register(error);
  writer.byte(Tag.thrown);
  writer.text(className(error));
  writer.text(textOf(() => error.name) ?? "Error");
  writer.value(textOf(() => error.message));
  writer.value(textOf(() => error.stack));
  for (const [key, { enumerable }] of Object.entries(Object.getOwnPropertyDescriptors(error))) {
    if (writtenForEach.has(key)) continue;
    writer.attempt(() => {
      writer.byte(enumerable ? 2 : 1);
      writer.text(key);
      writer.inside((error as unknown as Record<string, unknown>)[key]);
    });
  }
  writer.byte(0);
}

/** An error without its own properties, which may lead back to it. */
export function makeThrown(
  className: string,
  name: string,
  message: string | undefined,
  stack: string | undefined,
): Error {
  let error: Error;
  if (className === "DOMException" && globalThis.DOMException)
    error = new DOMException(message, name);
  else if (className === "AggregateError")
    error = new (globalThis as unknown as { AggregateError: Several }).AggregateError([], message);
  else error = new (errorClasses[className] ?? Error)(message);
  for (const property of ofEngine) delete (error as unknown as Record<string, unknown>)[property];
  if (error.name !== name) defineHidden(error, "name", name);
  if (stack !== undefined) defineHidden(error, "stack", stack);
  return error;
}
