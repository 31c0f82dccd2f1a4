/**
 * Files in shared memory, which the program, its processes and the page see alike: as processes of one machine see a disk.
 *
 * The memory begins with a few words (`Word`). Behind them lie the contents of files, and the table of all files as JSON,
 * which is written anew, elsewhere, with each change: a process that is killed in between leaves the old one. Whoever uses
 * the memory holds its lock. A lock whose holder was killed is broken after a while.
 */

/** A file or folder. Times are milliseconds since 1970. */
export interface Entry {
  mode: number;
  size: number;
  modified: number;
  /** Of a file: where its contents are, and how many bytes there are for them. */
  at: number;
  capacity: number;
  /** Of a symbolic link: where it leads. */
  target?: string;
}

interface Table {
  /** By path. */
  paths: Record<string, number>;
  entries: Record<number, Entry>;
  /** Places that no file has: address and bytes. */
  free: [at: number, bytes: number][];
  last: number;
}

/** Indices of 32-bit words. `holder` numbers who holds the lock, 0 for nobody. */
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

// Browsers of 2023 have shared memory that cannot grow: there it has its whole size at once.
const canGrow = "grow" in (globalThis.SharedArrayBuffer ?? { prototype: { grow: 0 } }).prototype;
/** What the memory may grow to. */
const most = canGrow ? 1 << 30 : 1 << 26;
const beginning = canGrow ? 1 << 20 : most;
/** How long somebody may hold the lock, in milliseconds. */
const longestHold = 2000;

const isFolder = (mode: number): boolean => (mode & 0o170000) === 0o040000;
const isFile = (mode: number): boolean => (mode & 0o170000) === 0o100000;

/** Memory without files, shared where that can be. */
export function filesMemory(): ArrayBufferLike {
  const options = { maxByteLength: most };
  const memory =
    "SharedArrayBuffer" in globalThis
      ? new SharedArrayBuffer(beginning, options)
      : new ArrayBuffer(beginning, options);
  new Int32Array(memory)[Word.end] = Word.count * 4;
  const files = new SharedFiles(memory);
  for (const path of ["/home/pyodide", "/tmp"]) files.make(path, 0o040777);
  return memory;
}

/** An error by the number that Emscripten's C library has for it. */
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

/** The files of one memory, as one realm sees them. */
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

  /** The number of the file or folder at a path. Throws where there is none. */
  find(path: string): number {
    return this.locked(() => this.numberAt(path));
  }

  /** What is known of a file or folder. */
  entry(number: number): Entry {
    return this.locked(() => ({ ...this.at(number) }));
  }

  /** Changes what is known of it; a `size` cuts its contents or adds zeros. */
  change(
    number: number,
    { size, ...rest }: Partial<Pick<Entry, "mode" | "modified" | "size">>,
  ): void {
    this.changed(() => {
      const entry = Object.assign(this.at(number), rest);
      if (size !== undefined) this.resize(entry, size);
    });
  }

  /** Makes a file or folder, or a link to `target`. */
  make(path: string, mode: number, target?: string): number {
    return this.changed(() => {
      const { table } = this;
      const there = table.paths[path];
      // Another process was faster to make a file that both open: it is the same one.
      if (there !== undefined && isFile(mode) && isFile(this.at(there).mode)) return there;
      if (there !== undefined) throw new FileError(errors.exists);
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

  /** Makes a file with contents, and the folders above it. */
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

  /** Takes a path away. The file itself goes as well unless it is `kept`, because somebody reads it. */
  remove(path: string, kept = false): void {
    this.changed(() => {
      const number = this.numberAt(path);
      this.requireEmpty(path, number);
      delete this.table.paths[path];
      if (!kept) this.drop(number);
    });
  }

  /** Drops a file that has no path any more. */
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

  /** Copies from a file, from `position` on, into all of `target`; how many bytes there were. */
  read(number: number, position: number, target: Uint8Array): number {
    return this.locked(() => {
      const { at, size } = this.at(number);
      const count = Math.max(0, Math.min(target.length, size - position));
      target.set(this.bytes.subarray(at + position, at + position + count));
      return count;
    });
  }

  /** Writes to a file at `position`, or at its end; gives the position behind what was written. */
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

  /** The contents of all files under a path, by their paths from there. */
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
    if (end > most) throw new FileError(errors.full);
    const { memory } = this;
    if (end > memory.byteLength) {
      const wanted = Math.min(most, Math.max(end, 2 * memory.byteLength));
      if (memory instanceof ArrayBuffer) memory.resize(wanted);
      else memory.grow(wanted);
    }
    this.words[Word.end] = end;
    return at;
  }

  // Runs what reads the table.
  private locked<T>(run: () => T): T {
    const outer = this.held === 0;
    if (outer) this.lock();
    try {
      return run();
    } finally {
      if (outer) this.unlock();
    }
  }

  // Runs what changes the table.
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
        Atomics.compareExchange(words, Word.holder, holder, 0); // its holder was killed
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
    const size = JSON.stringify(table).length * 3 + 100; // what UTF-8 takes at most, and what allocating adds
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

// A page's main thread must not; nobody holds the lock when it looks.
const mayWait = typeof document !== "object" && "SharedArrayBuffer" in globalThis;
