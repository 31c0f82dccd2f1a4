import { bufferEntryBytes, headerBytes, Tag } from "./tags";
import { readLatin1, readUtf16, readUtf8 } from "./texts";

// Short messages are copied to this buffer. It can be shared, since no user code runs while a message is read.
const scratch = new Uint8Array(192);
const scratchNumbers = new DataView(scratch.buffer);

/** Reads the numbers and strings of a message. */
export class ByteReader {
  /** Where the values end and the table of buffers begins. */
  protected readonly end: number;
  /** How many buffers the message has. */
  protected readonly buffers: number;
  protected at = headerBytes;
  private readonly bytes: Uint8Array;
  private readonly numbers: DataView;

  constructor(memory: Uint8Array, address: number, size: number) {
    this.end = word(memory, address);
    this.buffers = word(memory, address + 4);
    const head = this.end + this.buffers * bufferEntryBytes;
    if (!(head <= size)) throw cutShort();
    // Makes a copy, since TextDecoder does not read shared memory.
    if (head <= scratch.length) {
      for (let at = 0; at < head; ++at) scratch[at] = memory[address + at]!;
      this.bytes = scratch;
      this.numbers = scratchNumbers;
    } else {
      this.bytes = memory.slice(address, address + head);
      this.numbers = new DataView(this.bytes.buffer);
    }
    let whole = head;
    for (let buffer = 0; buffer < this.buffers; ++buffer) whole += this.entryOf(buffer).size;
    if (whole !== size) throw cutShort();
  }

  /** Offset of a buffer in the sender's buffer, and its size. */
  protected entryOf(buffer: number): { begin: number; size: number } {
    const at = this.end + buffer * bufferEntryBytes;
    return { begin: this.numbers.getFloat64(at, true), size: this.numbers.getUint32(at + 8, true) };
  }

  protected byte(): number {
    return this.bytes[this.at++]!;
  }

  protected count(): number {
    return this.numbers.getUint32((this.at += 4) - 4, true);
  }

  protected integer(): number {
    return this.numbers.getInt32((this.at += 4) - 4, true);
  }

  protected float(): number {
    return this.numbers.getFloat64((this.at += 8) - 8, true);
  }

  protected numberBlock(numbers: unknown[], count: number, whole: boolean): void {
    const view = this.numbers;
    let { at } = this;
    if (whole) {
      for (let index = 0; index < count; ++index, at += 4) numbers[index] = view.getInt32(at, true);
    } else {
      for (let index = 0; index < count; ++index, at += 8)
        numbers[index] = view.getFloat64(at, true);
    }
    this.at = at;
  }

  protected latin1(length: number): string {
    return readLatin1(this.bytes, (this.at += length) - length, length);
  }

  protected longText(tag: Tag): string {
    const count = this.count();
    if (tag === Tag.utf8) return readUtf8(this.bytes, (this.at += count) - count, count);
    return readUtf16(this.bytes, (this.at += 2 * count) - 2 * count, count);
  }

  /** Reads a value that must be a string. */
  protected text(): string {
    const tag = this.byte();
    return tag < Tag.shaped ? this.latin1(tag - Tag.text) : this.longText(tag);
  }

  protected bigInt(): bigint {
    const digits = this.text();
    return digits.startsWith("-") ? -BigInt(`0x${digits.slice(1)}`) : BigInt(`0x${digits}`);
  }
}

function word(memory: Uint8Array, at: number): number {
  const low = memory[at]! + memory[at + 1]! * 0x100 + memory[at + 2]! * 0x10000;
  return low + memory[at + 3]! * 0x1000000;
}

function cutShort(): RangeError {
  return new RangeError("a message is truncated");
}
