// Runs before the first paint, so that the page does not change after it when the theme or the note on threads is applied.
// Isolates the page if its host does not (isolation.ts); code that needs threads waits for `webpoolReady`.
import { contentPolicy } from "../../scripts/headers.mjs";
import { siteConfig } from "./config.ts";
import { isolate, mayIsolate } from "./isolation.ts";

const root = document.documentElement;
const base = new URL("./", (document.currentScript as HTMLScriptElement).src);

setTheme();
addPolicy();
if (!mayIsolate()) showThreads();
(globalThis as { webpoolReady?: Promise<void> }).webpoolReady = isolate(
  new URL("isolation-worker.js", base),
).then(showThreads);

function showThreads(): void {
  if (!crossOriginIsolated || typeof SharedArrayBuffer !== "function")
    root.dataset.threads = "none";
}

/** The theme of a frame is in its URL; that of the guide is stored. */
function setTheme(): void {
  let theme = new URLSearchParams(location.search).get("theme");
  try {
    if (root.dataset.page !== "frame") theme ??= localStorage.getItem("webpool.theme");
  } catch {
    // Storage may be forbidden; the page uses the system's theme then.
  }
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
}

/** Adds the policy for hosts that do not send it as a header; in addition to the same header it has no effect. */
function addPolicy(): void {
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = contentPolicy(siteConfig().connect);
  document.head.append(meta);
}
