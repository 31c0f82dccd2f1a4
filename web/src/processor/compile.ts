import { evaluate } from "../bindings/trusted-types";
import { builtInNamed, marks } from "../bindings/function-table";

const policy =
  "A function crosses as its text, which must not be evaluated here: name the function by its module, " +
  '{ module: "./tasks.js", name: "f" }, or allow it, with \'unsafe-eval\' in the Content-Security-Policy of the workers\' script, ' +
  'and "trusted-types webpool" if that asks for Trusted Types';

const standsAlone =
  "(a function crosses as its text, which the processor evaluates by itself: it cannot use super, import.meta or the private " +
  "names (#x) of the class around it; pass what it needs as arguments)";

/** Any function. */
export type Callable = (...args: unknown[]) => unknown;

/** Variables that a function sees in addition to the globals. */
export type Scope = Readonly<Record<string, unknown>>;

/** The code before the text of a function on its first line. Its length does not depend on the mode. */
function prefixOf(scope: Scope, strict = true): string {
  const names = ["close", "postMessage", "__name", ...Object.keys(scope)].join(", ");
  return `function(${names}) { ${strict ? '"use strict"' : " ".repeat(12)}; return (`;
}

/** How many characters precede the text of a function on its first line. */
export function prefixLength(scope: Scope = {}): number {
  return prefixOf(scope).length + 1;
}

/** Replacements of `close` and `postMessage` for tasks, since the worker belongs to the pool. */
export const refusals = {
  close: () => {
    throw new Error(
      "a task cannot close its worker, which belongs to the pool; return, or call pool.terminate() outside",
    );
  },
  postMessage: () => {
    throw new Error(
      "a task cannot post messages from its worker, which belongs to the pool; return the data instead, or print it",
    );
  },
} as const;

// What esbuild calls with `keepNames`, which tsx sets, for each function within a task, to give it the name of its source.
const keepName = (fn: object, value: string): object =>
  Object.defineProperty(fn, "name", { value, configurable: true });

/**
 * Compiles a function from its text in the global scope, in the mode in which it was defined. Its stack frames are named
 * `webpool-function-<number>` and have the line in the text.
 */
export function compile(text: string, number: number, scope: Scope = {}): Callable {
  if (text.startsWith(marks.builtIn))
    return requireCallable(builtInNamed(text.slice(marks.builtIn.length)));
  const wrapped = (expression: string, strict: boolean): unknown => {
    try {
      const script = `(${prefixOf(scope, strict)}${expression}\n); })\n//# sourceURL=webpool-function-${number}`;
      const make = evaluate(script) as Callable;
      return make(refusals.close, refusals.postMessage, keepName, ...Object.values(scope));
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
      // The text may be that of a method, square(x) { … }, or of a getter.
      try {
        const object = wrapped(`{${source}}`, strict) as Record<string, unknown>;
        const key = Reflect.ownKeys(object)[0]!;
        const { value, get, set } = Reflect.getOwnPropertyDescriptor(object, key)!;
        return requireCallable(value ?? get ?? set);
      } catch (asMethod) {
        // A ReferenceError is about a variable from which the method's name is computed.
        const isMethod = !/^(?:async\s*)?(?:function\b|\(|[^\s(]+\s*=>)/.test(source);
        throw isMethod || asMethod instanceof ReferenceError ? asMethod : error;
      }
    }
  };
  if (text.startsWith(marks.sloppy)) return make(text.slice(marks.sloppy.length), false);
  try {
    return make(text, true);
  } catch (strictError) {
    if (!(strictError instanceof SyntaxError)) throw strictError;
    // The mode of arrow functions and methods is unknown; one that strict mode does not allow was defined in sloppy mode.
    try {
      return make(text, false);
    } catch (error) {
      throw error instanceof SyntaxError
        ? new SyntaxError(`${error.message} ${standsAlone}`)
        : error;
    }
  }
}

function requireCallable(value: unknown): Callable {
  if (typeof value !== "function")
    throw new TypeError("the source text of the task is not a function in the processor");
  return value as Callable;
}

/**
 * Completes the stack of an error that the function of that number has thrown; undefined if it is complete. JavaScriptCore
 * does not name the frames of evaluated code, but errors from there have a line and column, and no source URL.
 */
export function stackWithPosition(thrown: Error, number: number): string | undefined {
  const { line, column, sourceURL, stack = "" } = thrown as Error & Record<string, unknown>;
  if (sourceURL !== undefined || typeof line !== "number" || typeof column !== "number")
    return undefined;
  if (stack.includes("webpool-function-")) return undefined;
  return `@webpool-function-${number}:${line}:${column}\n${stack}`;
}

// Globals that pages have and workers lack, as far as tasks are likely to use them.
const ofPages =
  /^(?:window|document|parent|top|opener|frames|history|screen|localStorage|sessionStorage|alert|confirm|prompt|open|scrollTo|matchMedia|getComputedStyle|getSelection|customElements|Image|Audio|Option|DOMParser|XMLSerializer|Element|Node|Document|Window|\$|jQuery|(?:HTML|SVG)\w*Element|(?:Mutation|Resize|Intersection)Observer)$/;

/** The message of an error of a task with advice, if it is about an undefined variable or a failed `import()`; else undefined. */
export function explain(error: Error): string | undefined {
  const { message } = error;
  if (isFailedImport(message)) {
    return (
      `${message} (in a task, import() resolves relative addresses from the library's own file: pass the whole address as ` +
      'an argument, new URL("./tasks.js", import.meta.url).href, or name the function by its module, ' +
      '{ module: "./tasks.js", name: "f" })'
    );
  }
  return error instanceof ReferenceError ? explainVariable(message) : undefined;
}

// The messages of V8 and SpiderMonkey, of JavaScriptCore, and of Node, Bun and Deno; not the library's own, which quote them.
function isFailedImport(message: string): boolean {
  return /^([^:]*dynamically imported module|Importing a module script failed|Cannot find (module|package) |Module not found )/.test(
    message,
  );
}

function explainVariable(message: string): string {
  // The messages of V8 and SpiderMonkey, of SpiderMonkey for assignments, and of JavaScriptCore.
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
  const byModule = "name the function by its module";
  if (/^(?:require|__(?:file|dir)name)$/.test(name))
    return `${message} in the processor. A task is no CommonJS module: use import(), or ${byModule}`;
  const added = /^(?:_.|cov_)/.test(name)
    ? `if a compiler or a coverage tool has added ${name}, keep it from changing the function, or ${byModule}; otherwise `
    : "";
  return (
    `${message} in the processor. A function crosses as its text and sees no variables around it: ` +
    `${added}pass ${name} as an argument (starmap), or write its value into the function`
  );
}
