// What `evaluate` runs in a page, alike in both browsers: an expression for a promise of JSON text.

export function expression(code, args) {
  const call = typeof code === "function" ? `(${code})(...${JSON.stringify(args)})` : `(${code}\n)`;
  return `(async () => {
    try {
      return JSON.stringify({ value: await ${call} });
    } catch (error) {
      const is = error !== null && typeof error === "object";
      return JSON.stringify({ error: is ? { name: error.name, message: error.message, stack: error.stack } : { message: String(error) } });
    }
  })()`;
}

const standard = new Map(
  [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((Class) => [
    Class.name,
    Class,
  ]),
);

/** The value, or the page's error as an error of this process with the same name and message. */
export function settle(text) {
  const { value, error } = JSON.parse(text);
  if (!error) return value;
  const thrown = new (standard.get(error.name) ?? Error)(error.message);
  if (error.name && thrown.name !== error.name)
    Object.defineProperty(thrown, "name", { value: error.name });
  thrown.remoteStack = error.stack;
  throw thrown;
}
