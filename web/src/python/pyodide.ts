/**
 * A Python interpreter in this realm: Pyodide, created from parts that were loaded by the page.
 *
 * This is the only file that uses internals of Pyodide; tests/browser/python.test.mjs and web/scripts/build-python.mjs fail
 * if they change. It relies on the following, checked with Pyodide 314.0.7 (Python 3.14.2, Emscripten 5.0.3):
 * - `_makeSnapshot`, `_loadSnapshot` and `_snapshotDeserializer` of `loadPyodide` (Cloudflare's workers use them; they are not
 *   documented), and `createPyodideModule`, which receives the settings of the Emscripten module.
 * - `API.serializeHiwireState(serializer)` describes the JavaScript objects that Python holds, `API.restoreSnapshot(image)`
 *   returns that description and fills the memory. It neither grows the memory nor supports shared memory (TextDecoder), so it
 *   is replaced here.
 * - An image that was taken while Python called JavaScript has the frames of the callers on the stack in memory. The copy must
 *   start below them, with the stack pointer of its parent.
 * - `API.fatal_error` is called with errors that WebAssembly cannot recover from. The original logs details to the console;
 *   here the error is rethrown to the caller. Errors with the property `pyodide_fatal_error` pass through Python's frames.
 * - The standard library is a file of MEMFS, whose `contents` may be shared memory.
 */

import { copyMemory, sharedBuffer } from "./memory";
import { WhatStays } from "./what-stays";
import { type EmscriptenFiles, inherit, type OpenFile, openFiles } from "./open-files";

/** The files from which all interpreters are created. */
export interface PythonParts {
  /** The URLs of pyodide.mjs and pyodide.asm.mjs, under the names that web/scripts/build-python.mjs gives them. */
  loader: string;
  glue: string;
  /** pyodide.asm.wasm, compiled. */
  wasm: WebAssembly.Module;
  /** python_stdlib.zip, in shared memory if the browser allows it. */
  library: Uint8Array;
}

/** The memory of an interpreter, the JavaScript objects that it referred to, and the files that it had open. */
export interface Image {
  memory: Uint8Array;
  stack: number;
  objects: unknown;
  files: OpenFile[];
  /** For `runIn`: the working directory, unless it is that of the interpreter. */
  cwd?: string;
}

/** JavaScript objects that Python may refer to, by name. A copy of an interpreter gets its own objects of the same names. */
export type NamedObjects = Readonly<Record<string, object>>;

/** The part of Pyodide that is used here. */
export interface Pyodide {
  FS: EmscriptenFiles;
  runPython(code: string): unknown;
  pyimport(name: string): any; // eslint-disable-line @typescript-eslint/no-explicit-any
  setStdout(options: { write(bytes: Uint8Array): number; isatty: boolean }): void;
  setStderr(options: { write(bytes: Uint8Array): number; isatty: boolean }): void;
  setStdin(options: { stdin(): null }): void;
  setInterruptBuffer(buffer: Uint8Array): void;
}

interface EmscriptenModule {
  HEAPU8: Uint8Array;
  FS: EmscriptenFiles;
  stackSave(): number;
  stackRestore(stack: number): void;
  growMemory(bytes: number): void;
  __hiwire_get(index: number): unknown;
  __hiwire_set(index: number, value: unknown): number;
  API: {
    restoreSnapshot(image: unknown): unknown;
    fatal_error(error: unknown): void;
    serializeHiwireState(serializer: (value: object) => unknown): HeldObjects;
    getExpectedKeys(): unknown[];
  };
}

/** Pyodide's description of the JavaScript objects that an interpreter refers to. */
interface HeldObjects {
  hiwireKeys: ({ serialized?: string } | null)[];
  immortalKeys: string[];
}

const gone = "gone";
const pageSize = 65536;
/** By how many bytes the memory of an interpreter may exceed the image from which it restarts. */
const maxGrowth = 1 << 27;
/** The maximum memory of an interpreter in bytes: Pyodide treats higher addresses as negative numbers. */
const maxMemory = 2 ** 31 - pageSize;
const emptyZip = new Uint8Array([0x50, 0x4b, 5, 6, ...new Array<number>(18).fill(0)]);

/** An interpreter, which is instantiated in advance and starts when it gets an image. */
export class Interpreter {
  private module!: EmscriptenModule;
  private pyodide!: Pyodide;
  private readonly objects: NamedObjects;
  private receive!: (image: Image) => void;
  private tellMade!: () => void;
  /** Resolves when it is instantiated, and only the image is missing. */
  readonly made = new Promise<void>((resolve) => (this.tellMade = resolve));
  private readonly loaded: Promise<unknown>;
  private readonly stays = new WhatStays();
  /** Whether Python was refused memory since it last started. Some of its functions do not work after that. */
  ranOutOfMemory = false;
  // A copy of the memory while `runIn` runs another image.
  private aside = new Uint8Array();

  /** @param objects - the JavaScript objects that Python may refer to */
  constructor(parts: PythonParts, objects: NamedObjects) {
    this.objects = objects;
    const image = new Promise<Image>((resolve) => (this.receive = resolve));
    this.loaded = this.load(parts, image);
    this.loaded.catch(this.tellMade); // start() rejects with the error
  }

  /** Starts from an image, once. */
  async start(image: Image): Promise<Pyodide> {
    this.receive(image);
    await this.loaded;
    return this.pyodide;
  }

  /** Takes an image of the interpreter's current state, in `spare` if that has the right length. */
  image(spare?: Uint8Array): Image {
    const { module } = this;
    const objects = this.heldObjects();
    const { length } = module.HEAPU8;
    const memory = spare?.length === length ? spare : new Uint8Array(sharedBuffer(length));
    copyMemory(module.HEAPU8, memory);
    return { memory, stack: module.stackSave(), objects, files: openFiles(module.FS) };
  }

  private heldObjects(): HeldObjects {
    const names = new Map(Object.entries(this.objects).map(([name, value]) => [value, name]));
    return this.module.API.serializeHiwireState((value) => names.get(value) ?? gone);
  }

  /**
   * Continues from another image of the same program, also after a crash. Returns false if that is impossible, and a new
   * interpreter is needed. The addresses of Python's objects in the base image stay valid.
   */
  restart(image: Image): boolean {
    const { module } = this;
    // The memory of WebAssembly never shrinks.
    if (module.HEAPU8.length > image.memory.length + maxGrowth) return false;
    const next = image.objects as HeldObjects;
    const now = this.heldObjects();
    const texts = ({ immortalKeys }: HeldObjects): string => immortalKeys.join("\0");
    if (texts(now) !== texts(next) || now.hiwireKeys.length < next.hiwireKeys.length) return false;
    if (next.hiwireKeys.some((key) => key !== null && key.serialized === undefined)) return false;
    restore(module, image);
    this.ranOutOfMemory = false;
    const first = module.API.getExpectedKeys().length;
    for (const [index, key] of next.hiwireKeys.entries())
      module.__hiwire_set(first + index, key && (this.objects[key.serialized!] ?? lost));
    inherit(module.FS, image.files);
    return true;
  }

  /**
   * Calls `run` with the memory and working directory of an image in place of the interpreter's own, and restores these
   * afterwards. Updates the image, unless `run` throws. The table of JavaScript objects is restored separately, since it is not in the memory.
   */
  runIn<T>(image: Image, run: () => T): T {
    const { module } = this;
    if (this.aside.length < module.HEAPU8.length) this.aside = new Uint8Array(module.HEAPU8.length);
    const size = module.HEAPU8.length;
    this.aside.set(module.HEAPU8);
    const stack = module.stackSave();
    const references = referencesOf(module);
    const cwd = module.FS.cwd();
    try {
      restore(module, image, copyAll);
      if (image.cwd !== undefined) module.FS.chdir(image.cwd);
      const result = run();
      image.cwd = module.FS.cwd();
      if (image.memory.length === module.HEAPU8.length) image.memory.set(module.HEAPU8);
      else image.memory = module.HEAPU8.slice();
      return result;
    } finally {
      const memory = this.aside.subarray(0, size);
      restore(module, { memory, stack, objects: undefined }, copyAll);
      references.forEach((value, index) => module.__hiwire_set(index, value));
      module.FS.chdir(cwd);
    }
  }

  /** Releases its memory, which otherwise lasts as long as the realm. */
  end(): void {
    this.stays.remove();
  }

  private async load(parts: PythonParts, image: Promise<Image>): Promise<void> {
    const [{ loadPyodide }, { default: makeModule }] = (await Promise.all([
      import(/* @vite-ignore */ parts.loader),
      import(/* @vite-ignore */ parts.glue),
    ])) as [
      { loadPyodide(options: object): Promise<Pyodide> },
      { default(settings: object): Promise<EmscriptenModule> },
    ];
    const base = new URL(".", parts.glue).href;
    const restoreRealm = answerRequests(parts.wasm, () => (this.ranOutOfMemory = true));
    try {
      this.pyodide = await loadPyodide({
        indexURL: base,
        packageBaseUrl: base,
        lockFileContents: lockFile,
        stdLibURL: `${base}python_stdlib.zip`,
        env: { HOME: "/home/pyodide", NO_COLOR: "1" },
        createPyodideModule: async (settings: object) => {
          const module = (this.module = await this.stays.of(() => makeModule(settings)));
          restoreRealm();
          const file = module.FS.lookupPath("/lib/python314.zip").node;
          file.contents = parts.library;
          file.usedBytes = parts.library.length;
          this.tellMade();
          const from = await image;
          module.API.restoreSnapshot = () => restore(module, from);
          module.API.fatal_error = passOn;
          return module;
        },
        _makeSnapshot: true,
        _loadSnapshot: new Uint8Array(pageSize),
        _snapshotDeserializer: (name: string) => this.objects[name] ?? lost,
      });
    } finally {
      restoreRealm();
    }
  }
}

function referencesOf(module: EmscriptenModule): unknown[] {
  const values: unknown[] = [];
  for (;;) {
    try {
      values.push(module.__hiwire_get(values.length));
    } catch {
      return values; // the index is past the end
    }
  }
}

function passOn(error: unknown): never {
  throw error;
}

// Copies memory that is used on both sides, faster than `copyMemory`.
function copyAll(from: Uint8Array, to: Uint8Array): void {
  to.set(from);
}

function restore(
  module: EmscriptenModule,
  { memory, stack, objects }: Pick<Image, "memory" | "stack" | "objects">,
  copy = copyMemory,
): unknown {
  if (module.HEAPU8.length < memory.length) module.growMemory(memory.length);
  copy(memory, module.HEAPU8);
  module.HEAPU8.fill(0, memory.length);
  if (stack !== 0) module.stackRestore(stack);
  return objects;
}

// Pyodide fetches its files itself. Answers these requests without the network, since the files were loaded before.
function answerRequests(wasm: WebAssembly.Module, onFull: () => void): () => void {
  const { fetch } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  globalThis.fetch = (input, init) => {
    const url = String(input instanceof Request ? input.url : input);
    if (url.endsWith("/pyodide.asm.wasm")) return Promise.resolve(new Response());
    if (url.endsWith("/python_stdlib.zip")) return Promise.resolve(new Response(emptyZip));
    return fetch(input, init);
  };
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const { env } = imports as { env: { emscripten_resize_heap(bytes: number): boolean } };
    const resize = env.emscripten_resize_heap;
    env.emscripten_resize_heap = (bytes) => {
      const resized = bytes >>> 0 <= maxMemory && resize(bytes);
      if (!resized) onFull();
      return resized;
    };
    return { module: wasm, instance: await WebAssembly.instantiate(wasm, imports) };
  };
  return () => {
    globalThis.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  };
}

// Replaces JavaScript objects of another realm that Python referred to.
const lost = Object.freeze({ lost: "an object of JavaScript does not go over to another process" });

// A lock file without packages, since none of Pyodide's packages are available.
const lockFile = JSON.stringify({
  info: {
    abi_version: "2026_0",
    arch: "wasm32",
    platform: "emscripten_5_0_3",
    python: "3.14.2",
    version: "314.0.7",
  },
  packages: {},
});
