import path from "virtual:webpool-library";
import type * as Webpool from "webpool";

export type Library = typeof Webpool;

let loading: Promise<Library> | undefined;

/** The library as the site offers it to everyone, loaded once; a failed load is tried again. */
export function loadLibrary(): Promise<Library> {
  const url = new URL(path, document.baseURI).href;
  loading ??= (import(/* @vite-ignore */ url) as Promise<Library>).catch((error: unknown) => {
    loading = undefined;
    throw new Error("The library could not be loaded. Is the page served completely?", {
      cause: error,
    });
  });
  return loading;
}
