// Runs before the first paint, so that neither the theme nor a note changes the page after it; and isolates the page where
// its host does not (isolation.ts). What needs threads waits for `webpoolReady`.
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

/** A frame's is in its address; the guide's is the reader's choice. */
function setTheme(): void {
  let theme = new URLSearchParams(location.search).get("theme");
  try {
    if (root.dataset.page !== "frame") theme ??= localStorage.getItem("webpool.theme");
  } catch {
    // Storage may be forbidden; the system's theme is used then.
  }
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
}

/** The policy that other hosts send as a header; beside such a header it changes nothing. */
function addPolicy(): void {
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = contentPolicy(siteConfig().connect);
  document.head.append(meta);
}
