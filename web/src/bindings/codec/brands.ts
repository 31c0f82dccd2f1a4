/**
 * The kind of an object, by its internal slots, as structured clone sees it: independent of its realm, class and prototype.
 * Slots are detected with built-in methods, which throw for objects that lack them.
 */
export const enum Brand {
  /** An object with properties only. */
  plain,
  map,
  set,
  date,
  regExp,
  boxed,
  error,
  buffer,
  sharedBuffer,
  /** Anything else, which cannot be cloned unless platform-objects.ts knows it. */
  other,
}

/** A built-in method without parameters. */
export type Method = (this: never) => unknown;

export function getterOf(prototype: object | undefined, name: string | symbol): Method | undefined {
  return prototype && Object.getOwnPropertyDescriptor(prototype, name)?.get;
}

/** Whether a built-in method accepts the object as `this`. */
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

/** The name of an object's kind by `Object.prototype.toString`, which the object may override. */
export function tagOf(object: object): string {
  try {
    return toString.call(object).slice(8, -1);
  } catch {
    return "Object"; // its Symbol.toStringTag is a getter that throws
  }
}

// The engine's own clone: the only way to see whether there are internal slots that a changed prototype hides.
function cloneOf(object: object): object | undefined {
  try {
    return structuredClone(object);
  } catch {
    return undefined; // it cannot be cloned
  }
}

function isPlain(clone: object | undefined): boolean {
  return clone !== undefined && Object.getPrototypeOf(clone) === Object.prototype;
}

/** Whether none of the objects, which have no keys, has internal slots. One clone of all costs a tenth of one for each. */
export function areEmpty(objects: object[]): boolean {
  const clones = cloneOf(objects) as object[] | undefined;
  return clones !== undefined && clones.every(isPlain);
}

/** Whether an object has internal slots although its prototype is `Object.prototype`; `keys` are its own. */
export function hidesSlots(object: object, keys: readonly string[]): boolean {
  if (keys.length === 0) return !isPlain(cloneOf(object));
  if (keys[0] !== "0") return false;
  // The characters of a String and the elements of a view are properties. Arguments are refused by engines.
  return ArrayBuffer.isView(object) || ["String", "Arguments"].includes(tagOf(object));
}

function isError(object: object): boolean {
  if (isErrorObject) return isErrorObject(object);
  if (tagOf(object) === "Error" && !(Symbol.toStringTag in object)) return true;
  return object instanceof Error && cloneOf(object) instanceof Error;
}

const tests: Record<string, [Brand, (object: object) => boolean]> = {};
// The tests of the classes of this realm by their prototypes: most objects have the slots of their prototype's class.
const likelyTests = new Map<object | null, [Brand, (object: object) => boolean]>();
function addTest(name: string, brand: Brand, method: Method | undefined): void {
  tests[name] = [brand, (object) => accepts(method, object)];
  const Class = (globalThis as unknown as Record<string, { prototype: object } | undefined>)[name];
  if (Class) likelyTests.set(Class.prototype, tests[name]);
}
addTest("Map", Brand.map, getterOf(Map.prototype, "size"));
addTest("Set", Brand.set, getterOf(Set.prototype, "size"));
addTest("Date", Brand.date, Date.prototype.getTime);
addTest("RegExp", Brand.regExp, getterOf(RegExp.prototype, "source"));
addTest("Number", Brand.boxed, Number.prototype.valueOf);
addTest("String", Brand.boxed, String.prototype.valueOf);
addTest("Boolean", Brand.boxed, Boolean.prototype.valueOf);
addTest("BigInt", Brand.boxed, BigInt.prototype.valueOf);
addTest("ArrayBuffer", Brand.buffer, getterOf(ArrayBuffer.prototype, "byteLength"));
addTest(
  "SharedArrayBuffer",
  Brand.sharedBuffer,
  getterOf(globalThis.SharedArrayBuffer?.prototype, "byteLength"),
);
// Must precede Error, whose test accepts it.
addTest("DOMException", Brand.other, getterOf(globalThis.DOMException?.prototype, "code"));
tests["Error"] = [Brand.error, isError];
const allTests = Object.values(tests);

// Caches `isUserDefined` by prototype.
const chains = new WeakMap<object, boolean>();

// Prototypes of the library's classes whose objects cannot be cloned, with their names in errors.
const uncloneable = new WeakMap<object, string>();

/** Makes the encoder refuse objects of a class, which errors call `what`. */
export function registerUncloneable(Class: { readonly prototype: object }, what: string): void {
  uncloneable.set(Class.prototype, what);
  registerSpecial(Class);
}

/** Has objects of a class be written by the codec as those of a built-in class are, not property by property. */
export function registerSpecial(Class: { readonly prototype: object }): void {
  chains.set(Class.prototype, false);
}

/** The name of an object whose class was registered with `registerUncloneable`. */
export function uncloneableName(object: object): string | undefined {
  const prototype = Object.getPrototypeOf(object) as object | null;
  return prototype === null
    ? undefined
    : (uncloneable.get(prototype) ?? uncloneableName(prototype));
}

// Whether all classes of a prototype chain are user-defined, except for the Object of some realm at its end.
function isUserDefined(prototype: object | null): boolean {
  if (prototype === null) return true;
  let answer = chains.get(prototype);
  if (answer === undefined) {
    const above = Object.getPrototypeOf(prototype) as object | null;
    answer = isBuiltIn(prototype) ? above === null : isUserDefined(above);
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

/** The built-in class that a prototype belongs to, of any realm. */
export function nativeConstructor(prototype: object): { name: string } | undefined {
  const Class = ownConstructor(prototype);
  const native = typeof Class === "function" && isNative(Class);
  return native && Class.prototype === prototype ? Class : undefined;
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type
function isNative(Class: Function): boolean {
  return /\[native code\]\s*\}$/.test(sourceOf.call(Class));
}

function isBuiltIn(prototype: object): boolean {
  const Class = ownConstructor(prototype);
  // `constructor` is an object for generators, and a getter for iterators.
  if (typeof Class !== "function") return typeof Class === "object" && Class !== null;
  if (isNative(Class)) return true;
  // Node implements some web classes in JavaScript. They are global, and have a toStringTag as Web IDL classes do.
  const tag = Object.getOwnPropertyDescriptor(prototype, Symbol.toStringTag);
  return (
    tag?.value === Class.name &&
    !tag.writable &&
    (globalThis as Record<string, unknown>)[Class.name] === Class
  );
}

// Whether an object without a built-in class is more than a record of properties: arguments, a module's namespace or an
// iterator; Math and JSON where the engine's clone refuses them.
function isOdd(object: object, tag: string): boolean {
  const namespace = tag === "Module" && Object.getPrototypeOf(object) === null;
  const mayBe = namespace || tag === "Arguments" || Object.keys(object).length === 0;
  return mayBe && !isPlain(cloneOf(object));
}

/** The kind of an object, which must be neither an array nor a view of a buffer. */
export function brandOf(object: object): Brand {
  const prototype = Object.getPrototypeOf(object) as object | null;
  const likeliest = likelyTests.get(prototype);
  if (likeliest?.[1](object)) return likeliest[0];
  const userDefined = isUserDefined(prototype);
  const tag = tagOf(object);
  if (
    userDefined &&
    tag === "Object" &&
    (Object.keys(object).length > 0 || isPlain(cloneOf(object)))
  )
    return Brand.plain;
  const likely = Object.hasOwn(tests, tag) ? tests[tag]! : undefined;
  if (likely?.[1](object)) return likely[0];
  if (userDefined && tag !== "Object") return isOdd(object, tag) ? Brand.other : Brand.plain;
  const found = allTests.find(([, test]) => test(object));
  if (found) return found[0];
  // The prototype may be that of a built-in class whose slots the object does not have.
  if ((tag !== "Object" && !likely) || !nativeConstructor(prototype!)) return Brand.other;
  const clone = cloneOf(object);
  if (clone instanceof Error) return Brand.error;
  return isPlain(clone) ? Brand.plain : Brand.other;
}
