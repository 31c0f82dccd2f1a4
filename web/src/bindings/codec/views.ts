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
};

/** The classes of views. Messages contain the index. */
export const viewClasses: readonly ViewClass[] = [
  ...(classes as unknown as readonly ViewClass[]),
  DataView as unknown as ViewClass,
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

/** The view, or one like it if the properties of views are not found in it since its prototype was changed. */
export function properView(view: ArrayBufferView, kind: number): ArrayBufferView {
  try {
    if (view.buffer as ArrayBufferLike | undefined) return view;
  } catch {
    // The properties are those of another class.
  }
  const Class = viewClasses[kind]!;
  const isTyped = Class !== (DataView as unknown);
  const prototype = isTyped
    ? (Object.getPrototypeOf(Uint8Array.prototype) as object)
    : DataView.prototype;
  const read = (name: string): unknown => getterOf(prototype, name)!.call(view as never);
  return new Class(
    read("buffer") as ArrayBufferLike,
    read("byteOffset") as number,
    read(isTyped ? "length" : "byteLength") as number,
  );
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
export function isOutOfBounds(view: ArrayBufferView): boolean {
  const { buffer } = view as { buffer: ArrayBufferLike };
  if (largestSize(buffer) === undefined) return false;
  try {
    return view.byteLength === 0 && structuredClone(view).byteLength !== 0;
  } catch {
    return true; // a DataView has no length then
  }
}

/** Whether a view of a resizable buffer tracks its length. There is no property for that, so this resizes a copy. */
export function followsBuffer(view: ArrayBufferView): boolean {
  const copy = structuredClone(view);
  const buffer = copy.buffer as unknown as Resizable & ArrayBuffer;
  const before = copy.byteLength;
  const step = (copy as Partial<Uint8Array>).BYTES_PER_ELEMENT ?? 1;
  try {
    buffer.resize(before >= step ? buffer.byteLength - step : buffer.maxByteLength);
    return before >= step
      ? copy.byteLength === before - step && copy.byteOffset === view.byteOffset
      : copy.byteLength > 0;
  } catch {
    return false; // a DataView of fixed length is out of bounds now
  }
}
