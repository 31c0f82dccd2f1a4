import { createMemory, type Entry, errors, FileError, FileMemory } from "./file-memory";

const isFolder = (mode: number): boolean => (mode & 0o170000) === 0o040000;
const isFile = (mode: number): boolean => (mode & 0o170000) === 0o100000;

/** Creates memory for an empty file system. */
export function filesMemory(): ArrayBufferLike {
  const memory = createMemory();
  const files = new SharedFiles(memory);
  for (const path of ["/home/pyodide", "/tmp"]) files.make(path, 0o040777);
  return memory;
}

/** The interface of one realm to the file system. */
export class SharedFiles {
  private readonly memory: FileMemory;

  constructor(memory: ArrayBufferLike) {
    this.memory = new FileMemory(memory);
  }

  /** The number of the file or folder at a path. Throws if there is none. */
  find(path: string): number {
    return this.memory.locked(() => this.numberAt(path));
  }

  /** The entry of a file or folder. */
  entry(number: number): Entry {
    return this.memory.locked(() => ({ ...this.at(number) }));
  }

  /** Changes attributes; `size` truncates the contents or appends zeros. */
  change(
    number: number,
    { size, ...rest }: Partial<Pick<Entry, "mode" | "modified" | "size">>,
  ): void {
    this.memory.changed(() => {
      const entry = Object.assign(this.at(number), rest);
      if (size !== undefined) this.resize(entry, size);
    });
  }

  /** Creates a file or folder, or a link to `target`. */
  make(path: string, mode: number, target?: string): number {
    return this.memory.changed(() => {
      const { table } = this.memory;
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

  /** Creates a file with contents, or replaces those of an existing one, and creates its parent folders. */
  put(path: string, contents: Uint8Array): void {
    this.memory.changed(() => {
      for (let end = path.indexOf("/", 1); end >= 0; end = path.indexOf("/", end + 1)) {
        const folder = path.slice(0, end);
        if (!(folder in this.memory.table.paths)) this.make(folder, 0o040777);
      }
      const number = this.make(path, 0o100666);
      this.resize(this.at(number), contents.length);
      this.write(number, 0, contents);
    });
  }

  /** The names in a folder. */
  list(path: string): string[] {
    const from = `${path}/`;
    return this.memory.locked(() =>
      Object.keys(this.memory.table.paths)
        .filter((name) => name.startsWith(from) && !name.includes("/", from.length))
        .map((name) => name.slice(from.length)),
    );
  }

  /** Removes a path, and its file unless that is `kept` since it is still open. */
  remove(path: string, kept = false): void {
    this.memory.changed(() => {
      const number = this.numberAt(path);
      this.requireEmpty(path, number);
      delete this.memory.table.paths[path];
      if (!kept) this.drop(number);
    });
  }

  /** Deletes a file if it has no path. */
  forget(number: number): void {
    this.memory.changed(() => {
      if (!Object.values(this.memory.table.paths).includes(number)) this.drop(number);
    });
  }

  /** Moves a file, or a folder with all that is in it. */
  rename(from: string, to: string): void {
    this.memory.changed(() => {
      const { paths } = this.memory.table;
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
    return this.memory.locked(() => {
      const { at, size } = this.at(number);
      const count = Math.max(0, Math.min(target.length, size - position));
      target.set(this.memory.bytes.subarray(at + position, at + position + count));
      return count;
    });
  }

  /** Writes to a file at `position`, or at its end; returns the position after the written bytes. */
  write(number: number, position: number | "end", source: Uint8Array): number {
    return this.memory.changed(() => {
      const entry = this.at(number);
      const from = position === "end" ? entry.size : position;
      if (from + source.length > entry.size) this.resize(entry, from + source.length);
      this.memory.bytes.set(source, entry.at + from);
      entry.modified = Date.now();
      return from + source.length;
    });
  }

  /** The contents of all files below a path, by their paths relative to it. */
  all(path: string): Record<string, Uint8Array> {
    return this.memory.locked(() => {
      const found: Record<string, Uint8Array> = {};
      for (const [name, number] of Object.entries(this.memory.table.paths)) {
        const { mode, at, size, target } = this.at(number);
        if (!name.startsWith(`${path}/`) || isFolder(mode) || target !== undefined) continue;
        found[name.slice(path.length + 1)] = new Uint8Array(
          this.memory.bytes.subarray(at, at + size),
        );
      }
      return found;
    });
  }

  private numberAt(path: string): number {
    const number = this.memory.table.paths[path];
    if (number === undefined) throw new FileError(errors.missing);
    return number;
  }

  private at(number: number): Entry {
    const entry = this.memory.table.entries[number];
    if (!entry) throw new FileError(errors.missing);
    return entry;
  }

  private requireEmpty(path: string, number: number): void {
    if (!isFolder(this.at(number).mode)) return;
    if (Object.keys(this.memory.table.paths).some((name) => name.startsWith(`${path}/`)))
      throw new FileError(errors.notEmpty);
  }

  private drop(number: number): void {
    const { at, capacity } = this.at(number);
    if (capacity > 0) this.memory.table.free.push([at, capacity]);
    delete this.memory.table.entries[number];
  }

  private resize(entry: Entry, size: number): void {
    if (size > entry.capacity) {
      const capacity = Math.max(
        size,
        Math.min(2 * entry.capacity, entry.capacity + (1 << 24)),
        256,
      );
      const at = this.memory.allocate(capacity);
      this.memory.bytes.copyWithin(at, entry.at, entry.at + entry.size);
      if (entry.capacity > 0) this.memory.table.free.push([entry.at, entry.capacity]);
      entry.at = at;
      entry.capacity = capacity;
    }
    if (size > entry.size) this.memory.bytes.fill(0, entry.at + entry.size, entry.at + size);
    entry.size = size;
  }
}
