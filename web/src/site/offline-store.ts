/// <reference lib="webworker" />
// The copies of the site's files that its service worker stores for reading offline.

/** Change this name when the format of the stored copies changes. */
const storeName = "webpool-seen-1";

/** Stores a response of this site. */
export async function keep(request: Request, response: Response): Promise<void> {
  if (request.method !== "GET" || response.status !== 200 || response.redirected) return;
  try {
    const store = await caches.open(storeName);
    await store.put(withoutSearch(request), response);
  } catch {
    // Storage is full or forbidden; the site works without it.
  }
}

/** The stored response to a request; for a page that was not stored, a page that explains it. */
export async function kept(request: Request): Promise<Response> {
  const store = await caches.open(storeName).catch(() => null);
  const found = await store?.match(withoutSearch(request)).catch(() => undefined);
  if (found) return found;
  if (request.mode === "navigate") return missingPage();
  return Response.error();
}

/** Fetches and stores the files that a page had loaded before the service worker controlled it. */
export async function keepAll(addresses: readonly string[]): Promise<void> {
  for (const address of addresses) {
    const request = new Request(address);
    await fetch(request).then(
      (response) => keep(request, response),
      () => {},
    );
  }
}

/**
 * Removes the libraries of other versions of the site, by far its largest files: each has a folder, whose address begins with
 * `folders`. `own` is the folder of this version.
 */
export async function forgetOtherLibraries(folders: string, own: string): Promise<void> {
  try {
    const store = await caches.open(storeName);
    for (const request of await store.keys())
      if (request.url.startsWith(folders) && !request.url.startsWith(own))
        await store.delete(request);
  } catch {
    // Storage is forbidden.
  }
}

/** Removes the settings from the URL of a page, since they do not affect the response. */
function withoutSearch(request: Request): Request | string {
  return request.mode === "navigate" ? request.url.replace(/[?#].*$/, "") : request;
}

function missingPage(): Response {
  const text =
    "You are offline, and this browser has not stored this page. Open it once while you are online; after that it can be read offline.";
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Offline · webpool</title><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><body style="font: 1.1rem/1.5 system-ui; max-width: 34rem; margin: 3rem auto; padding: 0 1rem"><h1>Offline</h1><p>${text}</p>`;
  return new Response(page, {
    status: 503,
    headers: { "Content-Type": "text/html; charset=utf-8" },
  });
}
