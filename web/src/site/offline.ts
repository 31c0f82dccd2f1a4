/**
 * Has the site's service worker keep what this page has loaded, so that it can be read offline; where the host isolates the
 * page by itself the worker does nothing else. Quietly without, where it is forbidden.
 */
export async function keepForOffline(): Promise<void> {
  const workers = isSecureContext ? navigator.serviceWorker : undefined;
  if (!workers || window.top !== window || !crossOriginIsolated) return;
  try {
    await workers.register(new URL("isolation-worker.js", document.baseURI), {
      updateViaCache: "none",
    });
    const { active } = await workers.ready;
    const resources = performance.getEntriesByType("resource").map(({ name }) => name);
    const own = resources.filter((name) => name.startsWith(new URL("./", document.baseURI).href));
    active?.postMessage({ keep: [...new Set([location.href.replace(/[?#].*$/, ""), ...own])] });
  } catch {
    // The page works without.
  }
}
