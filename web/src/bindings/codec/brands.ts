/**
 * What an object is, told by its internal slots as structured clone tells it: of whatever realm, class and prototype. The
 * engine's own methods know the slots; they throw for other objects.
 */
export const enum Brand {
  /** Nothing but its properties. */
  plain,
  map,
  set,
  date,
  regExp,
  boxed,
  error,
  buffer,
  sharedBuffer,
  /** Something that does not cross as such; platform.ts knows some of these. */
  other,
}

/** A method of the engine that takes nothing. */
export type Method = (this: never) => unknown;

export function getterOf(prototype: object | undefined, name: string | symbol): Method | undefined {
  return prototype && Object.getOwnPropertyDescriptor(prototype, name)?.get;
}

/** Whether a method of the engine takes the object for one of its own. */
export function accepts(method: Method | undefined, object: object): boolean {
  try {
    return method !== undefined && (method.call(object as never), true);
  } catch {
    return false;
  }
}

const isErrorObject = (Error as { isError?: (value: unknown) => boolean }).isError;
const { toString } = Object.prototype;
const { toString: sourceOf } = Function.prototype;

/** The engine's name for the kind of an object, if the object does not give itself another. */
export function tagOf(object: object): string {
  try {
    return toString.call(object).slice(8, -1);
  } catch {
    return "Object"; // its own name is a getter that throws
  }
}

function isError(object: object): boolean {
  if (isErrorObject) return isErrorObject(object);
  return object instanceof Error || tagOf(object) === "Error";
}

const tests: Record<string, [Brand, (object: object) => boolean]> = {};
function knows(name: string, brand: Brand, method: Method | undefined): void {
  tests[name] = [brand, (object) => accepts(method, object)];
}
knows("Map", Brand.map, getterOf(Map.prototype, "size"));
knows("Set", Brand.set, getterOf(Set.prototype, "size"));
knows("Date", Brand.date, Date.prototype.getTime);
knows("RegExp", Brand.regExp, getterOf(RegExp.prototype, "source"));
knows("Number", Brand.boxed, Number.prototype.valueOf);
knows("String", Brand.boxed, String.prototype.valueOf);
knows("Boolean", Brand.boxed, Boolean.prototype.valueOf);
knows("BigInt", Brand.boxed, BigInt.prototype.valueOf);
knows("ArrayBuffer", Brand.buffer, getterOf(ArrayBuffer.prototype, "byteLength"));
knows(
  "SharedArrayBuffer",
  Brand.sharedBuffer,
  getterOf(globalThis.SharedArrayBuffer?.prototype, "byteLength"),
);
// Before Error, whose test takes it for one.
knows("DOMException", Brand.other, getterOf(globalThis.DOMException?.prototype, "code"));
tests["Error"] = [Brand.error, isError];
const allTests = Object.values(tests);

// What stands in the chain of an object's prototypes: classes of programs alone (true), or one of the engine's (false).
const chains = new WeakMap<object, boolean>();

// Classes of programs whose objects cannot cross, and how they are called.
const uncloneable = new WeakMap<object, string>();

/** Objects of a class cannot cross. */
export function registerUncloneable(Class: { readonly prototype: object }, what: string): void {
  uncloneable.set(Class.prototype, what);
  chains.set(Class.prototype, false);
}

/** How an object is called whose class is registered. */
export function uncloneableName(object: object): string | undefined {
  const prototype = Object.getPrototypeOf(object) as object | null;
  return prototype === null
    ? undefined
    : (uncloneable.get(prototype) ?? uncloneableName(prototype));
}

function isOfProgram(prototype: object | null): boolean {
  if (prototype === null) return true;
  let answer = chains.get(prototype);
  if (answer === undefined) {
    const above = Object.getPrototypeOf(prototype) as object | null;
    // A chain ends at the Object.prototype of some realm.
    answer = isOfEngine(prototype) ? above === null : isOfProgram(above);
    chains.set(prototype, answer);
  }
  return answer;
}

function ownConstructor(prototype: object): unknown {
  try {
    return Object.hasOwn(prototype, "constructor") ? prototype.constructor : undefined;
  } catch {
    return undefined;
  }
}

/** The engine's class that a prototype belongs to, of whatever realm. */
export function nativeConstructor(prototype: object): { name: string } | undefined {
  const Class = ownConstructor(prototype);
  const native = typeof Class === "function" && isNative(Class);
  return native && Class.prototype === prototype ? Class : undefined;
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type
function isNative(Class: Function): boolean {
  return /\[native code\]\s*\}$/.test(sourceOf.call(Class));
}

function isOfEngine(prototype: object): boolean {
  const Class = ownConstructor(prototype);
  // The constructor of generators is an object; that of iterators is what a getter gives.
  if (typeof Class !== "function") return typeof Class === "object" && Class !== null;
  if (isNative(Class)) return true;
  // Node writes some of the web's classes in JavaScript. They are global, and named as Web IDL names its classes.
  const tag = Object.getOwnPropertyDescriptor(prototype, Symbol.toStringTag);
  return (
    tag?.value === Class.name &&
    !tag.writable &&
    (globalThis as Record<string, unknown>)[Class.name] === Class
  );
}

/** What an object is that is no array and no view of a buffer. */
export function brandOf(object: object): Brand {
  const ofProgram = isOfProgram(Object.getPrototypeOf(object) as object | null);
  const tag = tagOf(object);
  if (ofProgram && tag === "Object") return Brand.plain;
  const likely = Object.hasOwn(tests, tag) ? tests[tag]! : undefined;
  if (likely?.[1](object)) return likely[0];
  if (ofProgram) return tag === "Arguments" ? Brand.other : Brand.plain;
  return allTests.find(([, test]) => test(object))?.[0] ?? Brand.other;
}
