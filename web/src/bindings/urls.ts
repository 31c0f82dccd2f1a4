/** The URL of the library itself. */
export const libraryUrl = import.meta.url;

/** The module's factory, which the build appends to the library; the package's entry replaces this with an import. */
export function moduleFactory(): typeof createWebpoolModule | Promise<typeof createWebpoolModule> {
  return createWebpoolModule;
}

/** The name of the workers that are Emscripten's threads; Emscripten's code checks it. */
export const workerName = "em-pthread";

/** The name of the worker that runs a program without threads. */
export const singleThreadWorkerName = "webpool-program";

/** The same for a compiled program, which does not import the library. */
export const compiledWorkerName = "webpool-compiled-program";

/**
 * The URL of a file of the library, by its name relative to webpool.js. Bundlers rename and move files; then the package's
 * entry (package/urls.ts) puts their URLs into the hash of the library's own URL, where workers find them, too.
 */
export function fileUrl(name: string): string {
  const moved = new URLSearchParams(new URL(libraryUrl).hash.slice(1)).get(name);
  return new URL(moved ?? name, libraryUrl).href;
}
