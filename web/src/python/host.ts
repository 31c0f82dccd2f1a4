import type { LanguageHost, LanguageProgram, PartsToShare } from "../bindings/program-contract";
import { compiled, fetched } from "../bindings/fetched";
import { sharedBuffer } from "./memory";
import { filesMemory, SharedFiles } from "./shared-files";
import type { Image, PythonParts } from "./pyodide";

/** The names of the parts for workers. */
export const partNames = { python: "python", program: "python-program" } as const;

/** The part from which every interpreter of the page starts. */
export interface PythonPart {
  parts: PythonParts;
  image: Image;
}

/** The part that belongs to one program. */
export interface ProgramPart {
  source: string;
  /** The memory of its files. */
  files: ArrayBufferLike;
  /** The number of a pending signal, and whether the program runs; see `signalWord`. */
  signal: Uint8Array;
  /** How many processes its pools have had. */
  processes: Int32Array;
  /** How many workers have an interpreter ready. */
  warm: Int32Array;
}

/** The indices of `ProgramPart.signal`. */
export const signalWord = { signal: 0, runs: 1 } as const;
const SIGINT = 2;

/** The working directory of programs. */
export const home = "/home/pyodide";
/** The file name of the program; the same as in `_webpool/program.py`. */
const mainFile = "main.py";

const folder = new URL(".", import.meta.url).href;

/** On the page: starts to load Python, once, and provides the parts for the workers of a program. */
export function prepare(program: LanguageProgram, parts: PartsToShare): LanguageHost {
  const signal = new Uint8Array(sharedBuffer(4));
  const source = program.source.replace(/^\uFEFF/, ""); // Python accepts a byte order mark only in files
  const memory = filesMemory();
  const shared = new SharedFiles(memory, "page");
  const ownText = new TextEncoder().encode(source);
  shared.put(`${home}/${mainFile}`, ownText);
  for (const [name, bytes] of Object.entries(program.files)) shared.put(`${home}/${name}`, bytes);
  const own: ProgramPart = {
    source,
    files: memory,
    signal,
    processes: new Int32Array(sharedBuffer(4)),
    warm: new Int32Array(sharedBuffer(4)),
  };
  parts.set(partNames.program, own);
  const ready = loadPython(program.onLoad).then(async (python) => {
    parts.set(partNames.python, python);
    await untilWarm(own.warm, program.workers);
  });
  ready.catch(() => {}); // the caller awaits `ready` and reports the error
  return {
    ready,
    files() {
      const { [mainFile]: text, ...others } = shared.all(home);
      const isOwn =
        text?.length === ownText.length && text.every((byte, at) => byte === ownText[at]);
      return text && !isOwn ? { ...others, [mainFile]: text } : others;
    },
    interrupt() {
      if (!("SharedArrayBuffer" in globalThis)) return false;
      if (Atomics.load(signal, signalWord.runs) === 0) return false;
      if (Atomics.exchange(signal, signalWord.runs, 0) === 0) return false;
      Atomics.store(signal, signalWord.signal, SIGINT);
      return true;
    },
  };
}

// For how many milliseconds a program waits for its workers to prepare interpreters. Without these it starts more slowly.
const longestWarmUp = 5000;

async function untilWarm(warm: Int32Array, workers: number): Promise<void> {
  if (!("SharedArrayBuffer" in globalThis)) return;
  const end = performance.now() + longestWarmUp;
  for (let count; (count = Atomics.load(warm, 0)) < workers && performance.now() < end;) {
    const wait = Atomics.waitAsync?.(warm, 0, count, 100);
    await (wait?.async ? wait.value : new Promise((resolve) => setTimeout(resolve, 5)));
  }
}

type Listener = NonNullable<LanguageProgram["onLoad"]>;
const listeners = new Set<Listener>();
let loading: Promise<PythonPart> | undefined;

async function loadPython(onLoad: Listener | undefined): Promise<PythonPart> {
  if (onLoad) listeners.add(onLoad);
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  try {
    return await loading;
  } finally {
    if (onLoad) listeners.delete(onLoad);
  }
}

interface Manifest {
  /** Bytes of the base image's memory, and what it held of JavaScript. */
  bytes: number;
  objects: unknown;
  /** Bytes of the files that are loaded. */
  files: Record<string, number>;
}

async function load(): Promise<PythonPart> {
  const manifest = (await (await request("manifest.json")).json()) as Manifest;
  const total = Object.values(manifest.files).reduce((sum, bytes) => sum + bytes, 0);
  let loaded = 0;
  const tell = (file: string): void => {
    for (const listener of listeners) listener(Math.min(loaded, total), total, words[file]!);
  };
  tell("pyodide.asm.wasm"); // reports the total before the first request
  const counted = async (file: string): Promise<Response> => {
    const response = await request(file);
    const counter = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        loaded += chunk.length;
        tell(file);
        controller.enqueue(chunk);
      },
    });
    return new Response(response.body!.pipeThrough(counter), { headers: response.headers });
  };
  const [wasm, library, memory] = await Promise.all([
    counted("pyodide.asm.wasm").then(compiled),
    counted("python_stdlib.zip").then((response) =>
      read(response.body!, manifest.files["python_stdlib.zip"]!),
    ),
    counted("base-image.bin").then((response) =>
      read(response.body!.pipeThrough(new DecompressionStream("gzip")), manifest.bytes),
    ),
  ]);
  return {
    parts: {
      loader: `${folder}pyodide.js`,
      glue: `${folder}pyodide.asm.js`,
      wasm,
      library,
    },
    image: { memory, stack: 0, objects: manifest.objects, files: [] },
  };
}

const words: Record<string, string> = {
  "pyodide.asm.wasm": "Python",
  "python_stdlib.zip": "Python's standard library",
  "base-image.bin": "Python, ready to begin",
};

function request(file: string): Promise<Response> {
  const url = `${folder}${file}`;
  return fetched(url, `Python could not be loaded from ${url}`);
}

// Reads the bytes of a stream, into shared memory if the browser allows it.
async function read(stream: ReadableStream<Uint8Array>, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(sharedBuffer(size));
  const reader = stream.getReader();
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes;
    bytes.set(value, at);
    at += value.length;
  }
}
