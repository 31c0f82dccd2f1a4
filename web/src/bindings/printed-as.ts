/** How Node, Bun and Deno ask an object for its text. */
const inspectKey = Symbol.for("nodejs.util.inspect.custom");

/**
 * Objects of the class are printed as one line, and not as what they are made of: by `print` (`inspect`, which object-inspect
 * asks for), by the console of Node, Bun and Deno, and as text.
 * @param name - of the class, which bundlers shorten
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
