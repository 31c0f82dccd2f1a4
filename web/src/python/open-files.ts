/** The part of Emscripten's file system that is used here. */
export interface EmscriptenFiles {
  cwd(): string;
  chdir(path: string): void;
  mkdirTree(path: string): void;
  mount(type: object, options: object, point: string): unknown;
  lookupPath(path: string): { node: { contents: Uint8Array; usedBytes: number } };
  /** Looks up a file of the shared files by its number; set by `mountSharedFiles`. */
  nodeOfShared?(file: number, path: string): object;
}

/** A file that an interpreter has open. */
export interface OpenFile {
  descriptor: number;
  path: string;
  flags: number;
  position: number;
  /** The number of a shared file, which may be at another path now, or at none. */
  shared: number | undefined;
}

interface Stream extends OpenFile {
  fd: number;
  node: { shared?: number };
}

interface Files extends EmscriptenFiles {
  streams: (Stream | null | undefined)[];
  open(path: string | object, flags: number): Stream;
  close(stream: Stream): void;
  dupStream(stream: Stream, descriptor: number): Stream;
}

/** The descriptors behind the standard streams. */
const firstDescriptor = 3;
/** What is asked for when a file is opened the first time: to make it, to be the one who made it, to empty it. */
const onlyAtFirst = 0o100 | 0o200 | 0o1000;

/** The files that are open, for a copy of the interpreter to inherit. */
export function openFiles(files: EmscriptenFiles): OpenFile[] {
  return streamsOf(files).map(({ fd, path, flags, position, node: { shared } }) => ({
    ...{ descriptor: fd, path, flags, position, shared },
  }));
}

/** Closes what is open, and opens what the parent had open, each at its own place from here on. */
export function inherit(files: EmscriptenFiles, inherited: readonly OpenFile[]): void {
  const { open, close, dupStream } = files as Files;
  for (const stream of streamsOf(files)) close(stream);
  for (const { descriptor, path, flags, position, shared } of inherited) {
    let stream: Stream;
    try {
      const file = shared === undefined ? path : files.nodeOfShared!(shared, path);
      stream = open(file, flags & ~onlyAtFirst);
    } catch {
      continue; // it was removed and closed: reading it fails, as it does where it was closed
    }
    stream.position = position;
    if (stream.fd === descriptor) continue;
    dupStream(stream, descriptor).position = position;
    close(stream);
  }
}

function streamsOf(files: EmscriptenFiles): Stream[] {
  const streams = (files as Files).streams.slice(firstDescriptor);
  return streams.filter((stream): stream is Stream => Boolean(stream));
}
