/**
 * A file system in shared memory, which the program, its processes and the page share, as processes of a machine share a disk.
 *
 * Every realm has a table of all files of its own. The shared memory has the contents of the files, and a journal of the
 * changes of the table, as journaling file systems have on disks. Every access holds a lock, and first applies the changes that
 * other realms have appended. A change is valid when the size of the journal includes it, which is a single store, so that a
 * process which is killed leaves the files as they were before or after it. A journal that is full is replaced by another one
 * with the current entries; the offset of the journal is a single store as well. A lock whose holder was killed is broken
 * after a timeout.
 */

import { FileTable, type Change } from "./file-table.ts";
import { FreeBlocks } from "./free-blocks.ts";

/** Indices of 32-bit words. `holder` is the ticket of the lock's holder, 0 if it is free. `lastFile` is the last file's number. */
const word = { holder: 0, tickets: 1, journal: 2, lastFile: 3 };
/** Indices of the words at the beginning of a journal. Each journal of a file system has another number. */
const inJournal = { number: 0, capacity: 1, size: 2 };
const headBytes = 16;
/** Blocks begin at multiples of so many bytes. */
export const blockUnit = 64;
/** The least room for changes in a new journal, and the room that is left when it is replaced: no change is longer. */
const journalRoom = 1 << 18;
const leastRoom = 1 << 15;

// Browsers before 2024 cannot grow shared memory, so it has its full size from the start there.
const canGrow =
  "SharedArrayBuffer" in globalThis
    ? "grow" in SharedArrayBuffer.prototype
    : "resize" in ArrayBuffer.prototype;
/** The maximum size of the memory, and of it what is reserved for the journal, so that files can be removed when it is full. */
const maxSize = canGrow ? 1 << 30 : 1 << 26;
const reserve = maxSize >> 4;
const initialSize = canGrow ? 1 << 20 : maxSize;
/** After this many milliseconds, the holder of the lock is considered killed. */
const longestHold = 2000;
// Blocking waits are not allowed on a page's main thread, which spins.
const mayWait = typeof document !== "object" && "SharedArrayBuffer" in globalThis;

/** Creates memory for a file system, which is shared if the browser allows it. */
export function createMemory(): ArrayBufferLike {
  const options = { maxByteLength: maxSize };
  return "SharedArrayBuffer" in globalThis
    ? new SharedArrayBuffer(initialSize, options)
    : new ArrayBuffer(initialSize, options);
}

/** An error with a number of Emscripten's C library. */
export class FileError extends Error {
  readonly errno: number;
  constructor(errno: number) {
    super(`error ${errno} of a file`);
    this.errno = errno;
  }
}
export const errors = {
  exists: 20,
  invalid: 28,
  isFolder: 31,
  longName: 37,
  noDevice: 43,
  missing: 44,
  full: 51,
  notFolder: 54,
  notEmpty: 55,
};

const lockLost = new Error("the lock was held for so long that another realm has broken it");
const emptyTable = (): FileTable => new FileTable(new FreeBlocks(blockUnit, maxSize));
const encoder = new TextEncoder();
const encode = (change: Change): string => `${JSON.stringify(change)},`;

/** The memory of a file system, with its lock and its journal, as one realm uses it. */
export class FileMemory {
  readonly bytes: Uint8Array;
  /** Valid inside `locked`. */
  table = emptyTable();
  private readonly memory: ArrayBufferLike;
  private readonly words: Int32Array;
  // The number of the journal from which the table was read, and up to where.
  private journal = -1;
  private read = 0;
  private held = 0;

  constructor(memory: ArrayBufferLike) {
    this.memory = memory;
    this.words = new Int32Array(memory);
    this.bytes = new Uint8Array(memory);
  }

  /** Runs an operation on the files. It runs again if the lock was lost before it has committed its changes. */
  locked<T>(run: () => T): T {
    if (this.held !== 0) return run();
    for (;;) {
      this.lock();
      try {
        this.catchUp();
        return run();
      } catch (error) {
        if (error !== lockLost) throw error;
      } finally {
        this.unlock();
      }
    }
  }

  /** Inside `locked`: makes changes, of which a killed process leaves all or none. */
  commit(...changes: Change[]): void {
    if (this.words[word.journal] === 0) this.replaceJournal();
    const text = encoder.encode(changes.map(encode).join(""));
    const journal = this.words[word.journal]!;
    const [capacity, size] = [this.head(journal, inJournal.capacity), this.read];
    if (size + text.length > capacity) throw new FileError(errors.full);
    this.requireLock();
    this.bytes.set(text, journal + headBytes + size);
    this.read = this.setHead(journal, inJournal.size, size + text.length);
    for (const change of changes) this.table.apply(change);
    if (this.read + leastRoom > capacity) this.replaceJournal();
  }

  /** The number for a new file. */
  nextFile(): number {
    return Atomics.add(this.words, word.lastFile, 1) + 1;
  }

  /** Finds free bytes for the contents of a file. They are taken by committing an entry with them. */
  find(bytes: number): number | undefined {
    const at = this.table.free.find(bytes, maxSize - reserve);
    if (at !== undefined) this.grow(at + bytes);
    return at;
  }

  /** Whether so many bytes from `at` on are free for the contents of a file. */
  isFree(at: number, bytes: number): boolean {
    const isFree = at + bytes <= maxSize - reserve && this.table.free.after(at) >= bytes;
    if (isFree) this.grow(at + bytes);
    return isFree;
  }

  private grow(end: number): void {
    const { memory } = this;
    if (end <= memory.byteLength) return;
    const wanted = Math.min(maxSize, Math.max(end, 2 * memory.byteLength));
    if (memory instanceof ArrayBuffer) memory.resize(wanted);
    else memory.grow(wanted);
  }

  private lock(): void {
    const { words } = this;
    const ticket = Atomics.add(words, word.tickets, 1) + 1;
    let since = performance.now();
    for (let holder = 0; (holder = this.tryLock(ticket)) !== 0;) {
      if (mayWait) Atomics.wait(words, word.holder, holder, longestHold);
      if (Atomics.load(words, word.holder) !== holder) since = performance.now();
      else if (performance.now() - since >= longestHold)
        Atomics.compareExchange(words, word.holder, holder, 0); // breaks the lock
    }
    this.held = ticket;
  }

  private tryLock(ticket: number): number {
    return Atomics.compareExchange(this.words, word.holder, 0, ticket);
  }

  private requireLock(): void {
    if (Atomics.load(this.words, word.holder) !== this.held) throw lockLost;
  }

  private unlock(): void {
    Atomics.compareExchange(this.words, word.holder, this.held, 0);
    this.held = 0;
    Atomics.notify(this.words, word.holder);
  }

  // Applies the changes that other realms have made.
  private catchUp(): void {
    const journal = this.words[word.journal]!;
    if (journal === 0) return;
    const number = this.head(journal, inJournal.number);
    if (number !== this.journal) {
      this.table = emptyTable();
      this.table.free.take(journal, headBytes + this.head(journal, inJournal.capacity));
      this.journal = number;
      this.read = 0;
    }
    const size = this.head(journal, inJournal.size);
    if (size === this.read) return;
    const at = journal + headBytes;
    // A copy, since shared memory cannot be decoded.
    const text = new TextDecoder().decode(this.bytes.slice(at + this.read, at + size));
    for (const change of JSON.parse(`[${text.slice(0, -1)}]`) as Change[]) this.table.apply(change);
    this.read = size;
  }

  private replaceJournal(): void {
    const before = this.words[word.journal]!;
    const text = encoder.encode([...this.table.changes()].map(encode).join(""));
    const room = text.length + Math.max(text.length, journalRoom);
    const bytes = Math.ceil((headBytes + room) / blockUnit) * blockUnit;
    const journal = this.table.free.find(bytes, maxSize);
    if (journal === undefined) return; // the old one lasts until it is full
    this.grow(journal + bytes);
    this.requireLock();
    this.bytes.set(text, journal + headBytes);
    const number = before === 0 ? 0 : this.head(before, inJournal.number);
    this.setHead(journal, inJournal.number, number + 1);
    this.setHead(journal, inJournal.capacity, bytes - headBytes);
    this.setHead(journal, inJournal.size, text.length);
    Atomics.store(this.words, word.journal, journal);
    this.catchUp();
  }

  private head(journal: number, index: number): number {
    return Atomics.load(this.words, journal / 4 + index);
  }

  private setHead(journal: number, index: number, value: number): number {
    return Atomics.store(this.words, journal / 4 + index, value);
  }
}
