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

type MemoryMap = (
  stream: { node: Pick<Node, "mode"> & { contents?: Uint8Array } },
  length: number,
  position: number,
  protection: number,
  flags: number,
) => object;

interface Files extends EmscriptenFiles {
  ErrnoError: new (errno: number) => Error;
  createNode(parent: Node | null, name: string, mode: number, device?: number): Node;
  hashAddNode(node: Node): void;
  hashRemoveNode(node: Node): void;
  filesystems: { MEMFS: { ops_table: { file: { stream: { mmap: MemoryMap } } } } };
  lookupPath(path: string): { node: Node } & ReturnType<EmscriptenFiles["lookupPath"]>;
  open(path: unknown, flags: unknown, mode?: number): unknown;
}

const append = 0o2000;
const exclusive = 0o200;
const link = 0o120777;
const writable = 2;
const isPrivate = 2;

/** Mounts the shared files in an interpreter, with a driver for Emscripten's file system like NODEFS. */
export function mountSharedFiles(files: EmscriptenFiles, shared: SharedFiles): void {
  const { mount, node } = driver(files as Files, shared);
  for (const folder of sharedFolders) {
    files.mkdirTree(folder);
    files.mount({ mount }, {}, folder);
  }
  files.nodeOfShared = (file, path) => {
    const folder = sharedFolders.find((one) => path.startsWith(`${one}/`))!;
    return node((files as Files).lookupPath(folder).node, path.slice(folder.length + 1), file);
  };
  openTwice(files as Files);
  leaveUncached(files as Files);
}

// Emscripten caches a node when it was renamed.
function leaveUncached(files: Files): void {
  const { hashAddNode } = files;
  files.hashAddNode = (node) => {
    if (node.shared === undefined) hashAddNode(node);
  };
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

function driver(
  files: Files,
  shared: SharedFiles,
): {
  mount(mount: { mountpoint: string }): Node;
  node(parent: Node | null, name: string, file: number): Node;
} {
  const tried = <T>(run: () => T): T => {
    try {
      return run();
    } catch (error) {
      throw error instanceof FileError ? new files.ErrnoError(error.errno) : error;
    }
  };
  const node = (parent: Node | null, name: string, file: number): Node => {
    const made = files.createNode(parent, name, shared.entry(file).mode);
    Object.assign(made, { node_ops: operations, stream_ops: streams, shared: file });
    if (parent) files.hashRemoveNode(made);
    return made;
  };
  const bytes = (buffer: ArrayBufferView, offset: number, length: number): Uint8Array =>
    new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length);

  const operations = {
    getattr: ({ shared: file }: Node) =>
      tried(() => {
        const { mode, size, modified, folder } = shared.entry(file);
        const time = new Date(modified);
        const nlink = folder === null ? 0 : 1;
        return {
          ...{ dev: 1, ino: file, mode, nlink, uid: 0, gid: 0, rdev: 0, size },
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
      tried(() => node(parent, name, shared.find(parent.shared, name))),
    mknod: (parent: Node, name: string, mode: number) =>
      tried(() => node(parent, name, shared.make(parent.shared, name, mode))),
    rename: (from: Node, folder: Node, name: string) =>
      tried(() => {
        shared.rename(from.parent.shared, from.name, folder.shared, name);
        from.name = name;
      }),
    unlink: (parent: Node, name: string) => tried(() => shared.remove(parent.shared, name)),
    rmdir: (parent: Node, name: string) => tried(() => shared.remove(parent.shared, name)),
    readdir: (of: Node) => tried(() => [".", "..", ...shared.list(of.shared)]),
    symlink: (parent: Node, name: string, target: string) =>
      tried(() => node(parent, name, shared.make(parent.shared, name, link, target))),
    readlink: (of: Node) =>
      tried(() => {
        const { target } = shared.entry(of.shared);
        if (target === undefined) throw new FileError(errors.invalid);
        return target;
      }),
  };

  const streams = {
    open: ({ node: { shared: file } }: Stream) => tried(() => shared.open(file)),
    close: ({ node: { shared: file } }: Stream) => tried(() => shared.close(file)),
    dup: ({ node: { shared: file } }: Stream) => tried(() => shared.open(file)),
    read: (
      { node: { shared: file } }: Stream,
      buffer: ArrayBufferView,
      offset: number,
      length: number,
      position: number,
    ) => tried(() => shared.read(file, position, bytes(buffer, offset, length))),
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
    // A map is a copy in the interpreter's memory, so that other processes would not see what is written.
    mmap: (
      { node: { shared: file, mode } }: Stream,
      length: number,
      position: number,
      protection: number,
      flags: number,
    ) =>
      tried(() => {
        if (protection & writable && !(flags & isPrivate)) throw new FileError(errors.noDevice);
        const contents = new Uint8Array(length);
        shared.read(file, position, contents);
        const { mmap } = files.filesystems.MEMFS.ops_table.file.stream;
        return mmap({ node: { mode, contents } }, length, 0, protection, flags);
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
    mount: ({ mountpoint }) => node(null, "/", shared.at(mountpoint)),
    node: (parent, name, file) => tried(() => node(parent, name, file)),
  };
}
