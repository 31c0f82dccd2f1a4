import type { BufferTable } from "./buffer-table";
import type { Refusal } from "./refusal";
import type { ByteWriter } from "./writer";

/** The interface of the encoder for the modules that write the various kinds of objects. */
export interface ValueWriter extends ByteWriter {
  readonly buffers: BufferTable;
  value(value: unknown): void;
  /** Writes a value that is part of an object, one level deeper. */
  inside(value: unknown): void;
  /** Writes the cause of an error. */
  cause(error: Error): void;
  /** Writes keys and values, preceded by their count. */
  dictionary(object: Record<string, unknown>, keys: readonly string[]): void;
  /** Numbers an object for later references. The reader numbers objects in the same order. */
  register(object: object): void;
  /** If the message contains the object already, writes a reference to it and returns true. */
  again(object: object): boolean;
  /** Calls `write`; if it throws, removes what it has written from the message, and returns why it failed. */
  attempt(write: () => void): Refusal | undefined;
}
