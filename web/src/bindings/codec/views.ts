import { getterOf } from "./brands";

/** Views of buffers, and the memory that all realms share. */

const classes = [
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
export type TypedArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;
export type ViewClass = {
  new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): TypedArray;
  readonly name: string;
  readonly BYTES_PER_ELEMENT?: number;
};

const dataView = DataView as unknown as ViewClass;

/** The classes of views. Messages contain the index. */
export const viewClasses: readonly ViewClass[] = [
  ...(classes as unknown as readonly ViewClass[]),
  dataView,
  // Float16Array is missing in older browsers.
  ...[(globalThis as { Float16Array?: ViewClass }).Float16Array].filter(
    (known) => known !== undefined,
  ),
];
const kinds = new Map(viewClasses.map(({ name }, index) => [name, index]));
const nameOf = getterOf(Object.getPrototypeOf(Uint8Array.prototype) as object, Symbol.toStringTag)!;

/** The index of a view's class; the view may be of any realm. */
export function kindOfView(view: ArrayBufferView): number {
  return kinds.get((nameOf.call(view as never) as string | undefined) ?? "DataView")!;
}

// The properties of views, by the getters of their classes: a class of the user's own may override them.
const properties = [Object.getPrototypeOf(Uint8Array.prototype) as object, DataView.prototype].map(
  (prototype) => ({
    buffer: getterOf(prototype, "buffer")!,
    byteOffset: getterOf(prototype, "byteOffset")!,
    byteLength: getterOf(prototype, "byteLength")!,
  }),
);

/** Reads a property of a view of the class `kind`. */
export function read(view: ArrayBufferView, kind: number, name: "buffer"): ArrayBufferLike;
export function read(
  view: ArrayBufferView,
  kind: number,
  name: "byteOffset" | "byteLength",
): number;
export function read(
  view: ArrayBufferView,
  kind: number,
  name: keyof (typeof properties)[0],
): unknown {
  return properties[viewClasses[kind] === dataView ? 1 : 0]![name].call(view as never);
}

let sharedBuffers: readonly ArrayBufferLike[] = [];

/** Sets the memory whose views are passed by reference: the buffers that it has had, a list that may grow. */
export function shareViewsOf(buffers: readonly ArrayBufferLike[]): void {
  sharedBuffers = buffers;
}

export function isSharedMemory(buffer: ArrayBufferLike): boolean {
  return sharedBuffers.includes(buffer);
}

export function isShared(view: ArrayBufferView): boolean {
  return sharedBuffers.includes(view.buffer);
}

interface Resizable {
  readonly resizable?: boolean;
  readonly maxByteLength: number;
  resize(bytes: number): void;
}

/** The `maxByteLength` of a resizable buffer; undefined for other buffers. */
export function largestSize(buffer: ArrayBufferLike): number | undefined {
  const { resizable, maxByteLength } = buffer as unknown as Resizable;
  return resizable ? maxByteLength : undefined;
}

/** Whether a resizable buffer has become too small for a view of it. There is no property for that, but such a view cannot be cloned. */
export function isOutOfBounds(view: ArrayBufferView, kind: number): boolean {
  if (largestSize(read(view, kind, "buffer")) === undefined) return false;
  try {
    return read(view, kind, "byteLength") === 0 && structuredClone(view).byteLength !== 0;
  } catch {
    return true; // a DataView has no length then
  }
}

/** Whether a view tracks the length of its buffer. There is no property for that. */
export function followsBuffer(view: ArrayBufferView, kind: number): boolean {
  const buffer = read(view, kind, "buffer");
  const byteOffset = read(view, kind, "byteOffset");
  const step = viewClasses[kind]!.BYTES_PER_ELEMENT ?? 1;
  // Shared memory has no copies. A view up to its end was most likely made without a length.
  if ((buffer as { growable?: boolean }).growable)
    return byteOffset + read(view, kind, "byteLength") + step > buffer.byteLength;
  return largestSize(buffer) !== undefined && copyFollows(structuredClone(view), byteOffset, step);
}

// Resizes the buffer of a copy.
function copyFollows(copy: ArrayBufferView, byteOffset: number, step: number): boolean {
  const buffer = copy.buffer as unknown as Resizable & ArrayBuffer;
  const before = copy.byteLength;
  try {
    buffer.resize(before >= step ? buffer.byteLength - step : buffer.maxByteLength);
    return before >= step
      ? copy.byteLength === before - step && copy.byteOffset === byteOffset
      : copy.byteLength > 0;
  } catch {
    return false; // a DataView of fixed length is out of bounds now
  }
}
