/** The address of the library itself. */
export const libraryUrl = import.meta.url;

/** The module's factory, which stands behind the library in the same file; the package's entry loads that file. */
export function moduleFactory(): typeof createWebpoolModule | Promise<typeof createWebpoolModule> {
  return createWebpoolModule;
}

/** The name by which a thread's worker knows what it is: Emscripten's. */
export const workerName = "em-pthread";

/** The name by which the library knows, in a worker, that it is to serve a program. */
export const singleThreadWorkerName = "webpool-program";

/**
 * The address of a file of the library, by its name beside webpool.js. Bundlers give files new names and places; then the
 * package's entry (package/urls.ts) writes their addresses behind the `#` of the library's own, where its workers find
 * them, too.
 */
export function fileUrl(name: string): string {
  const moved = new URLSearchParams(new URL(libraryUrl).hash.slice(1)).get(name);
  return new URL(moved ?? name, libraryUrl).href;
}
