import path from "virtual:webpool-library";
import type * as Webpool from "webpool";

export type Library = typeof Webpool;

let loading: Promise<Library> | undefined;

/** Resolves when the page is as isolated as it can be: set by src/site/early.ts. */
const { webpoolReady } = globalThis as { webpoolReady?: Promise<void> };

/** Loads the site's public library, once. After a failure, the next call tries again. */
export function loadLibrary(): Promise<Library> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    const why = navigator.onLine
      ? "The library could not be loaded from this site. Reload the page; if that does not help, the site is incomplete."
      : "You are offline, and this browser has not stored the library yet. Programs can run again when you are online.";
    throw new Error(why, { cause: error });
  });
  return loading;
}

async function load(): Promise<Library> {
  await webpoolReady;
  const url = new URL(path, document.baseURI).href;
  return (await import(/* @vite-ignore */ url)) as Library;
}
