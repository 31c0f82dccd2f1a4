import { blockUnit, createMemory, errors, FileError, FileMemory } from "./file-memory.ts";
import { type Change, type Entry, root } from "./file-table.ts";

const isFolder = (mode: number): boolean => (mode & 0o170000) === 0o040000;
const folderMode = 0o040777;
/** The most bytes of a name, as on Linux. */
const longestName = 255;
/** The least capacity of a file, and by how many bytes it grows at most beyond what is written. */
const leastCapacity = 256;
const mostGrowth = 1 << 24;

/** Creates memory for an empty file system. */
export function filesMemory(): ArrayBufferLike {
  const memory = createMemory();
  const files = new SharedFiles(memory, "page");
  for (const path of ["/home/pyodide", "/tmp"]) files.makeFolders(path);
  return memory;
}

/**
 * The interface of one realm to the file system. Files and folders are identified by numbers; those without a path exist as
 * long as a process has them open.
 */
export class SharedFiles {
  private readonly memory: FileMemory;
  private readonly process: string;

  /** @param process - the name of the process that opens files */
  constructor(memory: ArrayBufferLike, process: string) {
    this.memory = new FileMemory(memory);
    this.process = process;
  }

  /** The number of what is at a path. Throws if there is nothing. */
  at(path: string): number {
    const names = path.split("/").filter((name) => name !== "");
    return this.memory.locked(() =>
      names.reduce((folder, name) => this.numberOf(folder, name), root),
    );
  }

  /** The number of what has this name in a folder. Throws if there is nothing. */
  find(folder: number, name: string): number {
    return this.memory.locked(() => this.numberOf(folder, name));
  }

  /** The entry of a file or folder. Throws if it does not exist any more. */
  entry(file: number): Entry {
    return this.memory.locked(() => this.entryOf(file));
  }

  /** Changes attributes; `size` truncates the contents or appends zeros. */
  change(
    file: number,
    { size, ...rest }: { mode?: number; modified?: number; size?: number },
  ): void {
    this.memory.locked(() => {
      const entry = this.entryOf(file);
      const resized =
        size === undefined ? entry : { ...this.resized(entry, size, size), modified: Date.now() };
      this.memory.commit([file, { ...resized, ...rest }]);
    });
  }

  /** Creates a file or folder, or a link to `target`. Throws if there is one of that name. */
  make(folder: number, name: string, mode: number, target?: string): number {
    return this.memory.locked(() => {
      const { table } = this.memory;
      if (folder !== root && this.entryOf(folder).folder === null)
        throw new FileError(errors.missing);
      if (table.inFolder(folder).has(name)) throw new FileError(errors.exists);
      this.requireShort(name);
      const file = this.memory.nextFile();
      const times = { modified: Date.now(), at: 0, capacity: 0 };
      const link = target === undefined ? {} : { target };
      const size = new TextEncoder().encode(target).length;
      this.memory.commit([file, { mode, size, ...times, folder, name, ...link }]);
      return file;
    });
  }

  /** Creates a folder and its parents unless they exist; returns its number. */
  makeFolders(path: string): number {
    const names = path.split("/").filter((name) => name !== "");
    return this.memory.locked(() =>
      names.reduce(
        (folder, name) =>
          this.memory.table.inFolder(folder).get(name) ?? this.make(folder, name, folderMode),
        root,
      ),
    );
  }

  /** Creates a file with contents, and its parent folders. An existing file gets these contents. */
  put(path: string, contents: Uint8Array): void {
    const end = path.lastIndexOf("/");
    const name = path.slice(end + 1);
    this.memory.locked(() => {
      const folder = this.makeFolders(path.slice(0, end));
      const existing = this.memory.table.inFolder(folder).get(name);
      if (existing !== undefined) this.change(existing, { size: 0 });
      this.write(existing ?? this.make(folder, name, 0o100666), 0, contents);
    });
  }

  /** The names in a folder. */
  list(folder: number): string[] {
    return this.memory.locked(() => [...this.memory.table.inFolder(folder).keys()]);
  }

  /** Removes a file or an empty folder. An open file exists until it is closed. */
  remove(folder: number, name: string): void {
    this.memory.locked(() => this.memory.commit(this.removal(this.numberOf(folder, name))));
  }

  /** Moves a file, or a folder with all that is in it. What it replaces exists until it is closed. */
  rename(fromFolder: number, fromName: string, folder: number, name: string): void {
    this.memory.locked(() => {
      const file = this.numberOf(fromFolder, fromName);
      const replaced = this.memory.table.inFolder(folder).get(name);
      if (replaced === file) return;
      this.requireShort(name);
      const removals = replaced === undefined ? [] : [this.removal(replaced)];
      this.memory.commit(...removals, [file, { ...this.entryOf(file), folder, name }]);
    });
  }

  /** Opens a file: it exists until it is closed as often as it was opened. */
  open(file: number): void {
    this.memory.locked(() => {
      this.entryOf(file);
      const opens = this.memory.table.opens(this.process, file);
      this.memory.commit([this.process, file, opens + 1]);
    });
  }

  close(file: number): void {
    this.memory.locked(() => this.closed(this.process, file, 1));
  }

  /** Closes all files of the processes whose names begin with `prefix`, which have ended. */
  closeAll(prefix: string): void {
    this.memory.locked(() => {
      for (const [process, file] of this.memory.table.openBy(prefix))
        this.closed(process, file, Infinity);
    });
  }

  /** Reads from `position` of a file into `target`; returns the number of bytes read. */
  read(file: number, position: number, target: Uint8Array): number {
    return this.memory.locked(() => {
      const { at, size } = this.entryOf(file);
      const count = Math.max(0, Math.min(target.length, size - position));
      target.set(this.memory.bytes.subarray(at + position, at + position + count));
      return count;
    });
  }

  /** Writes to a file at `position`, or at its end; returns the position after the written bytes. */
  write(file: number, position: number | "end", source: Uint8Array): number {
    return this.memory.locked(() => {
      const entry = this.entryOf(file);
      const from = position === "end" ? entry.size : position;
      const end = from + source.length;
      const changed = end > entry.size ? this.resized(entry, end, from) : entry;
      this.memory.bytes.set(source, changed.at + from);
      const modified = Date.now();
      if (changed !== entry || modified !== entry.modified)
        this.memory.commit([file, { ...changed, modified }]);
      return end;
    });
  }

  /** The contents of all files below a path, by their paths relative to it. */
  all(path: string): Record<string, Uint8Array> {
    return this.memory.locked(() => {
      const found: Record<string, Uint8Array> = {};
      const visit = (folder: number, prefix: string): void => {
        for (const [name, file] of this.memory.table.inFolder(folder)) {
          const { mode, at, size, target } = this.entryOf(file);
          if (isFolder(mode)) visit(file, `${prefix}${name}/`);
          else if (target === undefined)
            found[prefix + name] = new Uint8Array(this.memory.bytes.subarray(at, at + size));
        }
      };
      visit(this.at(path), "");
      return found;
    });
  }

  private numberOf(folder: number, name: string): number {
    const file = this.memory.table.inFolder(folder).get(name);
    if (file !== undefined) return file;
    this.requireShort(name);
    throw new FileError(errors.missing);
  }

  private entryOf(file: number): Entry {
    const entry = this.memory.table.entry(file);
    if (!entry) throw new FileError(errors.missing);
    return entry;
  }

  private requireShort(name: string): void {
    if (new TextEncoder().encode(name).length > longestName) throw new FileError(errors.longName);
  }

  private removal(file: number): Change {
    const { table } = this.memory;
    if (table.inFolder(file).size > 0) throw new FileError(errors.notEmpty);
    return [file, table.isOpen(file) ? { ...this.entryOf(file), folder: null } : null];
  }

  private closed(process: string, file: number, times: number): void {
    const { table } = this.memory;
    const before = table.opens(process, file);
    if (before === 0) return; // the process was already considered ended
    const opens = Math.max(0, before - times);
    const isLast =
      opens === 0 && this.entryOf(file).folder === null && !table.isOpen(file, process);
    this.memory.commit([process, file, opens], ...(isLast ? [[file, null] as const] : []));
  }

  // The entry with another size. Zeros are written from the old end up to `zerosTo`.
  private resized(entry: Entry, size: number, zerosTo: number): Entry {
    const { bytes } = this.memory;
    const { at, capacity } =
      size > entry.capacity
        ? this.enlarged(entry, size)
        : { ...entry, capacity: size < entry.size ? inUnits(size) : entry.capacity };
    if (zerosTo > entry.size) bytes.fill(0, at + entry.size, at + zerosTo);
    return { ...entry, size, at, capacity };
  }

  // More capacity, in place if the bytes after the file are free.
  private enlarged(entry: Entry, size: number): { at: number; capacity: number } {
    const { memory } = this;
    const growth = Math.min(entry.capacity, mostGrowth);
    const generous = inUnits(Math.max(size, entry.capacity + growth, leastCapacity));
    for (const capacity of [generous, inUnits(size)]) {
      if (entry.capacity > 0 && memory.isFree(entry.at + entry.capacity, capacity - entry.capacity))
        return { at: entry.at, capacity };
      const at = memory.find(capacity);
      if (at === undefined) continue;
      memory.bytes.copyWithin(at, entry.at, entry.at + entry.size);
      return { at, capacity };
    }
    throw new FileError(errors.full);
  }
}

function inUnits(bytes: number): number {
  return Math.ceil(bytes / blockUnit) * blockUnit;
}
