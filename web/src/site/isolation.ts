import { siteHeaders } from "../../scripts/headers.mjs";

/** The parameter in the URL of a document that was reloaded to be isolated; its value counts the reloads. */
const reloads = "iso";

const needed = Object.keys(siteHeaders).filter((name) => name !== "Access-Control-Allow-Origin");

/** How long to wait for a response of the host, in milliseconds. */
const timeout = 8_000;

// The first versions of Chromium that can isolate a frame on its own (Document-Isolation-Policy).
const desktop = 137;
const mobile = 146;

/**
 * Isolates this document if the browser supports it and the host does not do it: by the site's service worker and a reload.
 * Resolves when the document is isolated or cannot be, after some seconds at most.
 */
export async function isolate(workerUrl: URL): Promise<void> {
  const address = new URL(location.href);
  const times = Number(address.searchParams.get(reloads) ?? 0);
  if (times !== 0 && isTop()) {
    address.searchParams.delete(reloads); // keeps it out of bookmarks
    history.replaceState(history.state, "", address);
  }
  if (crossOriginIsolated) return;
  const workers = serviceWorkers();
  if (!workers) return;
  // Does not try again if the document came through the worker and is still not isolated. Without a worker the parameter may
  // be from the history of the tab.
  const isTried = times !== 0 && (workers.controller !== null || times > 1);
  if (await hasHeaders(address)) return;
  try {
    const registered = workers.register(workerUrl, { updateViaCache: "none" });
    await Promise.race([registered.then(activated), rejectAfter(timeout)]);
  } catch {
    return; // service workers are forbidden, the file is missing, or it takes too long
  }
  if (isTried || !(isTop() || isolatesFrames())) {
    // Without isolation the service worker is still useful, since it adds the policy to the scripts of workers.
    await controlled(workers);
    return;
  }
  address.searchParams.set(reloads, `${times + 1}`);
  location.replace(address);
  await rejectAfter(timeout).catch(() => {}); // the reader may stop the reload
}

function rejectAfter(milliseconds: number): Promise<never> {
  return new Promise((_, reject) =>
    setTimeout(() => reject(new Error("it took too long")), milliseconds),
  );
}

/** Whether `isolate` may reload the document. */
export function mayIsolate(): boolean {
  return !crossOriginIsolated && serviceWorkers() !== null;
}

function isTop(): boolean {
  return window.top === window;
}

/** The service workers of this page; null if the browser has none or a sandbox forbids them. */
function serviceWorkers(): ServiceWorkerContainer | null {
  try {
    return isSecureContext ? (navigator.serviceWorker ?? null) : null;
  } catch {
    return null;
  }
}

/**
 * Whether the host itself sends the headers; then nothing can be added, and this browser does not isolate such a document.
 * Uses HEAD, which the service worker does not answer: it may control this document already.
 */
async function hasHeaders(address: URL): Promise<boolean> {
  return fetch(address, { method: "HEAD", signal: AbortSignal.timeout(timeout) }).then(
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

/** Waits until the service worker controls this document, for at most a second: after a forced reload it does not. */
function controlled(workers: ServiceWorkerContainer): Promise<void> {
  return new Promise((resolve) => {
    if (workers.controller) resolve();
    workers.addEventListener("controllerchange", () => resolve(), { once: true });
    setTimeout(resolve, 1000);
  });
}
