/// <reference lib="webworker" />
// The site's service worker. It adds the headers that a host does not send, and stores what the reader has seen for reading
// offline.
import { contentPolicy, isolationHeaders } from "../../scripts/headers.mjs";
import { siteConfig } from "./config.ts";
import { keep, keepAll, kept } from "./offline-store.ts";

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
  if (response.type === "opaqueredirect" || response.status === 0) return response; // the browser follows the redirect with a new request
  const all = new Headers(response.headers);
  for (const [name, value] of Object.entries(isolationHeaders)) all.set(name, value);
  all.append("Content-Security-Policy", policy); // applies in addition to one of the host
  const { body, status, statusText } = response;
  return new Response(body, { status, statusText, headers: all });
}
