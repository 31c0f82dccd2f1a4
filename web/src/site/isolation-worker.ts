/// <reference lib="webworker" />
// The site's service worker. It adds the headers that a host does not send, and stores what the reader has seen for reading
// offline.
import { contentPolicy, isolationHeaders } from "../../scripts/headers.mjs";
import { siteConfig } from "./config.ts";
import { forgetOtherLibraries, keep, keepAll, kept } from "./offline-store.ts";

const worker = globalThis as unknown as ServiceWorkerGlobalScope;

try {
  importScripts("./embed-config.js");
} catch {
  // The file is optional.
}
const policy = contentPolicy(siteConfig().connect);

/** Matches the site's own files in its folder, which may contain others. */
const own =
  /^(|(index|embed|authors)(\.html)?|(assets|lib)\/.*|(early|embed|embed-config)\.js|icon\.svg)$/;

worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "HEAD") return; // isolation.ts checks the headers of the host itself
  const { scope } = worker.registration;
  const [address] = request.url.split(/[?#]/);
  if (!address!.startsWith(scope) || !own.test(address!.slice(scope.length))) return;
  if (request.cache === "only-if-cached" && request.mode !== "same-origin") return; // from Chromium's developer tools; fetch() rejects it
  // What is stored is what the host sent: it gets the headers when it is read, too.
  const answer = fetch(request).then(
    (response) => {
      if (response.type !== "opaqueredirect" && response.status === 200)
        event.waitUntil(keep(request, response.clone()));
      return response;
    },
    () => kept(request),
  );
  event.respondWith(answer.then(withHeaders));
});
worker.addEventListener("message", (event) => {
  const { keep: addresses, library } = (event.data ?? {}) as { keep?: unknown; library?: unknown };
  if (!Array.isArray(addresses)) return;
  const { scope } = worker.registration;
  const own = addresses.filter(
    (address): address is string => typeof address === "string" && address.startsWith(scope),
  );
  const all = async () => {
    // First, since the storage may be full.
    if (typeof library === "string") await forgetOtherLibraries(`${scope}assets/lib-`, library);
    await keepAll(own);
  };
  event.waitUntil(all());
});

function withHeaders(response: Response): Response {
  if (response.type === "opaqueredirect" || response.status === 0) return response; // the browser follows the redirect with a new request
  const all = new Headers(response.headers);
  for (const [name, value] of Object.entries(isolationHeaders)) all.set(name, value);
  all.append("Content-Security-Policy", policy); // applies in addition to one of the host
  const { body, status, statusText } = response;
  return new Response(body, { status, statusText, headers: all });
}
