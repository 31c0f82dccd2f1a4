// The headers of the site, for all that send them: the server here, those of other hosts (by the files that a build writes for
// them), and the site's service worker where a host sends none.

/**
 * With these a document has SharedArrayBuffer, on its own and in a frame. Every response carries them: a worker script
 * without them does not load, and Emscripten then waits for it without a word.
 */
export const isolationHeaders = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "Document-Isolation-Policy": "isolate-and-require-corp",
  "Access-Control-Allow-Origin": "*",
};

/**
 * The policy of the site's pages and of the workers in which programs run: scripts of the site alone, none that stand in the
 * HTML, and requests of programs to the site alone. `eval` and `blob:` are for the programs, whose texts are compiled in
 * workers: a worker has the policy of its own script's response.
 * @param {readonly string[]} [connect] Where programs may send requests beside that, as "https://data.example".
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

/** What the site sends with every response. */
export const siteHeaders = {
  ...isolationHeaders,
  "Content-Security-Policy": contentPolicy(),
};
