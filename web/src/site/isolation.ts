import { siteHeaders } from "../../scripts/headers.mjs";

/** In the address of a document that was loaded once more to be isolated: how often that was. */
const mark = "iso";

const needed = Object.keys(siteHeaders).filter((name) => name !== "Access-Control-Allow-Origin");

/** How long a host may take for an answer, in milliseconds. */
const patience = 8_000;

// By the version of Chromium in which a frame can be isolated by itself (Document-Isolation-Policy).
const desktop = 137;
const mobile = 146;

/**
 * Isolates this document if the browser can and the host does not: through the site's service worker, with one reload of
 * the document. Resolves when the document is what it can be, in any case after some seconds.
 */
export async function isolate(workerUrl: URL): Promise<void> {
  const address = new URL(location.href);
  const times = Number(address.searchParams.get(mark) ?? 0);
  if (times !== 0 && isTop()) {
    address.searchParams.delete(mark); // no bookmark has it
    history.replaceState(history.state, "", address);
  }
  if (crossOriginIsolated) return;
  const workers = serviceWorkers();
  if (!workers) return;
  // Not again if it came through the worker and is not isolated all the same. The mark of a frame's address lives on in the
  // history of the tab, which may outlive the worker.
  const isTried = times !== 0 && (workers.controller !== null || times > 1);
  if (await hasHeaders(address)) return;
  try {
    const registered = workers.register(workerUrl, { updateViaCache: "none" });
    await Promise.race([registered.then(activated), failed(patience)]);
  } catch {
    return; // forbidden here, the host does not have it, or it takes too long
  }
  if (isTried || !(isTop() || isolatesFrames())) {
    // What is left is the policy of the workers that it serves from now on.
    await controlled(workers);
    return;
  }
  address.searchParams.set(mark, `${times + 1}`);
  location.replace(address);
  await failed(patience).catch(() => {}); // unless somebody stops that
}

function failed(milliseconds: number): Promise<never> {
  return new Promise((_, reject) =>
    setTimeout(() => reject(new Error("it took too long")), milliseconds),
  );
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

/**
 * Whether the host sends them by itself: then there is nothing to add, and this browser does not isolate such a document.
 * The service worker leaves such requests to the host: it may control this document, which was loaded without it, by now.
 */
async function hasHeaders(address: URL): Promise<boolean> {
  return fetch(address, { method: "HEAD", signal: AbortSignal.timeout(patience) }).then(
    ({ headers }) => needed.every((name) => headers.has(name)),
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
