import { Brand, brandOf } from "./brands";
import type { Encoder } from "./encoder";
import { refuse } from "./refusal";
import { Tag } from "./tags";
import { followsBuffer, isSharedMemory, kindOfView, largestSize } from "./views";

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
  writeTable(encoder: Encoder): number {
    let size = 0;
    for (const part of this.parts) {
      encoder.reserve();
      part.low -= part.low % 8; // views of the copy must be aligned as well
      if (2 * (part.high - part.low) >= part.bytes.length) {
        part.low = 0;
        part.high = part.bytes.length;
      }
      encoder.float(part.low);
      encoder.count(part.high - part.low);
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

/** Writes a buffer that no view of the message has brought. */
export function writeBuffer(encoder: Encoder, buffer: ArrayBufferLike): void {
  writeBufferOf(encoder, buffer, 0, buffer.byteLength);
}

function writeBufferOf(encoder: Encoder, buffer: ArrayBufferLike, from: number, to: number): void {
  if (isSharedMemory(buffer)) return encoder.byte(Tag.sharedMemory);
  if (!encoder.again(buffer)) {
    if (
      Object.getPrototypeOf(buffer) !== ArrayBuffer.prototype &&
      brandOf(buffer) === Brand.sharedBuffer
    ) {
      refuse(
        "a SharedArrayBuffer that is not the pool's",
        "make the memory with share(), or pass a copy",
      );
    }
    encoder.buffers.add(buffer);
    encoder.register(buffer);
    encoder.byte(Tag.buffer);
    encoder.number(largestSize(buffer) ?? -1);
  }
  encoder.buffers.show(buffer, from, to);
}

/** Writes a typed array or a DataView, and its buffer before it. */
export function writeView(encoder: Encoder, view: ArrayBufferView): void {
  const kind = kindOfView(view);
  const { buffer, byteOffset } = view;
  encoder.byte(Tag.view);
  encoder.byte(kind);
  writeBufferOf(encoder, buffer, byteOffset, byteOffset + view.byteLength);
  encoder.register(view);
  encoder.number(byteOffset);
  const follows = largestSize(buffer) !== undefined && followsBuffer(view);
  encoder.number(follows ? -1 : ((view as Partial<Uint8Array>).length ?? view.byteLength));
}
