/**
 * The first byte of a value in a message. Below `Tag.text` it is a whole number itself, below `Tag.shaped` a short text in
 * Latin-1 of that many characters, below `Tag.null` an object whose keys were sent before. All numbers are little-endian.
 *
 * A message: two 32-bit counts (the bytes of values; the buffers), the values, a table of buffers (where each begins in the
 * sender's, as float64; its size, 32 bits), and the bytes of the buffers.
 */
export const enum Tag {
  text = 0x80,
  shaped = 0xc0,
  null = 0xe0,
  undefined,
  false,
  true,
  integer,
  number,
  bigInt,
  utf8,
  utf16,
  /** An element that an array does not have; a key that a getter has deleted. */
  absent,
  /** An object of this message once more: its index. */
  reference,
  /** An object so deep in others that its content follows behind the value. */
  deferred,
  array,
  integers,
  numbers,
  sparse,
  newShape,
  shapedFar,
  dictionary,
  map,
  set,
  date,
  regExp,
  boxed,
  error,
  thrown,
  sharedMemory,
  buffer,
  view,
  platform,
}

/** What a deferred object is. */
export const enum Container {
  object,
  array,
  map,
  set,
}

/** Bytes before the values. */
export const headerBytes = 8;
/** Bytes of a buffer's entry in the table. */
export const bufferEntryBytes = 12;
/** How deep objects lie in each other before their content is deferred; the stack must hold so many. */
export const deepest = 250;
