import { Brand, brandOf } from "./brands";
import { refuse } from "./refusal";
import { Tag } from "./tags";
import { numberOfBuffer } from "./shared-buffers";
import type { ValueWriter } from "./value-writer";
import {
  followsBuffer,
  isOutOfBounds,
  isSharedMemory,
  kindOfView,
  largestSize,
  read,
  viewClasses,
} from "./views";

/** Writes a whole buffer, or a reference to it if the message contains it already. */
export function writeBuffer(writer: ValueWriter, buffer: ArrayBufferLike): void {
  writeBufferOf(writer, buffer, 0, Infinity);
}

function writeBufferOf(
  writer: ValueWriter,
  buffer: ArrayBufferLike,
  from: number,
  to: number,
): void {
  if (isSharedMemory(buffer)) return writer.byte(Tag.sharedMemory);
  if (!writer.again(buffer)) {
    if (
      Object.getPrototypeOf(buffer) !== ArrayBuffer.prototype &&
      brandOf(buffer) === Brand.sharedBuffer
    )
      return writeSharedBuffer(writer, buffer as SharedArrayBuffer);
    writer.buffers.add(buffer);
    writer.register(buffer);
    writer.byte(Tag.buffer);
    writer.number(largestSize(buffer) ?? -1);
  }
  writer.buffers.show(buffer, from, to);
}

function writeSharedBuffer(writer: ValueWriter, buffer: SharedArrayBuffer): void {
  const number = numberOfBuffer(buffer);
  if (number === undefined)
    refuse(
      "a SharedArrayBuffer of a task's own",
      "have the caller make it and pass it to the task",
    );
  writer.register(buffer);
  writer.byte(Tag.sharedBuffer);
  writer.count(number);
}

/** Writes a typed array or a DataView, preceded by its buffer. */
export function writeView(writer: ValueWriter, object: ArrayBufferView): void {
  const kind = kindOfView(object);
  if (isOutOfBounds(object, kind))
    refuse(
      "a view that lies outside of its ArrayBuffer",
      "the buffer was made smaller after the view; make the view anew",
    );
  const buffer = read(object, kind, "buffer");
  const byteOffset = read(object, kind, "byteOffset");
  const byteLength = read(object, kind, "byteLength");
  writer.byte(Tag.view);
  writer.byte(kind);
  writeBufferOf(writer, buffer, byteOffset, byteOffset + byteLength);
  writer.register(object);
  writer.number(byteOffset);
  writer.number(
    followsBuffer(object, kind) ? -1 : byteLength / (viewClasses[kind]!.BYTES_PER_ELEMENT ?? 1),
  );
}
