import { defineHidden, errorClasses } from "../errors";
import { accepts, brandOf, Brand, getterOf, nativeConstructor } from "./brands";
import { makeQuotaExceededError, type Quota, quotaOf } from "./platform-objects";
import { Tag } from "./tags";
import type { ValueWriter } from "./value-writer";

/**
 * Thrown errors: their class, name, message, stack and all own properties, such as `cause`, `code` and `errors`. A property
 * that cannot be cloned is left out. In an array, an error that says why takes the place of such an element. The rest arrives.
 */

// Own properties that the engine adds to every error, such as `line` in Safari. Found when they are first needed: an error
// that is created while the script is evaluated makes V8 parse the script once more, which takes 5 ms.
let ofEngine: string[] | undefined;
function namesOfEngine(): string[] {
  if (ofEngine) return ofEngine;
  const error = new Error();
  void error.stack; // JavaScriptCore in Bun adds further properties when it is read
  return (ofEngine = Object.getOwnPropertyNames(error).filter((name) => name !== "stack"));
}
const writtenForEach = new Set(["stack", "message", "name"]);
const exceptionCode = getterOf(globalThis.DOMException?.prototype, "code");
const classes = new Map(
  Object.entries(errorClasses).map(([name, { prototype }]) => [prototype, name]),
);
type ErrorClass = new (...args: unknown[]) => Error;
// The classes whose constructors take other errors first, with what stands for those: they are own properties, read later.
const otherErrors: Readonly<Record<string, unknown[]>> = {
  AggregateError: [[]],
  SuppressedError: [undefined, undefined],
};

/** Whether a thrown object is an error: by its internal slots, or by its prototype chain. */
export function isThrownError(object: object): boolean {
  return (
    object instanceof Error || accepts(exceptionCode, object) || brandOf(object) === Brand.error
  );
}

// The name of the nearest class in the prototype chain that the receiver knows.
function className(error: object): string {
  if (accepts(exceptionCode, error)) return "DOMException";
  for (
    let prototype = Object.getPrototypeOf(error) as object | null;
    prototype;
    prototype = Object.getPrototypeOf(prototype) as object | null
  ) {
    const known = classes.get(prototype) ?? nativeConstructor(prototype)?.name;
    if (known && (Object.hasOwn(otherErrors, known) || Object.hasOwn(errorClasses, known)))
      return known;
  }
  return "Error";
}

function textOf(read: () => unknown): string | undefined {
  try {
    const value = read();
    return value === undefined ? undefined : String(value);
  } catch {
    return undefined; // the getter or the conversion to a string threw
  }
}

export function writeThrown(writer: ValueWriter, error: Error): void {
  writer.register(error);
  writer.byte(Tag.thrown);
  writer.text(className(error));
  writer.text(textOf(() => error.name) ?? "Error");
  writer.value(textOf(() => error.message));
  writer.value(textOf(() => error.stack));
  writer.value(quotaOf(error as Quota));
  for (const key of Object.getOwnPropertyNames(error)) {
    if (writtenForEach.has(key) || namesOfEngine().includes(key)) continue;
    let value: unknown;
    const property = (): void => {
      writer.byte(Object.prototype.propertyIsEnumerable.call(error, key) ? 2 : 1);
      writer.text(key);
    };
    const refusal = writer.attempt(() => {
      property();
      writer.inside((value = (error as unknown as Record<string, unknown>)[key]));
    });
    if (refusal && Array.isArray(value))
      writer.attempt(() => {
        property();
        writeElements(writer, key, Object.values(value as unknown[])); // a sparse array may have billions of holes
      });
  }
  writer.byte(0);
}

// Writes an array, such as the errors of an AggregateError, with an error in place of each element that cannot be cloned.
function writeElements(writer: ValueWriter, label: string, list: unknown[]): void {
  writer.tagged(Tag.array, list.length);
  writer.register(list);
  list.forEach((element, index) => {
    const name = `${label}[${index}]`;
    const refusal = writer.attempt(() => writer.inside(element));
    if (refusal) writer.inside(refusal.error({ label: name, root: name }));
  });
  writer.byte(0);
}

/** Creates an error. Its own properties are read later, since they may refer back to it. */
export function makeThrown(
  className: string,
  name: string,
  message: string | undefined,
  stack: string | undefined,
  quota: Quota | undefined,
): Error {
  let error: Error;
  if (quota) error = makeQuotaExceededError(message, quota);
  else if (className === "DOMException" && globalThis.DOMException)
    error = new DOMException(message, name);
  else if (Object.hasOwn(otherErrors, className))
    error = new (globalThis as unknown as Record<string, ErrorClass>)[className]!(
      ...otherErrors[className]!,
      message,
    );
  else error = new (errorClasses[className] ?? Error)(message);
  for (const property of namesOfEngine())
    delete (error as unknown as Record<string, unknown>)[property];
  if (error.name !== name) defineHidden(error, "name", name);
  if (stack !== undefined) defineHidden(error, "stack", stack);
  return error;
}
