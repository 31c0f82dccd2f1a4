/** Creates zeroed memory, which is shared if the browser allows it. */
export function sharedBuffer(bytes: number): ArrayBufferLike {
  return "SharedArrayBuffer" in globalThis ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
}

/** By how many 32-bit words at a time memory is copied: 64 KB, in which the memory of WebAssembly grows. */
const unit = 1 << 14;

/**
 * Copies the memory of an interpreter to the beginning of `to`. Parts that are zero on both sides are not written: the system
 * gives a process no memory for pages that were never written, and half of an interpreter's are such.
 */
export function copyMemory(from: Uint8Array, to: Uint8Array): void {
  const words = from.length >> 2;
  const source = new Int32Array(from.buffer, from.byteOffset, words);
  const target = new Int32Array(to.buffer, to.byteOffset, words);
  for (let at = 0; at < words; at += unit) {
    const end = at + unit;
    if (!isZero(source, at, end)) target.set(source.subarray(at, end), at);
    else if (!isZero(target, at, end)) target.fill(0, at, end);
  }
}

function isZero(words: Int32Array, begin: number, end: number): boolean {
  for (let at = begin; at < end; ++at) if (words[at] !== 0) return false;
  return true;
}
