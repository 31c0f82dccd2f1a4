import { Decoder } from "./codec/decoder";
import { Encoder } from "./codec/encoder";
import { refusalOf } from "./codec/refusal";

/**
 * Values to bytes and back, by the rules of structured clone. Views on the memory of the pool cross by reference. What
 * structured clone refuses is refused, with the path to it; so is what a worker could not make again.
 */

export { registerUncloneable } from "./codec/brands";
export { isShared, kindOfView, shareViewsOf, type TypedArray, viewClasses } from "./codec/views";

/** A value as bytes, until the next one is encoded. */
export interface Message {
  readonly size: number;
  /** Writes it to memory at an address. */
  store(memory: Uint8Array, address: number): void;
}

/** How the elements of a list are called in errors. */
export interface ListNames {
  /** One of them: "item". */
  label: string;
  /** What paths begin with: "items". */
  root: string;
  /** The index of the first that is encoded, as the caller counts them. */
  base?: number;
}

let idle: Encoder | undefined;

// A getter of a value may have other values cross: each has an encoder of its own.
function encoded(label: string, root: string, write: (encoder: Encoder) => void): Message {
  const encoder = idle ?? new Encoder();
  idle = undefined;
  encoder.reset();
  try {
    write(encoder);
    return encoder;
  } catch (thrown) {
    encoder.reset();
    throw refusalOf(thrown).error(label, root);
  } finally {
    idle = encoder;
  }
}

/** Encodes a value, which errors call by its name. Throws `SerializationError` for what cannot cross. */
export function encode(value: unknown, name = "value"): Message {
  return encoded(name, name, (encoder) => encoder.encode(value));
}

/**
 * Encodes elements `first` to `last` of a list as an array of nothing else. Throws `SerializationError`, with the index of
 * the item, for what cannot cross.
 */
export function encodeList(
  list: ArrayLike<unknown>,
  first: number,
  last: number,
  { label, root, base = first }: ListNames,
): Message {
  return encoded(label, root, (encoder) => encoder.encodeList(list, first, last, base));
}

/**
 * Encodes what was thrown, with notes about it, as an array of both. Its errors cross with all they have, but for what
 * cannot. Of something else that cannot cross the text does, if it is a function, or an error that says why.
 */
export function encodeThrown(thrown: unknown, notes: object): Message {
  const write = (what: unknown): Message =>
    encoded("what was thrown", "thrown", (encoder) => encoder.encodeThrown(what, notes));
  try {
    return write(thrown);
  } catch (refusal) {
    if (typeof thrown === "function") return write(Function.prototype.toString.call(thrown));
    return write(new Error((refusal as Error).message));
  }
}

/** A value as an array of bytes that stays. */
export function encodeBytes(value: unknown, name?: string): Uint8Array<ArrayBuffer> {
  return bytesOf(encode(value, name));
}

/** A message as an array of bytes that stays. */
export function bytesOf(message: Message): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(message.size);
  message.store(bytes, 0);
  return bytes;
}

/** The value of a message in memory. */
export function decode(memory: Uint8Array, address: number, size: number): unknown {
  return new Decoder(memory, address, size).read();
}
