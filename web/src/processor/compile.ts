import { evaluate } from "../bindings/trusted-types";
import { builtInNamed, marks } from "../bindings/function-table";

const policy =
  "A function crosses as its text, which the policy of the pool's workers forbids to evaluate: name the function by its " +
  'module, { module: "./tasks.js", name: "f" }, or serve the workers\' script with \'unsafe-eval\' in its policy';

/** Any function. */
export type Callable = (...args: unknown[]) => unknown;

/** Names that a function sees beside those of the realm. */
export type Scope = Readonly<Record<string, unknown>>;

/** What stands before the text of a function on its first line: as long where it is strict as where it is not. */
function prefixOf(scope: Scope, strict = true): string {
  const names = ["close", "postMessage", ...Object.keys(scope)].join(", ");
  return `function(${names}) { ${strict ? '"use strict"' : " ".repeat(12)}; return (`;
}

/** How many characters stand before the text of a function on its first line. */
export function prefixLength(scope: Scope = {}): number {
  return prefixOf(scope).length + 1;
}

/** `close` and `postMessage` of a task: they are those of the worker, which is not the task's to end or to speak for. */
export const refusals = {
  close: () => {
    throw new Error(
      "a task cannot close its worker, which belongs to the pool; return, or call pool.terminate() outside",
    );
  },
  postMessage: () => {
    throw new Error(
      "a task cannot post messages from its worker, which belongs to the pool; return what is to be told, or print it",
    );
  },
} as const;

/**
 * Makes a function of its text, in this realm's global scope, as strict as it was written. Its stack frames are named
 * `webpool-function-<number>`, with the line within the text.
 */
export function compile(text: string, number: number, scope: Scope = {}): Callable {
  if (text.startsWith(marks.builtIn))
    return requireCallable(builtInNamed(text.slice(marks.builtIn.length)));
  const wrapped = (expression: string, strict: boolean): unknown => {
    try {
      const script = `(${prefixOf(scope, strict)}${expression}\n); })\n//# sourceURL=webpool-function-${number}`;
      const make = evaluate(script) as Callable;
      return make(refusals.close, refusals.postMessage, ...Object.values(scope));
    } catch (error) {
      if (error instanceof EvalError) throw new EvalError(`${policy} (${error.message.trim()})`);
      throw error;
    }
  };
  const make = (source: string, strict: boolean): Callable => {
    try {
      return requireCallable(wrapped(source, strict));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      // A method: square(x) { … }
      try {
        const object = wrapped(`{${source}}`, strict) as Record<string, unknown>;
        return requireCallable(object[Reflect.ownKeys(object)[0] as string]);
      } catch {
        throw error;
      }
    }
  };
  if (text.startsWith(marks.sloppy)) return make(text.slice(marks.sloppy.length), false);
  try {
    return make(text, true);
  } catch (error) {
    // An arrow function or method that does not tell, and says what strict mode forbids: it was not written there.
    if (error instanceof SyntaxError) return make(text, false);
    throw error;
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

// What a page has and a worker has not, as far as tasks are likely to use it.
const ofPages =
  /^(?:window|document|parent|top|opener|frames|history|screen|localStorage|sessionStorage|alert|confirm|prompt|open|scrollTo|matchMedia|getComputedStyle|getSelection|customElements|Image|Audio|Option|DOMParser|XMLSerializer|Element|Node|Document|Window|\$|jQuery|(?:HTML|SVG)\w*Element|(?:Mutation|Resize|Intersection)Observer)$/;

/** A message about a variable that is not defined, with what to do about it. */
export function explain(message: string): string {
  // V8 and SpiderMonkey, SpiderMonkey where it is assigned to, then JavaScriptCore.
  const match =
    /^(?:(\S+) is not defined|assignment to undeclared variable (\S+)|Can't find variable: (\S+))$/.exec(
      message,
    );
  const name = match?.[1] ?? match?.[2] ?? match?.[3];
  if (name === undefined) return message;
  if (ofPages.test(name)) {
    return (
      `${message} in the processor. A task runs in a worker, which has no ${name}: workers have neither the page's ` +
      "document nor its storage. Read there what the task needs, pass it as an argument, and show what it returns"
    );
  }
  return (
    `${message} in the processor. A function crosses as its text and sees no variables around it: ` +
    `pass ${name} as an argument (starmap), or write its value into the function`
  );
}
