/// <reference lib="webworker" />
// A service worker for hosts that send no headers: it adds them to what the host sends for the site. It stores nothing.
import { contentPolicy, isolationHeaders } from "../../scripts/headers.mjs";
import { siteConfig } from "./config.ts";

const worker = globalThis as unknown as ServiceWorkerGlobalScope;

try {
  importScripts("./embed-config.js");
} catch {
  // The site has removed it.
}
const headers: Record<string, string> = {
  ...isolationHeaders,
  "Content-Security-Policy": contentPolicy(siteConfig().connect),
};

worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (new URL(request.url).origin !== location.origin) return;
  if (request.cache === "only-if-cached" && request.mode !== "same-origin") return; // Chromium's tools ask so
  event.respondWith(withHeaders(request));
});

async function withHeaders(request: Request): Promise<Response> {
  const response = await fetch(request);
  if (response.type === "opaqueredirect" || response.status === 0) return response; // the browser follows it, and asks again
  const all = new Headers(response.headers);
  for (const [name, value] of Object.entries(headers)) if (!all.has(name)) all.set(name, value);
  const { body, status, statusText } = response;
  return new Response(body, { status, statusText, headers: all });
}
