/** The method by which Node, Bun and Deno print an object. */
const inspectKey = Symbol.for("nodejs.util.inspect.custom");

/**
 * Makes objects of a class print as one line instead of their properties: in `print` (object-inspect calls `inspect`), in the
 * console of Node, Bun and Deno, and when converted to a string.
 * @param name - the name of the class, since bundlers shorten `Class.name`
 */
export function printedAs<T extends object>(
  Class: { readonly prototype: T },
  name: string,
  line: (object: T) => string,
): void {
  const value = function (this: T): string {
    return `${name}: ${line(this)}`;
  };
  for (const key of ["toString", "inspect", inspectKey])
    Object.defineProperty(Class.prototype, key, { value, configurable: true, writable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: name, configurable: true });
}
