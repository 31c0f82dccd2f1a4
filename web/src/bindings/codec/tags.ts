/**
 * The first byte of a value in a message. Below `Tag.text` it is a small integer itself; below `Tag.shaped` it starts a
 * Latin-1 string of `tag - Tag.text` characters; below `Tag.null` it starts an object of the shape numbered
 * `tag - Tag.shaped`, whose keys were written before. All numbers are little-endian.
 *
 * A message consists of two 32-bit words (the size of header and values in bytes, and the number of buffers), the values, a
 * table of the buffers (the offset in the sender's buffer as float64, and the size as a 32-bit word), and their bytes.
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
  /** A hole in an array, or a key that a getter has deleted meanwhile. */
  absent,
  /** Another reference to an object of this message, by its number. */
  reference,
  /** An object nested so deeply that its content follows after the value. */
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
  sharedBuffer,
  buffer,
  view,
  platform,
}

/** The kind of a deferred object; of an error, its cause alone is deferred. */
export const enum Container {
  object,
  array,
  map,
  set,
  error,
}

/** Where the cause of an error is. */
export const enum Cause {
  none,
  follows,
  deferred,
}

/** Size of the two words before the values, in bytes. */
export const headerBytes = 8;
/** Size of a buffer's entry in the table, in bytes. */
export const bufferEntryBytes = 12;
/** From this depth of nesting on, the content of objects is deferred. The call stack must have room for as many levels. */
export const deepest = 250;
