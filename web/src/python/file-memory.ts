/**
 * A file system in shared memory, which the program, its processes and the page share, as processes of a machine share a disk.
 *
 * The memory starts with a few words (`Word`), followed by the contents of files and the table of all files as JSON. Each
 * change writes a new table to another place, so that the old one is intact if the process is killed meanwhile. Every access
 * holds a lock. A lock whose holder was killed is broken after a timeout.
 */

/** A file, folder or symbolic link. Times are milliseconds since 1970. */
export interface Entry {
  mode: number;
  size: number;
  modified: number;
  /** The offset of a file's contents, and how many bytes are reserved for them. */
  at: number;
  capacity: number;
  /** The target of a symbolic link. */
  target?: string;
}

/** The table of all files. */
export interface Table {
  /** The numbers of entries, by path. */
  paths: Record<string, number>;
  entries: Record<number, Entry>;
  /** Free blocks: offset and size. */
  free: [at: number, bytes: number][];
  last: number;
}

/** Indices of 32-bit words. `holder` is the ticket of the lock's holder, 0 if it is free. */
const enum Word {
  holder,
  tickets,
  version,
  table,
  tableSize,
  tableCapacity,
  end,
  count,
}

// Browsers before 2024 cannot grow shared memory, so it has its full size from the start there.
const canGrow = "grow" in (globalThis.SharedArrayBuffer ?? { prototype: { grow: 0 } }).prototype;
/** The maximum size of the memory. */
const maxSize = canGrow ? 1 << 30 : 1 << 26;
const initialSize = canGrow ? 1 << 20 : maxSize;
/** After this many milliseconds, the holder of the lock is considered killed. */
const longestHold = 2000;

/** Creates memory for a file system, which is shared if the browser allows it. */
export function createMemory(): ArrayBufferLike {
  const options = { maxByteLength: maxSize };
  const memory =
    "SharedArrayBuffer" in globalThis
      ? new SharedArrayBuffer(initialSize, options)
      : new ArrayBuffer(initialSize, options);
  new Int32Array(memory)[Word.end] = Word.count * 4;
  return memory;
}

/** An error with a number of Emscripten's C library. */
export class FileError extends Error {
  constructor(readonly errno: number) {
    super(`error ${errno} of a file`);
  }
}
export const errors = {
  exists: 20,
  invalid: 28,
  isFolder: 31,
  missing: 44,
  full: 51,
  notEmpty: 55,
};

/** The memory of a file system, with its lock and its table, as one realm uses it. */
export class FileMemory {
  readonly bytes: Uint8Array;
  /** Valid inside `locked` and `changed`. */
  table: Table = { paths: {}, entries: {}, free: [], last: 0 };
  private readonly words: Int32Array;
  private version = 0;
  private held = 0;

  constructor(private readonly memory: ArrayBufferLike) {
    this.words = new Int32Array(memory, 0, Word.count);
    this.bytes = new Uint8Array(memory);
  }

  /** Reserves so many bytes; returns their offset. */
  allocate(bytes: number): number {
    const { free } = this.table;
    const index = free.findIndex(([, length]) => length >= bytes && length <= 4 * bytes);
    if (index >= 0) return free.splice(index, 1)[0]![0];
    const at = this.words[Word.end]!;
    const end = at + bytes;
    if (end > maxSize) throw new FileError(errors.full);
    const { memory } = this;
    if (end > memory.byteLength) {
      const wanted = Math.min(maxSize, Math.max(end, 2 * memory.byteLength));
      if (memory instanceof ArrayBuffer) memory.resize(wanted);
      else memory.grow(wanted);
    }
    this.words[Word.end] = end;
    return at;
  }

  /** Runs an operation that reads the table. */
  locked<T>(run: () => T): T {
    const outer = this.held === 0;
    if (outer) this.lock();
    try {
      return run();
    } finally {
      if (outer) this.unlock();
    }
  }

  /** Runs an operation that changes the table. */
  changed<T>(run: () => T): T {
    return this.locked(() => {
      const result = run();
      this.store();
      return result;
    });
  }

  private lock(): void {
    const { words } = this;
    const ticket = Atomics.add(words, Word.tickets, 1) + 1;
    let since = performance.now();
    for (let holder = 0; (holder = this.tryLock(ticket)) !== 0;) {
      if (mayWait) Atomics.wait(words, Word.holder, holder, longestHold);
      if (Atomics.load(words, Word.holder) !== holder) since = performance.now();
      else if (performance.now() - since >= longestHold)
        Atomics.compareExchange(words, Word.holder, holder, 0); // breaks the lock
    }
    this.held = ticket;
    if (words[Word.version] !== this.version) this.load();
  }

  private tryLock(ticket: number): number {
    return Atomics.compareExchange(this.words, Word.holder, 0, ticket);
  }

  private unlock(): void {
    Atomics.compareExchange(this.words, Word.holder, this.held, 0);
    this.held = 0;
    Atomics.notify(this.words, Word.holder);
  }

  private load(): void {
    const { words } = this;
    const at = words[Word.table]!;
    const text = new TextDecoder().decode(this.bytes.slice(at, at + words[Word.tableSize]!));
    this.table = JSON.parse(text) as Table;
    this.version = words[Word.version]!;
  }

  private store(): void {
    const { words, table } = this;
    const old: [number, number] = [words[Word.table]!, words[Word.tableCapacity]!];
    const size = JSON.stringify(table).length * 3 + 100; // the limit in UTF-8, and room for the entry that allocate() adds
    const at = this.allocate(size);
    if (old[1] > 0) table.free.push(old);
    const text = new TextEncoder().encode(JSON.stringify(table));
    this.bytes.set(text, at);
    words[Word.table] = at;
    words[Word.tableSize] = text.length;
    words[Word.tableCapacity] = size;
    this.version = Atomics.add(words, Word.version, 1) + 1;
  }
}
// Blocking waits are not allowed on a page's main thread, which spins.
const mayWait = typeof document !== "object" && "SharedArrayBuffer" in globalThis;
