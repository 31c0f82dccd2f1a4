import path from "virtual:webpool-library";
import type * as Webpool from "webpool";

export type Library = typeof Webpool;

let loading: Promise<Library> | undefined;

/** Resolves when the page is as isolated as it can be: set by src/site/early.ts. */
const { webpoolReady } = globalThis as { webpoolReady?: Promise<void> };

/** The library as the site offers it to everyone, loaded once; a failed load is tried again. */
export function loadLibrary(): Promise<Library> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw new Error("The library could not be loaded. Is the page served completely?", {
      cause: error,
    });
  });
  return loading;
}

async function load(): Promise<Library> {
  await webpoolReady;
  const url = new URL(path, document.baseURI).href;
  return (await import(/* @vite-ignore */ url)) as Library;
}
