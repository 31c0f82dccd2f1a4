/** Strings as bytes. Strings with lone surrogates are written as UTF-16, since UTF-8 cannot represent them. */

// Pages that Jest simulates have no such classes, and importing the library must not fail there.
const encoder = globalThis.TextEncoder && new TextEncoder();
// Keeps a leading byte order mark as a character of the string.
const decoder = globalThis.TextDecoder && new TextDecoder("utf-8", { ignoreBOM: true });
const surrogate = /\p{Surrogate}/u;

/** From this length on the browser's encoder is faster than a loop. */
export const longText = 64;

/** Writes a string as Latin-1; returns false if it has other characters. */
export function writeLatin1(text: string, bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < text.length; ++index) {
    const code = text.charCodeAt(index);
    if (code > 0xff) return false;
    bytes[at + index] = code;
  }
  return true;
}

export function isWellFormed(text: string): boolean {
  return text.isWellFormed ? text.isWellFormed() : !surrogate.test(text);
}

/** Writes a well-formed string as UTF-8 and returns its size. There must be room for three bytes per character. */
export function writeUtf8(text: string, bytes: Uint8Array, at: number): number {
  return encoder.encodeInto(text, bytes.subarray(at)).written;
}

export function writeUtf16(text: string, bytes: Uint8Array, at: number): void {
  for (let index = 0; index < text.length; ++index, at += 2) {
    const code = text.charCodeAt(index);
    bytes[at] = code;
    bytes[at + 1] = code >> 8;
  }
}

const { fromCharCode } = String;

export function readLatin1(bytes: Uint8Array, at: number, length: number): string {
  let text = "";
  const end = at + length;
  for (; at + 8 <= end; at += 8) {
    text += fromCharCode(
      bytes[at]!,
      bytes[at + 1]!,
      bytes[at + 2]!,
      bytes[at + 3]!,
      bytes[at + 4]!,
      bytes[at + 5]!,
      bytes[at + 6]!,
      bytes[at + 7]!,
    );
  }
  if (at + 4 <= end) {
    text += fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!);
    at += 4;
  }
  if (at + 2 <= end) {
    text += fromCharCode(bytes[at]!, bytes[at + 1]!);
    at += 2;
  }
  if (at < end) text += fromCharCode(bytes[at]!);
  return text;
}

export function readUtf8(bytes: Uint8Array, at: number, length: number): string {
  return decoder.decode(bytes.subarray(at, at + length));
}

export function readUtf16(bytes: Uint8Array, at: number, length: number): string {
  const code = (from: number): number => bytes[from]! | (bytes[from + 1]! << 8);
  const end = at + 2 * length;
  let text = "";
  for (; at + 8 <= end; at += 8)
    text += fromCharCode(code(at), code(at + 2), code(at + 4), code(at + 6));
  for (; at < end; at += 2) text += fromCharCode(code(at));
  return text;
}
