import { SerializationError } from "./errors";
import type { WebpoolModule } from "./module";

/** Any function that a task can be. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type TaskFunction<Arguments extends any[] = any[], Result = any> = (
  ...args: Arguments
) => Result;

// The namespaces and constructors of the language whose functions cross by their names.
const holders = [
  "Array",
  "ArrayBuffer",
  "Atomics",
  "BigInt",
  "Date",
  "Intl",
  "JSON",
  "Map",
  "Math",
  "Number",
  "Object",
  "Promise",
  "Reflect",
  "RegExp",
  "String",
  "Symbol",
];
const globals = [
  "Array",
  "BigInt",
  "Boolean",
  "Date",
  "Number",
  "Object",
  "RegExp",
  "String",
  "decodeURI",
  "decodeURIComponent",
  "encodeURI",
  "encodeURIComponent",
  "escape",
  "isFinite",
  "isNaN",
  "parseFloat",
  "parseInt",
  "structuredClone",
  "unescape",
  "atob",
  "btoa",
];
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

/** The text by which a function crosses. Throws `SerializationError` for one that has none, saying what to do. */
export function functionText(fn: TaskFunction): string {
  const text = Function.prototype.toString.call(fn);
  if (/\{\s*\[native code\]\s*\}\s*$/.test(text)) {
    const name = builtInName(fn);
    if (name !== undefined) return name;
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
  return text;
}

/** The functions of one module that have crossed: each text is stored once in its memory. */
export class FunctionTable {
  private readonly byFunction = new WeakMap<TaskFunction, number>();
  private readonly byText = new Map<string, number>();
  private readonly texts = new Map<number, string>();

  constructor(private readonly module: WebpoolModule) {}

  /** Address of the function in the module. */
  addressOf(fn: TaskFunction): number {
    let address = this.byFunction.get(fn);
    if (address === undefined) {
      address = this.store(functionText(fn));
      this.byFunction.set(fn, address);
    }
    return address;
  }

  /** The text of a function by its number, which is in the names of its stack frames. */
  text(number: number): string | undefined {
    return this.texts.get(number);
  }

  private store(text: string): number {
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    const bytes = new TextEncoder().encode(text);
    const address = withBytes(this.module, bytes, (at) =>
      this.module._webpool_function_new(at, bytes.length),
    );
    if (address === 0) throw outOfMemory();
    this.byText.set(text, address);
    this.texts.set(this.module._webpool_function_number(address), text);
    return address;
  }
}

/** Calls `use` with the address of a copy of the bytes in the module's memory. */
export function withBytes<T>(
  module: WebpoolModule,
  bytes: Uint8Array,
  use: (address: number) => T,
): T {
  const address = module._malloc(bytes.length || 1);
  if (address === 0) throw outOfMemory();
  try {
    module.HEAPU8.set(bytes, address);
    return use(address);
  } finally {
    module._free(address);
  }
}

export function outOfMemory(): RangeError {
  return new RangeError(
    "the pool's memory is full; free matrices and shared arrays that are no longer used",
  );
}

/** The text at an address of shared memory. */
export function readText(module: WebpoolModule, address: number, size: number): string {
  return new TextDecoder().decode(module.HEAPU8.slice(address, address + size));
}
