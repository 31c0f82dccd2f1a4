/** In the address of a document that was loaded once more to be isolated: it is not tried again. */
const mark = "iso";

// By the version of Chromium in which a frame can be isolated by itself (Document-Isolation-Policy).
const desktop = 137;
const mobile = 146;

/**
 * Isolates this document if the browser can and the host does not: through the site's service worker, with one reload of
 * the document. Resolves when the document is what it can be; never where it is about to be loaded once more.
 */
export async function isolate(workerUrl: URL): Promise<void> {
  const address = new URL(location.href);
  if (crossOriginIsolated) {
    if (address.searchParams.has(mark) && isTop()) {
      address.searchParams.delete(mark);
      history.replaceState(history.state, "", address);
    }
    return;
  }
  const workers = serviceWorkers();
  if (!workers || (await hasHeaders(address))) return;
  try {
    await activated(await workers.register(workerUrl, { updateViaCache: "none" }));
  } catch {
    return; // forbidden here, or the host does not have it
  }
  if (address.searchParams.has(mark) || !(isTop() || isolatesFrames())) {
    // What is left is the policy of the workers that it serves from now on.
    await controlled(workers);
    return;
  }
  address.searchParams.set(mark, "1");
  location.replace(address);
  await new Promise(() => {});
}

/** Whether there is something to try: the rest may have to wait for it. */
export function mayIsolate(): boolean {
  return !crossOriginIsolated && serviceWorkers() !== null;
}

function isTop(): boolean {
  return window.top === window;
}

/** Null where there are none, or a sandbox forbids them. */
function serviceWorkers(): ServiceWorkerContainer | null {
  try {
    return isSecureContext ? (navigator.serviceWorker ?? null) : null;
  } catch {
    return null;
  }
}

/** Then there is nothing to add, and this browser does not isolate such a document. */
async function hasHeaders(address: URL): Promise<boolean> {
  return fetch(address, { method: "HEAD" }).then(
    ({ headers }) => headers.has("Cross-Origin-Embedder-Policy"),
    () => false,
  );
}

function isolatesFrames(): boolean {
  const { userAgentData } = navigator as {
    userAgentData?: { mobile: boolean; brands: { brand: string; version: string }[] };
  };
  const chromium = userAgentData?.brands.find(({ brand }) => brand === "Chromium");
  return Number(chromium?.version ?? 0) >= (userAgentData?.mobile ? mobile : desktop);
}

function activated(registration: ServiceWorkerRegistration): Promise<void> {
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  return new Promise((resolve, reject) => {
    const look = () => {
      if (worker?.state === "activated") resolve();
      else if (!worker || worker.state === "redundant") reject(new Error("not installed"));
    };
    worker?.addEventListener("statechange", look);
    look();
  });
}

/** Waits until requests of this document go through the service worker; a moment, since a forced reload bypasses it. */
function controlled(workers: ServiceWorkerContainer): Promise<void> {
  return new Promise((resolve) => {
    if (workers.controller) resolve();
    workers.addEventListener("controllerchange", () => resolve(), { once: true });
    setTimeout(resolve, 1000);
  });
}
