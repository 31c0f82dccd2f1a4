/** The method by which Node, Deno and Bun ask an object how it wants to be printed; `print` of programs does, too. */
export const printedForm = Symbol.for("nodejs.util.inspect.custom");

/** Has the objects of a class print as a few words: their insides, the whole module among them, would fill a console. */
export function printAs<T extends object>(
  type: { readonly prototype: T },
  text: (self: T) => string,
): void {
  Object.defineProperty(type.prototype, printedForm, {
    value(this: T): string {
      return text(this);
    },
    configurable: true,
  });
}
