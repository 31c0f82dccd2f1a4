import { SerializationError } from "../errors";

/** Memory that threads share and that is not the pool's own: the caller's, which crosses by a number. */

/** Which of such buffers a realm knows. */
export interface SharedBuffers {
  /** The number by which others know the buffer, or get to know it now; undefined if it cannot cross from here. */
  numberOf(buffer: SharedArrayBuffer): number | undefined;
  /** The buffer of that number, if it is here. */
  bufferOf(number: number): SharedArrayBuffer | undefined;
  /** Resolves when that buffer has come, in a realm to which buffers come. */
  arrival?(number: number): Promise<void>;
}

/** A value has a buffer that is not here, or not yet. */
export class MissingBufferError extends SerializationError {
  /** @param arrival - resolves when it has come, if it may still come */
  constructor(readonly arrival: Promise<void> | undefined) {
    super(
      "a SharedArrayBuffer is not here any more; keep what was passed until its results have come",
    );
  }
}

let known: SharedBuffers = { numberOf: () => undefined, bufferOf: () => undefined };

/** Names the buffers of this realm. */
export function shareBuffersBy(buffers: SharedBuffers): void {
  known = buffers;
}

export function numberOfBuffer(buffer: SharedArrayBuffer): number | undefined {
  return known.numberOf(buffer);
}

/** Throws a `MissingBufferError` for one that is not here. */
export function bufferOfNumber(number: number): SharedArrayBuffer {
  const buffer = known.bufferOf(number);
  if (!buffer) throw new MissingBufferError(known.arrival?.(number));
  return buffer;
}
