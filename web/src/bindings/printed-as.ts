/** The method by which Node, Bun and Deno print an object. */
const inspectKey = Symbol.for("nodejs.util.inspect.custom");

/** Gives a class the name that it has in the source, which bundlers shorten. */
export function nameClass(Class: object, name: string): void {
  if ((Class as { name?: unknown }).name !== name)
    Object.defineProperty(Class, "name", { value: name, configurable: true });
}

/**
 * Makes objects of a class print as one line instead of their properties: in `print` (object-inspect calls `inspect`), in the
 * console of Node, Bun and Deno, and when converted to a string or to JSON, where their insides have cycles. Gives the class
 * its name, too.
 */
export function printedAs<T extends object>(
  Class: { readonly prototype: T },
  name: string,
  line: (object: T) => string,
): void {
  nameClass(Class, name);
  const value = function (this: T): string {
    return `${name}: ${line(this)}`;
  };
  for (const key of ["toString", "toJSON", "inspect", inspectKey])
    Object.defineProperty(Class.prototype, key, { value, configurable: true, writable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: name, configurable: true });
}
