import type { FreeBlocks } from "./free-blocks.ts";

/** A file, folder or symbolic link. Times are milliseconds since 1970. */
export interface Entry {
  readonly mode: number;
  readonly size: number;
  readonly modified: number;
  /** The offset of a file's contents, and how many bytes are reserved for them. */
  readonly at: number;
  readonly capacity: number;
  /** The number of its folder and its name there. The folder is null if it was removed while it was open. */
  readonly folder: number | null;
  readonly name: string;
  /** The target of a symbolic link. */
  readonly target?: string;
}

/** The new entry of a file, or null if it is deleted; or how often a process now has a file open. */
export type Change =
  | readonly [file: number, entry: Entry | null]
  | readonly [process: string, file: number, opens: number];

/** The number of the root folder, which has no entry. */
export const root = 0;

/** The table of all files, and of the processes that have them open. It changes only by {@link apply}. */
export class FileTable {
  private readonly entries = new Map<number, Entry>();
  private readonly folders = new Map<number, Map<string, number>>();
  private readonly processes = new Map<string, Map<number, number>>();
  readonly free: FreeBlocks;

  constructor(free: FreeBlocks) {
    this.free = free;
  }

  entry(file: number): Entry | undefined {
    return this.entries.get(file);
  }

  /** The numbers of what is in a folder, by name. */
  inFolder(folder: number): ReadonlyMap<string, number> {
    return this.folders.get(folder) ?? new Map();
  }

  /** How often a process has a file open. */
  opens(process: string, file: number): number {
    return this.processes.get(process)?.get(file) ?? 0;
  }

  /** Whether a process has a file open, other than the one `besides`. */
  isOpen(file: number, besides?: string): boolean {
    return [...this.processes].some(([process, files]) => process !== besides && files.has(file));
  }

  /** The files that the processes have open whose names begin with `prefix`. */
  openBy(prefix: string): [process: string, file: number][] {
    const processes = [...this.processes].filter(([process]) => process.startsWith(prefix));
    return processes.flatMap(([process, files]) =>
      [...files.keys()].map((file): [string, number] => [process, file]),
    );
  }

  apply(change: Change): void {
    if (change.length === 2) this.setEntry(...change);
    else this.setOpens(...change);
  }

  /** Changes that make an empty table equal to this one. */
  *changes(): Generator<Change> {
    yield* this.entries;
    for (const [process, files] of this.processes)
      for (const [file, opens] of files) yield [process, file, opens];
  }

  private setEntry(file: number, entry: Entry | null): void {
    const before = this.entries.get(file);
    if (entry) this.entries.set(file, entry);
    else this.entries.delete(file);
    if (before?.at !== entry?.at || before?.capacity !== entry?.capacity) {
      if (before?.capacity) this.free.release(before.at, before.capacity);
      if (entry?.capacity) this.free.take(entry.at, entry.capacity);
    }
    if (before?.folder === entry?.folder && before?.name === entry?.name) return;
    if (before) this.leave(before.folder, before.name, file);
    if (entry && entry.folder !== null) this.enter(entry.folder, entry.name, file);
  }

  private enter(folder: number, name: string, file: number): void {
    const names = this.folders.get(folder) ?? new Map<string, number>();
    this.folders.set(folder, names.set(name, file));
  }

  private leave(folder: number | null, name: string, file: number): void {
    const names = folder === null ? undefined : this.folders.get(folder);
    if (names?.get(name) !== file) return; // another file has replaced it
    names.delete(name);
    if (names.size === 0) this.folders.delete(folder!);
  }

  private setOpens(process: string, file: number, opens: number): void {
    const files = this.processes.get(process) ?? new Map<number, number>();
    if (opens > 0) files.set(file, opens);
    else files.delete(file);
    if (files.size > 0) this.processes.set(process, files);
    else this.processes.delete(process);
  }
}
