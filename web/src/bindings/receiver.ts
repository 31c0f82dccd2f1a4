/** Explains calls of methods without their object, and of constructors that only the library calls. */

type Class = { readonly prototype: object };

/**
 * Lets the methods of a class throw an error that says what to write if they are called without an object of it, as by
 * `const { map } = pool; map(…)`, in place of the engine's about a property of undefined.
 * @param name - the name of the class, since bundlers shorten `Class.name`
 * @param variable - what an object of the class is called in the error
 */
export function requireReceiver({ prototype }: Class, name: string, variable: string): void {
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    const method: unknown = descriptor.value;
    if (key === "constructor" || typeof method !== "function") continue;
    const value = function (this: unknown, ...args: unknown[]): unknown {
      if (isInstance(prototype, this)) return Reflect.apply(method, this, args);
      const error = new TypeError(
        `${key} was called without its ${name}: write ${variable}.${key}(…), or pass (…args) => ${variable}.${key}(…args)`,
      );
      if (method.constructor.name === "AsyncFunction") return Promise.reject(error);
      throw error;
    };
    Object.defineProperties(value, { name: { value: key }, length: { value: method.length } });
    Object.defineProperty(prototype, key, { ...descriptor, value });
  }
}

function isInstance(prototype: object, value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.prototype.isPrototypeOf.call(prototype, value) &&
    !Object.hasOwn(value, "constructor") // that would be a prototype
  );
}

/** The error for `new` with a class whose objects come from `source`. */
export function notConstructible(name: string, source: string): TypeError {
  return new TypeError(`new ${name}() makes nothing that works: ${source}`);
}
