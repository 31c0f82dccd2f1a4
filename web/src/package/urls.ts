// Replaces bindings/urls.ts in the package's entry (web/scripts/build-package.mjs). The entry is bundled into applications,
// while workers load separate files. Bundlers that support `new URL("…", import.meta.url)` copy these files; others leave the
// URLs unchanged.
export { compiledWorkerName, singleThreadWorkerName, workerName } from "../bindings/urls";

const files: Record<string, string | undefined> = {
  "webpool.js": hrefOf(() => new URL("./lib/webpool.js", import.meta.url)),
  "webpool.wasm": hrefOf(() => new URL("./lib/webpool.wasm", import.meta.url)),
  "webpool-on-demand.js": hrefOf(() => new URL("./lib/webpool-on-demand.js", import.meta.url)),
  "webpool-imports.js": hrefOf(() => new URL("./lib/webpool-imports.js", import.meta.url)),
  "webpool-threads.mjs": hrefOf(() => new URL("./lib/webpool-threads.mjs", import.meta.url)),
};

// Importing the package must not fail in bundles without `import.meta.url`, which some bundlers make for servers. In those of
// Turbopack the address has no origin, as a page or its workers will load the file; addresses of blobs are no base for it.
function hrefOf(make: () => URL): string | undefined {
  try {
    const place = globalThis.location as Location | undefined;
    return new URL(make().href, place?.origin === "null" ? place.href : place?.origin).href;
  } catch {
    return undefined;
  }
}

/** The URL from which workers load the library. Its hash contains the URLs of files that a bundler moved (bindings/urls.ts). */
export const libraryUrl = (() => {
  const script = files["webpool.js"];
  if (script === undefined) return "";
  const moved = Object.entries(files).filter(
    ([name, url]) => url !== undefined && new URL(name, script).href !== url,
  );
  const hash = new URLSearchParams(moved as [string, string][]).toString();
  return hash === "" ? script : `${script}#${hash}`;
})();

/** The URL of a file of the library. Throws in bundles without `import.meta.url`. */
export function fileUrl(name: string): string {
  if (libraryUrl === "") {
    throw new Error(
      "webpool does not know where its files are: this bundle has no import.meta.url for them. Keep webpool out of the " +
        'bundle (as an external package; in Next.js: serverExternalPackages: ["webpool"]), or bundle to ES modules',
    );
  }
  return files[name] ?? new URL(name, libraryUrl).href;
}

/** The module's factory. */
export async function moduleFactory(): Promise<typeof createWebpoolModule> {
  const url = fileUrl("webpool.js");
  const library = (await import(/* webpackIgnore: true */ /* @vite-ignore */ libraryUrl).catch(
    (cause: unknown) => {
      throw new Error(
        `${url} could not be loaded: the folder webpool/dist/lib has to be there, see “Bundlers” in webpool's README (${String(cause)})`,
        { cause },
      );
    },
  )) as { default: typeof createWebpoolModule };
  return library.default;
}
