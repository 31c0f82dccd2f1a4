/// <reference lib="webworker" />
// The site's service worker: for hosts that send no headers it adds them to what pages of the site get, and it keeps what
// was seen for when the reader is offline.
import { contentPolicy, isolationHeaders } from "../../scripts/headers.mjs";
import { siteConfig } from "./config.ts";
import { keep, keepAll, kept } from "./offline-store.ts";

const worker = globalThis as unknown as ServiceWorkerGlobalScope;

try {
  importScripts("./embed-config.js");
} catch {
  // The site has removed it.
}
const policy = contentPolicy(siteConfig().connect);

/** What is the site's in its folder, which may hold more. */
const own =
  /^(|(index|embed|authors)(\.html)?|(assets|lib)\/.*|(early|embed|embed-config)\.js|icon\.svg)$/;

worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "HEAD") return; // asked by who wants to know what the host itself sends
  const { scope } = worker.registration;
  const [address] = request.url.split(/[?#]/);
  if (!address!.startsWith(scope) || !own.test(address!.slice(scope.length))) return;
  if (request.cache === "only-if-cached" && request.mode !== "same-origin") return; // Chromium's tools ask so
  event.respondWith(
    fetch(request).then(
      (response) => {
        const answer = withHeaders(response);
        if (answer.type !== "opaqueredirect" && answer.status === 200)
          event.waitUntil(keep(request, answer.clone()));
        return answer;
      },
      () => kept(request),
    ),
  );
});
worker.addEventListener("message", (event) => {
  const { keep: addresses } = (event.data ?? {}) as { keep?: unknown };
  if (!Array.isArray(addresses)) return;
  const own = addresses.filter(
    (address): address is string =>
      typeof address === "string" && address.startsWith(worker.registration.scope),
  );
  event.waitUntil(keepAll(own));
});

function withHeaders(response: Response): Response {
  if (response.type === "opaqueredirect" || response.status === 0) return response; // the browser follows it, and asks again
  const all = new Headers(response.headers);
  for (const [name, value] of Object.entries(isolationHeaders)) all.set(name, value);
  all.append("Content-Security-Policy", policy); // beside one of the host's, if it has one: both count
  const { body, status, statusText } = response;
  return new Response(body, { status, statusText, headers: all });
}
