// The headers of the site. They are sent by the development server, by other hosts (a build writes their configuration files),
// and by the site's service worker if a host does not send them.

/**
 * The headers with which a document has SharedArrayBuffer, also in a frame. Every response needs them: a worker script without
 * them does not load, and Emscripten then waits for the worker without reporting an error.
 */
export const isolationHeaders = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "Document-Isolation-Policy": "isolate-and-require-corp",
  "Access-Control-Allow-Origin": "*",
};

/**
 * The policy of the site's pages and of the workers that run programs. It allows scripts and requests to the site itself only,
 * and no inline scripts. `eval` and `blob:` are for programs, which are compiled in workers: the policy of a worker is that of
 * its script's response.
 * @param {readonly string[]} [connect] Additional origins for requests of programs, such as "https://data.example".
 */
export function contentPolicy(connect = []) {
  return [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval' 'unsafe-eval' blob:",
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    ["connect-src 'self' blob: data:", ...connect].join(" "),
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'none'",
  ].join("; ");
}

/** The headers of every response of the site. */
export const siteHeaders = {
  ...isolationHeaders,
  "Content-Security-Policy": contentPolicy(),
};
