import type { ByteWriter } from "./writer";
import { refuse } from "./refusal";
import { largestSize } from "./views";

// Structured clone sends the whole buffer with a view. Of a larger buffer than this, only the range that the message's views
// cover is sent, if that is less than half: otherwise each row of a large array would copy all of it.
const smallBuffer = 16 * 1024;

interface Part {
  bytes: Uint8Array;
  /** The range that is sent. */
  low: number;
  high: number;
}

/** The buffers of a message. Their bytes follow its values. */
export class BufferTable {
  private parts: Part[] = [];
  // Buffers of which only a part may be sent.
  private readonly large = new Map<ArrayBufferLike, Part>();

  get count(): number {
    return this.parts.length;
  }

  clear(): void {
    if (this.parts.length === 0) return;
    this.parts = [];
    this.large.clear();
  }

  /** Removes all but the first `count` buffers. */
  truncate(count: number): void {
    this.parts.length = count;
    for (const [buffer, part] of this.large)
      if (!this.parts.includes(part)) this.large.delete(buffer);
  }

  add(buffer: ArrayBufferLike): void {
    const bytes = bytesOf(buffer);
    const part = { bytes, low: 0, high: bytes.length };
    this.parts.push(part);
    if (bytes.length <= smallBuffer || largestSize(buffer) !== undefined) return;
    this.large.set(buffer, part);
    part.low = bytes.length;
    part.high = 0;
  }

  /** Includes the whole buffer, if the object is one of the message's buffers. */
  showAll(object: object): void {
    if (this.large.size > 0) this.show(object as ArrayBuffer, 0, Infinity);
  }

  /** Includes bytes `from` to `to` of a buffer. */
  show(buffer: ArrayBufferLike, from: number, to: number): void {
    const part = this.large.get(buffer);
    if (!part) return;
    part.low = Math.min(part.low, from);
    part.high = Math.min(part.bytes.length, Math.max(part.high, to));
  }

  /** Writes the offset and size of each buffer; returns the sum of the sizes. */
  writeTable(writer: ByteWriter): number {
    let size = 0;
    for (const part of this.parts) {
      writer.reserve();
      part.low -= part.low % 8; // keeps views of the copy aligned
      if (2 * (part.high - part.low) >= part.bytes.length) {
        part.low = 0;
        part.high = part.bytes.length;
      }
      writer.float(part.low);
      writer.count(part.high - part.low);
      size += part.high - part.low;
    }
    return size;
  }

  /** Copies the buffers to memory. */
  store(memory: Uint8Array, at: number): void {
    for (const { bytes, low, high } of this.parts) {
      const whole = low === 0 && high === bytes.length;
      memory.set(whole ? bytes : bytes.subarray(low, high), at);
      at += high - low;
    }
  }
}

function bytesOf(buffer: ArrayBufferLike): Uint8Array {
  try {
    return new Uint8Array(buffer);
  } catch {
    return refuse("a detached ArrayBuffer", "its content was transferred elsewhere");
  }
}
