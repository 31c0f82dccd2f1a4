import { headerBytes, Tag } from "./tags";
import { isWellFormed, longText, writeLatin1, writeUtf16, writeUtf8 } from "./texts";

// How many bytes are free after `reserve`: more than any number or short string takes.
const slack = 256;
// Up to this size, copying byte by byte is faster than creating a view.
const shortCopy = 128;
// A buffer that has grown beyond this size for a large message is not kept.
const maxKept = 4 * 1024 * 1024;

/** Writes the numbers and strings of a message into a growing buffer. */
export class ByteWriter {
  at = headerBytes;
  private bytes = new Uint8Array(8192);
  private view = new DataView(this.bytes.buffer);
  private last = this.bytes.length - slack;

  /** Ensures that there are `slack` bytes left. */
  reserve(): void {
    if (this.at > this.last) this.grow(slack);
  }

  private grow(more: number): void {
    const bytes = new Uint8Array(Math.max(2 * this.bytes.length, this.at + more + slack));
    bytes.set(this.bytes.subarray(0, this.at));
    this.use(bytes);
  }

  private use(bytes: Uint8Array<ArrayBuffer>): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
    this.last = bytes.length - slack;
  }

  /** Copies the written bytes to memory at an address. */
  protected copyTo(memory: Uint8Array, address: number): void {
    const { bytes, at: size } = this;
    if (size > shortCopy) memory.set(bytes.subarray(0, size), address);
    else for (let at = 0; at < size; ++at) memory[address + at] = bytes[at]!;
  }

  protected shrink(): void {
    if (this.bytes.length > maxKept) this.use(new Uint8Array(8192));
  }

  byte(value: number): void {
    this.bytes[this.at++] = value;
  }

  count(value: number): void {
    this.view.setUint32(this.at, value, true);
    this.at += 4;
  }

  patch(at: number, value: number): void {
    this.view.setUint32(at, value, true);
  }

  float(value: number): void {
    this.view.setFloat64(this.at, value, true);
    this.at += 8;
  }

  tagged(tag: Tag, count: number): void {
    this.bytes[this.at] = tag;
    this.view.setUint32(this.at + 1, count, true);
    this.at += 5;
  }

  number(value: number): void {
    if ((value | 0) === value && (value !== 0 || 1 / value > 0)) {
      if (value >= 0 && value < Tag.text) {
        this.bytes[this.at++] = value;
      } else {
        this.bytes[this.at] = Tag.integer;
        this.view.setInt32(this.at + 1, value, true);
        this.at += 5;
      }
    } else {
      this.bytes[this.at] = Tag.number;
      this.view.setFloat64(this.at + 1, value, true);
      this.at += 9;
    }
  }

  numberBlock(numbers: readonly number[], whole: boolean): void {
    const size = numbers.length * (whole ? 4 : 8);
    if (this.at + size > this.last) this.grow(size);
    const { view } = this;
    let at = this.at;
    const { length } = numbers; // read by index, since a subclass of Array may iterate over something else
    if (whole)
      for (let index = 0; index < length; ++index, at += 4)
        view.setInt32(at, numbers[index]!, true);
    else
      for (let index = 0; index < length; ++index, at += 8)
        view.setFloat64(at, numbers[index]!, true);
    this.at = at;
  }

  text(text: string): void {
    this.reserve();
    const { length } = text;
    if (length < longText) {
      if (writeLatin1(text, this.bytes, this.at + 1)) {
        this.bytes[this.at] = Tag.text + length;
        this.at += 1 + length;
      } else {
        this.tagged(Tag.utf16, length);
        writeUtf16(text, this.bytes, this.at);
        this.at += 2 * length;
      }
      return;
    }
    if (this.at + 3 * length > this.last) this.grow(3 * length);
    if (isWellFormed(text)) {
      const size = writeUtf8(text, this.bytes, this.at + 5);
      this.tagged(Tag.utf8, size);
      this.at += size;
    } else {
      this.tagged(Tag.utf16, length);
      writeUtf16(text, this.bytes, this.at);
      this.at += 2 * length;
    }
  }
}
