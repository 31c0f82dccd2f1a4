import type { ByteWriter } from "./writer";
import { refuse } from "./refusal";
import { largestSize } from "./views";

// A view brings its buffer along, as structured clone has it; but of a large one only the part that the views of the message
// show, where that is less than half: rows of one large array would else each bring all of it.
const smallBuffer = 16 * 1024;

interface Part {
  bytes: Uint8Array;
  /** What of it crosses. */
  low: number;
  high: number;
}

/** The buffers of a message: their bytes stand behind its values, and are copied once. */
export class BufferTable {
  private parts: Part[] = [];
  // Of those that are large enough to be cut.
  private readonly large = new Map<ArrayBufferLike, Part>();

  get count(): number {
    return this.parts.length;
  }

  clear(): void {
    if (this.parts.length === 0) return;
    this.parts = [];
    this.large.clear();
  }

  /** Forgets all but the first `count`. */
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

  /** All of it is shown, if the object is a buffer. */
  showAll(object: object): void {
    if (this.large.size > 0) this.show(object as ArrayBuffer, 0, Infinity);
  }

  /** Bytes `from` to `to` of a buffer are shown. */
  show(buffer: ArrayBufferLike, from: number, to: number): void {
    const part = this.large.get(buffer);
    if (!part) return;
    part.low = Math.min(part.low, from);
    part.high = Math.min(part.bytes.length, Math.max(part.high, to));
  }

  /** Writes where each buffer begins and its size; returns how many bytes they take. */
  writeTable(writer: ByteWriter): number {
    let size = 0;
    for (const part of this.parts) {
      writer.reserve();
      part.low -= part.low % 8; // views of the copy must be aligned as well
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
    return refuse("a detached ArrayBuffer", "its content was transferred to somebody else");
  }
}
