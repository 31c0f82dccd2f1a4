import type { BufferTable } from "./buffer-table";
import type { ByteWriter } from "./writer";

/** What the encoder gives to those that write kinds of objects for it. */
export interface ValueWriter extends ByteWriter {
  readonly buffers: BufferTable;
  value(value: unknown): void;
  /** Writes what an object holds, one level deeper. */
  inside(value: unknown): void;
  /** Keys and values, with their count before them. */
  dictionary(object: Record<string, unknown>, keys: readonly string[]): void;
  /** Gives an object its number in the message; the reader counts in the same order. */
  register(object: object): void;
  /** Whether an object is in the message already: then a reference to it was written. */
  again(object: object): boolean;
  /** Writes something that may fail: then nothing of it is in the message. */
  attempt(write: () => void): void;
}
