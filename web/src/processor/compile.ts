const policy =
  "A function crosses as its text, which the policy of the pool's workers forbids to evaluate: name the function by its " +
  'module, { module: "./tasks.js", name: "f" }, or serve the workers\' script with \'unsafe-eval\' in its policy';

/** Any function. */
export type Callable = (...args: unknown[]) => unknown;

/** Names that a function sees beside those of the realm. */
export type Scope = Readonly<Record<string, unknown>>;

/** What stands before the text of a function on its first line. */
function prefixOf(scope: Scope): string {
  return `function(${["close", "postMessage", ...Object.keys(scope)].join(", ")}) { return (`;
}

/** How many characters stand before the text of a function on its first line. */
export function prefixLength(scope: Scope = {}): number {
  return prefixOf(scope).length + 1;
}

/**
 * Makes a function of its text, in this realm's global scope. Its stack frames are named `webpool-function-<number>`, with
 * the line within the text. `close` and `postMessage` are those of the worker, which is not the task's to end or to speak
 * for.
 */
export function compile(text: string, number: number, scope: Scope = {}): Callable {
  const evaluate = (expression: string): unknown => {
    try {
      const make = (0, eval)(
        `(${prefixOf(scope)}${expression}\n); })\n//# sourceURL=webpool-function-${number}`,
      ) as Callable;
      return make(undefined, undefined, ...Object.values(scope));
    } catch (error) {
      if (error instanceof EvalError) throw new EvalError(`${policy} (${error.message.trim()})`);
      throw error;
    }
  };
  try {
    return requireCallable(evaluate(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // A method: square(x) { … }
    try {
      const object = evaluate(`{${text}}`) as Record<string, unknown>;
      return requireCallable(object[Reflect.ownKeys(object)[0] as string]);
    } catch {
      throw error;
    }
  }
}

function requireCallable(value: unknown): Callable {
  if (typeof value !== "function")
    throw new TypeError("the text of the function does not make a function in the processor");
  return value as Callable;
}

/**
 * The stack of an error that the function of that number has thrown, if it needs to be completed. JavaScriptCore names no
 * frames of evaluated texts, but such an error, which has no address, knows its line and column.
 */
export function stackWithPosition(thrown: Error, number: number): string | undefined {
  const { line, column, sourceURL, stack = "" } = thrown as Error & Record<string, unknown>;
  if (sourceURL !== undefined || typeof line !== "number" || typeof column !== "number")
    return undefined;
  if (stack.includes("webpool-function-")) return undefined;
  return `@webpool-function-${number}:${line}:${column}\n${stack}`;
}

/** A message about a variable that is not defined, with what to do about it. */
export function explain(message: string): string {
  // V8 and SpiderMonkey, then JavaScriptCore.
  const match = /^(?:(\S+) is not defined|Can't find variable: (\S+))$/.exec(message);
  const name = match?.[1] ?? match?.[2];
  if (name === undefined) return message;
  return (
    `${message} in the processor. A function crosses as its text and sees no variables around it: ` +
    `pass ${name} as an argument (starmap), or write its value into the function`
  );
}
