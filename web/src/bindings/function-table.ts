import { SerializationError } from "./errors";
import { type CallShape, checks, requireOptions } from "./options";
import type { WebpoolModule } from "./module";
import { outOfMemory, withBytes } from "./module-memory";
import { serverRuntime, workingFolder } from "./platform";

/** Any function, as a task. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type TaskFunction<Arguments extends any[] = any[], Result = any> = (
  ...args: Arguments
) => Result;

/**
 * A task that is a function exported by a module, which each processor imports. The function has access to its module, and
 * does not need `unsafe-eval` in the page's Content-Security-Policy.
 */
export interface ModuleFunction {
  /**
   * The URL of the module. It may be relative to the page's base URL (in a worker: to the worker's script; in Node, Bun and
   * Deno: to the working directory).
   */
  module: string | URL;
  /** The name of the export, by default "default". */
  name?: string;
}

/** A task that is not a kernel. */
export type TaskSource = TaskFunction | ModuleFunction;

// The built-in namespaces and constructors whose functions are sent by name.
const holders =
  "Array ArrayBuffer Atomics BigInt Date Intl JSON Map Math Number Object Promise Reflect RegExp String Symbol".split(
    " ",
  );
const globals =
  "Array BigInt Boolean Date Number Object RegExp String decodeURI decodeURIComponent encodeURI encodeURIComponent escape isFinite isNaN parseFloat parseInt structuredClone unescape atob btoa".split(
    " ",
  );
let builtIns: Map<unknown, string> | undefined;

function builtInName(fn: TaskFunction): string | undefined {
  if (!builtIns) {
    builtIns = new Map();
    const realm = globalThis as unknown as Record<string, object>;
    for (const holder of holders) {
      for (const [name, { value }] of Object.entries(
        Object.getOwnPropertyDescriptors(realm[holder] ?? {}),
      )) {
        if (typeof value === "function" && name !== "prototype")
          builtIns.set(value, `${holder}.${name}`);
      }
    }
    for (const name of globals) builtIns.set(realm[name], name);
  }
  return builtIns.get(fn);
}

/** The built-in function with a name that `builtInName` returned. */
export function builtInNamed(name: string): unknown {
  let value: unknown = globalThis;
  for (const part of name.split(".")) value = (value as Record<string, unknown>)[part];
  return value;
}

/** Prefixes of function texts that are not to be evaluated in strict mode. */
export const marks = {
  /** A function of a module; its URL and name follow as JSON. */
  module: "\0module:",
  /** A built-in function; its name follows. */
  builtIn: "\0built-in:",
  /** A function in sloppy mode; its source text follows. */
  sloppy: "\0sloppy:",
} as const;

const shape: CallShape = {
  call: "a function by its module",
  options: {
    module: (value) =>
      typeof value === "string" || value instanceof URL ? undefined : "a string or URL is needed",
    name: checks.string,
  },
};

/**
 * Whether a value is a ModuleFunction. Throws a `TypeError` if it seems to be one with a wrong property: `{ module, export:
 * "f" }`.
 */
export function isModuleFunction(value: unknown): value is ModuleFunction {
  if (typeof value !== "object" || value === null) return false;
  const isMeant = "module" in value || Object.getPrototypeOf(value) === Object.prototype;
  return isMeant && requireOptions<Partial<ModuleFunction>>(shape, value).module !== undefined;
}

/** The base URL of relative URLs in this realm; undefined if it has none. */
export function baseUrl(): string | undefined {
  return base ?? (typeof document === "object" ? baseOfPage() : undefined);
}

// By the getter of the prototype, since an `<iframe name="baseURI">` of the page would shadow the document's own property.
function baseOfPage(): string {
  return Object.getOwnPropertyDescriptor(Node.prototype, "baseURI")!.get!.call(document) as string;
}

let base =
  typeof document === "object" ? undefined : (globalThis.location?.href ?? workingFolder());

/** Sets the base URL of relative URLs, in a realm where it is not the realm's own URL. */
export function setBase(url: string): void {
  base = url;
}

/** Resolves the URL of a module. Throws a `TypeError` if it is invalid. */
export function resolveModule(module: string | URL): string {
  const from = base ?? baseOfPage();
  try {
    return new URL(module, from).href;
  } catch {
    throw new TypeError(`${String(module)} is not a valid URL of a module, relative to ${from}`);
  }
}

/** The text that is sent for a function. Throws `SerializationError` if there is none. */
export function functionText(fn: TaskSource): string {
  if (typeof fn !== "function") {
    const { module, name = "default" } = requireOptions<ModuleFunction>(shape, fn);
    return marks.module + JSON.stringify({ module: resolveModule(module), name });
  }
  const text = Function.prototype.toString.call(fn);
  const isNative = /\{\s*\[native code\]\s*\}\s*$/.test(text);
  // Node and Deno have written some of the globals in JavaScript, such as structuredClone.
  if (isNative || (serverRuntime && globals.includes(fn.name))) {
    const name = builtInName(fn);
    if (name !== undefined) return marks.builtIn + name;
  }
  if (isNative) {
    throw new SerializationError(
      `the function ${fn.name || "without a name"} is built in or bound and has no text that could cross; ` +
        "wrap it in an arrow function",
    );
  }
  if (/^class\b/.test(text)) {
    throw new SerializationError(
      `the class ${fn.name} cannot be called as a task; wrap it in an arrow function, which makes the object there`,
    );
  }
  return isSloppy(fn, text) ? marks.sloppy + text : text;
}

/**
 * Whether a function is known to be in sloppy mode: `caller` and `arguments` throw for all other functions. The mode of arrow
 * functions, methods, generators and async functions cannot be detected; they count as strict.
 */
function isSloppy(fn: TaskFunction, text: string): boolean {
  if (!/^function\b\s*(?!\*)/.test(text)) return false;
  try {
    void (fn.caller, fn.arguments);
    return true;
  } catch {
    return false;
  }
}

interface StoredFunction {
  text: string;
  /** Address in the module; 0 after it was released. */
  address: number;
}

/**
 * The functions that were sent to the processors of one module. Each text is stored once in the module's memory; when there
 * are too many, the oldest are released. Jobs have references of their own.
 */
export class FunctionTable {
  private readonly byFunction = new WeakMap<TaskFunction, StoredFunction>();
  private readonly byText = new Map<string, StoredFunction>();
  private readonly texts = new Map<number, string>();

  constructor(
    private readonly module: WebpoolModule,
    private readonly capacity = 1000,
  ) {}

  /** Address of the function in the module, valid until the next call. */
  addressOf(fn: TaskSource): number {
    if (typeof fn !== "function") return this.store(functionText(fn)).address;
    let stored = this.byFunction.get(fn);
    if (stored === undefined || stored.address === 0) {
      stored = this.store(functionText(fn));
      this.byFunction.set(fn, stored);
    }
    return stored.address;
  }

  /** The source text of a function by its number, which the names of its stack frames contain. */
  text(number: number): string | undefined {
    return this.texts.get(number);
  }

  private store(text: string): StoredFunction {
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    const bytes = new TextEncoder().encode(text);
    const address = withBytes(this.module, bytes, (at) =>
      this.module._webpool_function_new(at, bytes.length),
    );
    if (address === 0) throw outOfMemory();
    if (this.byText.size >= this.capacity) this.drop(this.byText.values().next().value!);
    const stored = { text, address };
    this.byText.set(text, stored);
    const own = text.startsWith(marks.sloppy) ? text.slice(marks.sloppy.length) : text;
    this.texts.set(this.module._webpool_function_number(address), own);
    return stored;
  }

  private drop(stored: StoredFunction): void {
    this.byText.delete(stored.text);
    this.texts.delete(this.module._webpool_function_number(stored.address));
    this.module._webpool_function_release(stored.address);
    stored.address = 0;
  }
}
