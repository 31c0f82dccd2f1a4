/**
 * Makes the site's service worker store everything this page has loaded, for reading offline, and remove the libraries of
 * earlier versions of the site. `library` is the path of this version's. Does nothing if service workers are forbidden.
 */
export async function keepForOffline(library: string): Promise<void> {
  const workers = isSecureContext ? navigator.serviceWorker : undefined;
  if (!workers || window.top !== window || !crossOriginIsolated) return;
  try {
    await workers.register(new URL("isolation-worker.js", document.baseURI), {
      updateViaCache: "none",
    });
    const { active } = await workers.ready;
    const resources = performance.getEntriesByType("resource").map(({ name }) => name);
    const own = resources.filter((name) => name.startsWith(new URL("./", document.baseURI).href));
    active?.postMessage({
      keep: [...new Set([location.href.replace(/[?#].*$/, ""), ...own])],
      library: new URL("./", new URL(library, document.baseURI)).href,
    });
  } catch {
    // Reading offline is optional.
  }
}
