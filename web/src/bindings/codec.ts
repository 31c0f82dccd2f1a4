import { Decoder } from "./codec/decoder";
import { Encoder } from "./codec/encoder";
import { refusalOf, type ValueNames } from "./codec/refusal";

/**
 * Encodes values as bytes and back, by the rules of structured clone. Views of shared memory are passed by reference.
 * Values that structured clone refuses, or that a worker cannot rebuild, are refused with the path to them.
 */

export { registerUncloneable } from "./codec/brands";
export { MissingBufferError, shareBuffersBy } from "./codec/shared-buffers";
export { isShared, kindOfView, shareViewsOf, type TypedArray, viewClasses } from "./codec/views";

/** An encoded value; valid until the next one is encoded. */
export interface Message {
  readonly size: number;
  /** Writes it to memory at an address. */
  store(memory: Uint8Array, address: number): void;
}

/** How errors name the elements of a list. */
export interface ListNames extends ValueNames {
  /** The index of the first encoded element, as errors count them. */
  base?: number;
}

let idle: Encoder | undefined;

// A getter may encode another value in the middle of this one; `idle` is undefined then, and that one gets a new encoder.
function encoded(names: ValueNames, write: (encoder: Encoder) => void): Message {
  const encoder = idle ?? new Encoder();
  idle = undefined;
  encoder.reset();
  try {
    write(encoder);
    if (encoder.wasCareless()) {
      encoder.reset();
      encoder.careful = true;
      write(encoder);
    }
    return encoder;
  } catch (thrown) {
    encoder.reset();
    throw refusalOf(thrown).error(names);
  } finally {
    encoder.careful = false;
    idle = encoder;
  }
}

/** Encodes a value, which errors call `name`. Throws `SerializationError` if it cannot be cloned. */
export function encode(value: unknown, name = "value"): Message {
  return encoded({ label: name, root: name }, (encoder) => encoder.encode(value));
}

/**
 * Encodes elements `first` to `last` of a list as an array. Throws `SerializationError`, with the index of the item, if one
 * cannot be cloned.
 */
export function encodeList(
  list: ArrayLike<unknown>,
  first: number,
  last: number,
  names: ListNames,
): Message {
  const { base = first } = names;
  return encoded(names, (encoder) => encoder.encodeList(list, first, last, base));
}

/**
 * Encodes a thrown value and notes about it, as an array of both. Errors keep all properties that can be cloned. A thrown
 * function is replaced by its source text, and any other value that cannot be cloned by an error that says why.
 */
export function encodeThrown(thrown: unknown, notes: object): Message {
  const names = { label: "what was thrown", root: "thrown" };
  const write = (what: unknown): Message =>
    encoded(names, (encoder) => encoder.encodeThrown(what, notes));
  try {
    return write(thrown);
  } catch (refusal) {
    if (typeof thrown === "function") return write(Function.prototype.toString.call(thrown));
    return write(new Error((refusal as Error).message));
  }
}

/** Encodes a value as a new array of bytes. */
export function encodeBytes(value: unknown, name?: string): Uint8Array<ArrayBuffer> {
  return bytesOf(encode(value, name));
}

/** Copies a message to a new array of bytes. */
export function bytesOf(message: Message): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(message.size);
  message.store(bytes, 0);
  return bytes;
}

/** Decodes a message in memory. */
export function decode(memory: Uint8Array, address: number, size: number): unknown {
  return new Decoder(memory, address, size).read();
}
