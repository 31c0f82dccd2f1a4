import { SerializationError } from "../errors";

/** SharedArrayBuffers of the caller, outside of the pool's memory, which are passed by a number. */

/** The buffers that a realm knows. */
export interface SharedBuffers {
  /** Returns the number of a buffer, and sends it to other realms if necessary; undefined if it cannot be passed. */
  numberOf(buffer: SharedArrayBuffer): number | undefined;
  /** The buffer of that number, if this realm has it. */
  bufferOf(number: number): SharedArrayBuffer | undefined;
  /** Resolves when that buffer has arrived, in a realm that receives buffers. */
  arrival?(number: number): Promise<void>;
}

/** A value contains a buffer that this realm does not have, or does not have yet. */
export class MissingBufferError extends SerializationError {
  /** @param arrival - resolves when the buffer has arrived, if it may still arrive */
  constructor(readonly arrival: Promise<void> | undefined) {
    super(
      "a SharedArrayBuffer is not here any more; keep what was passed until its results have come",
    );
  }
}

let known: SharedBuffers = { numberOf: () => undefined, bufferOf: () => undefined };

/** Sets the table of this realm's buffers. */
export function shareBuffersBy(buffers: SharedBuffers): void {
  known = buffers;
}

export function numberOfBuffer(buffer: SharedArrayBuffer): number | undefined {
  return known.numberOf(buffer);
}

/** Returns the buffer of that number; throws a `MissingBufferError` if this realm does not have it. */
export function bufferOfNumber(number: number): SharedArrayBuffer {
  const buffer = known.bufferOf(number);
  if (!buffer) throw new MissingBufferError(known.arrival?.(number));
  return buffer;
}
