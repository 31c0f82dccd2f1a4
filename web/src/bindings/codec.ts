import { addExtension, Packr } from "msgpackr";

import { SerializationError } from "./errors";

/**
 * Values to bytes and back, by the rules of structured clone (msgpackr): cycles, Map, Set, Date, errors, typed arrays.
 * Views on the shared memory cross by reference. What changes: -0 within an object arrives as 0, a key `__proto__` as
 * `__proto_`, a hole in an array as undefined.
 */

/** The kinds of typed arrays; the index is what crosses. */
export const viewClasses = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
] as const;

/** Any typed array. */
export type TypedArray = InstanceType<(typeof viewClasses)[number]>;
type View = TypedArray;
type ViewClass = new (buffer: ArrayBufferLike, byteOffset?: number, length?: number) => View;

let sharedMemory: ArrayBufferLike | undefined;
// The memory from which `decode` reads, which a page with programs has several of.
let decoded: ArrayBufferLike | undefined;

/** Names the memory whose views cross by reference. */
export function shareViewsOf(memory: ArrayBufferLike): void {
  sharedMemory = memory;
}

export function isShared(view: ArrayBufferView): boolean {
  return view.buffer === sharedMemory;
}

function refuse(what: string): never {
  throw new SerializationError(
    `${what} cannot cross to a processor or back; pass data, and make the rest of it there`,
  );
}

/** Objects of a class cannot cross. */
export function registerUncloneable(
  Class: object,
  what: string | ((value: object) => string),
): void {
  addExtension({
    Class,
    type: 0x57,
    pack: (value: object) => refuse(typeof what === "string" ? what : what(value)),
    unpack: () => undefined,
  } as unknown as Parameters<typeof addExtension>[0]);
}

// Prototypes of objects that cross as what they hold: literals', and those of classes in JavaScript over nothing but Object.
const plain = new WeakSet<object>();

function isPlain(prototype: object | null): boolean {
  if (!prototype || plain.has(prototype)) return true;
  const Class = Object.hasOwn(prototype, "constructor") ? prototype.constructor : undefined;
  const builtIn =
    Class && (typeof Class !== "function" || /\[native code\]\s*\}$/.test(sourceOf.call(Class)));
  const answer = builtIn
    ? Class.name === "Object" // of whatever realm
    : isPlain(Object.getPrototypeOf(prototype) as object | null);
  if (answer) plain.add(prototype);
  return answer;
}
const sourceOf = Function.prototype.toString;

// What the language and the browser make, and msgpackr would turn into {} without a word.
registerUncloneable(
  {
    [Symbol.hasInstance]: (value: object) =>
      typeof value === "object" &&
      ![Date, Set, Error, RegExp, ArrayBuffer, DataView].some((known) => value instanceof known) &&
      !Array.isArray(value) &&
      !isPlain(Object.getPrototypeOf(value) as object | null),
  },
  (value) => `a ${Object.prototype.toString.call(value).slice(8, -1)} object`,
);
// Of a subclass.
addExtension({ Class: Map, write: (map: Map<unknown, unknown>) => new Map(map) } as never);

const typedArray = Object.getPrototypeOf(Uint8Array) as { new (): View };

addExtension({
  Class: typedArray,
  type: 0x56, // "V"
  // Two bytes: the class, and whether an address and a length follow or the bytes themselves.
  pack(view: View): Uint8Array {
    const kind = viewClasses.findIndex((viewClass) => view instanceof viewClass);
    if (kind < 0) throw new SerializationError(`a ${view.constructor.name} cannot cross`);
    if (isShared(view)) {
      const reference = new DataView(new ArrayBuffer(10));
      reference.setUint8(0, kind);
      reference.setUint8(1, 1);
      reference.setUint32(2, view.byteOffset, true);
      reference.setUint32(6, view.length, true);
      return new Uint8Array(reference.buffer);
    }
    const bytes = new Uint8Array(2 + view.byteLength);
    bytes[0] = kind;
    bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), 2);
    return bytes;
  },
  unpack(bytes: Uint8Array): View {
    const viewClass = viewClasses[bytes[0]!] as unknown as ViewClass;
    if (bytes[1] === 0) return new viewClass(bytes.slice(2).buffer);
    const reference = new DataView(bytes.buffer, bytes.byteOffset);
    return new viewClass(decoded!, reference.getUint32(2, true), reference.getUint32(6, true));
  },
} as Parameters<typeof addExtension>[0]);

class Codec extends Packr {
  constructor() {
    super({ structuredClone: true, moreTypes: true } as ConstructorParameters<typeof Packr>[0]);
  }
  // msgpackr would write undefined for a function.
  writeFunction(fn: { name?: unknown }): never {
    return refuse(
      typeof fn.name === "string" && fn.name !== "" ? `the function ${fn.name}` : "a function",
    );
  }
}

let codec = new Codec();

/** The bytes of a value; valid until the next call. Throws `SerializationError` for what cannot cross. */
export function encode(value: unknown): Uint8Array {
  try {
    return codec.pack(value);
  } catch (error) {
    codec = new Codec(); // its state is that of a half-written value
    if (error instanceof SerializationError) throw error;
    throw new SerializationError(
      `a value cannot cross to a processor or back: ${String((error as Error)?.message ?? error)}`,
    );
  }
}

/** The value of bytes in shared memory. */
export function decode(memory: Uint8Array, address: number, size: number): unknown {
  decoded = memory.buffer;
  return codec.unpack(memory.slice(address, address + size) as Buffer);
}
