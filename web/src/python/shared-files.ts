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

interface Table {
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

const isFolder = (mode: number): boolean => (mode & 0o170000) === 0o040000;
const isFile = (mode: number): boolean => (mode & 0o170000) === 0o100000;

/** Creates memory for an empty file system, which is shared if the browser allows it. */
export function filesMemory(): ArrayBufferLike {
  const options = { maxByteLength: maxSize };
  const memory =
    "SharedArrayBuffer" in globalThis
      ? new SharedArrayBuffer(initialSize, options)
      : new ArrayBuffer(initialSize, options);
  new Int32Array(memory)[Word.end] = Word.count * 4;
  const files = new SharedFiles(memory);
  for (const path of ["/home/pyodide", "/tmp"]) files.make(path, 0o040777);
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

/** The interface of one realm to the file system. */
export class SharedFiles {
  private readonly words: Int32Array;
  private readonly bytes: Uint8Array;
  private table: Table = { paths: {}, entries: {}, free: [], last: 0 };
  private version = 0;
  private held = 0;

  constructor(private readonly memory: ArrayBufferLike) {
    this.words = new Int32Array(memory, 0, Word.count);
    this.bytes = new Uint8Array(memory);
  }

  /** The number of the file or folder at a path. Throws if there is none. */
  find(path: string): number {
    return this.locked(() => this.numberAt(path));
  }

  /** The entry of a file or folder. */
  entry(number: number): Entry {
    return this.locked(() => ({ ...this.at(number) }));
  }

  /** Changes attributes; `size` truncates the contents or appends zeros. */
  change(
    number: number,
    { size, ...rest }: Partial<Pick<Entry, "mode" | "modified" | "size">>,
  ): void {
    this.changed(() => {
      const entry = Object.assign(this.at(number), rest);
      if (size !== undefined) this.resize(entry, size);
    });
  }

  /** Creates a file or folder, or a link to `target`. */
  make(path: string, mode: number, target?: string): number {
    return this.changed(() => {
      const { table } = this;
      const existing = table.paths[path];
      // Another process may have created a file that both open.
      if (existing !== undefined && isFile(mode) && isFile(this.at(existing).mode)) return existing;
      if (existing !== undefined) throw new FileError(errors.exists);
      const number = ++table.last;
      table.paths[path] = number;
      table.entries[number] = {
        mode,
        size: target?.length ?? 0,
        modified: Date.now(),
        at: 0,
        capacity: 0,
      };
      if (target !== undefined) table.entries[number].target = target;
      return number;
    });
  }

  /** Creates a file with contents, and its parent folders. */
  put(path: string, contents: Uint8Array): void {
    this.changed(() => {
      for (let end = path.indexOf("/", 1); end >= 0; end = path.indexOf("/", end + 1)) {
        const folder = path.slice(0, end);
        if (!(folder in this.table.paths)) this.make(folder, 0o040777);
      }
      this.write(this.make(path, 0o100666), 0, contents);
    });
  }

  /** The names in a folder. */
  list(path: string): string[] {
    const from = `${path}/`;
    return this.locked(() =>
      Object.keys(this.table.paths)
        .filter((name) => name.startsWith(from) && !name.includes("/", from.length))
        .map((name) => name.slice(from.length)),
    );
  }

  /** Removes a path, and its file unless that is `kept` since it is still open. */
  remove(path: string, kept = false): void {
    this.changed(() => {
      const number = this.numberAt(path);
      this.requireEmpty(path, number);
      delete this.table.paths[path];
      if (!kept) this.drop(number);
    });
  }

  /** Deletes a file if it has no path. */
  forget(number: number): void {
    this.changed(() => {
      if (!Object.values(this.table.paths).includes(number)) this.drop(number);
    });
  }

  /** Moves a file, or a folder with all that is in it. */
  rename(from: string, to: string): void {
    this.changed(() => {
      const { paths } = this.table;
      const number = this.numberAt(from);
      if (from === to) return;
      const replaced = paths[to];
      if (replaced !== undefined) {
        this.requireEmpty(to, replaced);
        this.drop(replaced);
      }
      for (const path of Object.keys(paths).filter((name) => name.startsWith(`${from}/`))) {
        paths[to + path.slice(from.length)] = paths[path]!;
        delete paths[path];
      }
      delete paths[from];
      paths[to] = number;
    });
  }

  /** Reads from `position` of a file into `target`; returns the number of bytes read. */
  read(number: number, position: number, target: Uint8Array): number {
    return this.locked(() => {
      const { at, size } = this.at(number);
      const count = Math.max(0, Math.min(target.length, size - position));
      target.set(this.bytes.subarray(at + position, at + position + count));
      return count;
    });
  }

  /** Writes to a file at `position`, or at its end; returns the position after the written bytes. */
  write(number: number, position: number | "end", source: Uint8Array): number {
    return this.changed(() => {
      const entry = this.at(number);
      const from = position === "end" ? entry.size : position;
      if (from + source.length > entry.size) this.resize(entry, from + source.length);
      this.bytes.set(source, entry.at + from);
      entry.modified = Date.now();
      return from + source.length;
    });
  }

  /** The contents of all files below a path, by their paths relative to it. */
  all(path: string): Record<string, Uint8Array> {
    return this.locked(() => {
      const found: Record<string, Uint8Array> = {};
      for (const [name, number] of Object.entries(this.table.paths)) {
        const { mode, at, size, target } = this.at(number);
        if (!name.startsWith(`${path}/`) || isFolder(mode) || target !== undefined) continue;
        found[name.slice(path.length + 1)] = new Uint8Array(this.bytes.subarray(at, at + size));
      }
      return found;
    });
  }

  private numberAt(path: string): number {
    const number = this.table.paths[path];
    if (number === undefined) throw new FileError(errors.missing);
    return number;
  }

  private at(number: number): Entry {
    const entry = this.table.entries[number];
    if (!entry) throw new FileError(errors.missing);
    return entry;
  }

  private requireEmpty(path: string, number: number): void {
    if (!isFolder(this.at(number).mode)) return;
    if (Object.keys(this.table.paths).some((name) => name.startsWith(`${path}/`)))
      throw new FileError(errors.notEmpty);
  }

  private drop(number: number): void {
    const { at, capacity } = this.at(number);
    if (capacity > 0) this.table.free.push([at, capacity]);
    delete this.table.entries[number];
  }

  private resize(entry: Entry, size: number): void {
    if (size > entry.capacity) {
      const capacity = Math.max(
        size,
        Math.min(2 * entry.capacity, entry.capacity + (1 << 24)),
        256,
      );
      const at = this.allocate(capacity);
      this.bytes.copyWithin(at, entry.at, entry.at + entry.size);
      if (entry.capacity > 0) this.table.free.push([entry.at, entry.capacity]);
      entry.at = at;
      entry.capacity = capacity;
    }
    if (size > entry.size) this.bytes.fill(0, entry.at + entry.size, entry.at + size);
    entry.size = size;
  }

  private allocate(bytes: number): number {
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

  // Runs an operation that reads the table.
  private locked<T>(run: () => T): T {
    const outer = this.held === 0;
    if (outer) this.lock();
    try {
      return run();
    } finally {
      if (outer) this.unlock();
    }
  }

  // Runs an operation that changes the table.
  private changed<T>(run: () => T): T {
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
