import type { EmscriptenFiles } from "./open-files";
import { errors, FileError } from "./file-memory";
import type { SharedFiles } from "./shared-files";

/** The folders that a program and its processes share. */
export const sharedFolders = ["/home/pyodide", "/tmp"];

/** A node of Emscripten: a file or folder that was looked up. It is not cached, since other processes may change the files. */
interface Node {
  id: number;
  mode: number;
  name: string;
  parent: Node;
  node_ops: object;
  stream_ops: object;
  /** The number of the file in the shared memory. */
  shared: number;
}

interface Stream {
  node: Node;
  flags: number;
  position: number;
}

interface Attributes {
  mode?: number | null;
  size?: number;
  mtime?: number;
}

interface Files extends EmscriptenFiles {
  ErrnoError: new (errno: number) => Error;
  createNode(parent: Node | null, name: string, mode: number, device?: number): Node;
  hashRemoveNode(node: Node): void;
  getPath(node: Node): string;
  open(path: unknown, flags: unknown, mode?: number): unknown;
}

const append = 0o2000;
const exclusive = 0o200;
const link = 0o120777;

/** Mounts the shared files in an interpreter, with a driver for Emscripten's file system like NODEFS. */
export function mountSharedFiles(files: EmscriptenFiles, shared: SharedFiles): void {
  for (const folder of sharedFolders) {
    files.mkdirTree(folder);
    files.mount(driver(files as Files, shared), {}, folder);
  }
  openTwice(files as Files);
}

// Emscripten first checks whether a file exists and then creates it, but another process may have created it in between. Then
// opening it again succeeds.
function openTwice(files: Files): void {
  const { open } = files;
  files.open = (path, flags, mode) => {
    try {
      return open(path, flags, mode);
    } catch (error) {
      const alreadyExists = (error as { errno?: number }).errno === errors.exists;
      if (!alreadyExists || typeof flags !== "number" || flags & exclusive) throw error;
      return open(path, flags, mode);
    }
  };
}

function driver(files: Files, shared: SharedFiles): object {
  // How often each file is open in this realm. A removed file is kept until it is closed.
  const open = new Map<number, number>();
  const orphans = new Set<number>();
  const tried = <T>(run: () => T): T => {
    try {
      return run();
    } catch (error) {
      throw error instanceof FileError ? new files.ErrnoError(error.errno) : error;
    }
  };
  const pathOf = (parent: Node, name: string): string => `${files.getPath(parent)}/${name}`;
  const node = (parent: Node | null, name: string, number: number): Node => {
    const made = files.createNode(parent, name, shared.entry(number).mode);
    Object.assign(made, { node_ops: operations, stream_ops: streams, shared: number });
    if (parent) files.hashRemoveNode(made);
    return made;
  };
  const bytes = (buffer: ArrayBufferView, offset: number, length: number): Uint8Array =>
    new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length);

  const operations = {
    getattr: ({ shared: number, id }: Node) =>
      tried(() => {
        const { mode, size, modified } = shared.entry(number);
        const time = new Date(modified);
        return {
          ...{ dev: 1, ino: number || id, mode, nlink: 1, uid: 0, gid: 0, rdev: 0, size },
          ...{
            atime: time,
            mtime: time,
            ctime: time,
            blksize: 4096,
            blocks: Math.ceil(size / 512),
          },
        };
      }),
    setattr: (of: Node, { mode, size, mtime }: Attributes) =>
      tried(() => {
        if (typeof mode === "number") of.mode = mode;
        shared.change(of.shared, {
          ...(typeof mode === "number" ? { mode } : {}),
          ...(size === undefined ? {} : { size }),
          ...(mtime === undefined ? {} : { modified: Number(mtime) }),
        });
      }),
    lookup: (parent: Node, name: string) =>
      tried(() => node(parent, name, shared.find(pathOf(parent, name)))),
    mknod: (parent: Node, name: string, mode: number) =>
      tried(() => node(parent, name, shared.make(pathOf(parent, name), mode))),
    rename: (from: Node, folder: Node, name: string) =>
      tried(() => {
        shared.rename(files.getPath(from), pathOf(folder, name));
        from.name = name;
      }),
    unlink: (parent: Node, name: string) =>
      tried(() => {
        const path = pathOf(parent, name);
        const number = shared.find(path);
        const kept = open.has(number);
        if (kept) orphans.add(number);
        shared.remove(path, kept);
      }),
    rmdir: (parent: Node, name: string) => tried(() => shared.remove(pathOf(parent, name))),
    readdir: (of: Node) => tried(() => [".", "..", ...shared.list(files.getPath(of))]),
    symlink: (parent: Node, name: string, target: string) =>
      tried(() => node(parent, name, shared.make(pathOf(parent, name), link, target))),
    readlink: (of: Node) =>
      tried(() => {
        const { target } = shared.entry(of.shared);
        if (target === undefined) throw new FileError(errors.invalid);
        return target;
      }),
  };

  const count = (number: number, by: number): void => {
    const times = (open.get(number) ?? 0) + by;
    if (times > 0) {
      open.set(number, times);
      return;
    }
    open.delete(number);
    if (orphans.delete(number)) shared.forget(number);
  };
  const streams = {
    open: (stream: Stream) => count(stream.node.shared, 1),
    close: (stream: Stream) => tried(() => count(stream.node.shared, -1)),
    dup: (stream: Stream) => count(stream.node.shared, 1),
    read: (
      { node: { shared: number } }: Stream,
      buffer: ArrayBufferView,
      offset: number,
      length: number,
      position: number,
    ) => tried(() => shared.read(number, position, bytes(buffer, offset, length))),
    write: (
      stream: Stream,
      buffer: ArrayBufferView,
      offset: number,
      length: number,
      position: number,
    ) =>
      tried(() => {
        if (length === 0) return 0;
        // Emscripten has set the position to the end when the file was opened; another process may have appended since.
        const place = stream.flags & append ? "end" : position;
        const end = shared.write(stream.node.shared, place, bytes(buffer, offset, length));
        if (place === "end") stream.position = end - length;
        return length;
      }),
    llseek: (stream: Stream, offset: number, whence: number) =>
      tried(() => {
        const from =
          whence === 0 ? 0 : whence === 1 ? stream.position : shared.entry(stream.node.shared).size;
        if (from + offset < 0) throw new FileError(errors.invalid);
        return from + offset;
      }),
  };

  return {
    mount: (mount: { mountpoint: string }) => node(null, "/", shared.find(mount.mountpoint)),
  };
}
