// Takes the place of bindings/urls.ts in the package's entry (web/scripts/build-package.mjs). The entry is bundled into
// applications; what workers load stays in files of its own beside it. Bundlers that know `new URL("…", import.meta.url)` copy
// those, and others leave the addresses as they are.
export { singleThreadWorkerName, workerName } from "../bindings/urls";

const files: Record<string, string | undefined> = {
  "webpool.js": addressOf(() => new URL("./lib/webpool.js", import.meta.url)),
  "webpool.wasm": addressOf(() => new URL("./lib/webpool.wasm", import.meta.url)),
  "webpool-on-demand.js": addressOf(() => new URL("./lib/webpool-on-demand.js", import.meta.url)),
  "webpool-imports.js": addressOf(() => new URL("./lib/webpool-imports.js", import.meta.url)),
  "webpool-threads.mjs": addressOf(() => new URL("./lib/webpool-threads.mjs", import.meta.url)),
};

// Some bundles for servers have no `import.meta.url`: importing the package must not fail there.
function addressOf(make: () => URL): string | undefined {
  try {
    return make().href;
  } catch {
    return undefined;
  }
}

/** The library as workers load it; behind the `#` the addresses of files that a bundler has moved (bindings/urls.ts). */
export const libraryUrl = (() => {
  const script = files["webpool.js"];
  if (script === undefined) return "";
  const moved = Object.entries(files).filter(
    ([name, url]) => url !== undefined && new URL(name, script).href !== url,
  );
  const hash = new URLSearchParams(moved as [string, string][]).toString();
  return hash === "" ? script : `${script}#${hash}`;
})();

/** The address of a file of the library. Throws where the bundle does not know its own. */
export function fileUrl(name: string): string {
  if (libraryUrl === "") {
    throw new Error(
      "webpool does not know where its files are: this bundle has no import.meta.url. Keep webpool out of the bundle " +
        "(as an external package), or bundle to ES modules",
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
        `${url} could not be loaded: the folder webpool/dist/lib has to be there, see “Bundlers” in webpool's README`,
        { cause },
      );
    },
  )) as { default: typeof createWebpoolModule };
  return library.default;
}
