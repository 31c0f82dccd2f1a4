// What `import … from "webpool"` gives in the npm package. The library itself stays a file of its own, which its workers
// load too: bundlers that know `new URL("…", import.meta.url)` copy it unchanged, and others leave the addresses as they are.
const script = new URL("./lib/webpool.js", import.meta.url);
const files = Object.entries({
  "webpool.wasm": new URL("./lib/webpool.wasm", import.meta.url),
  "webpool-on-demand.js": new URL("./lib/webpool-on-demand.js", import.meta.url),
  "webpool-imports.js": new URL("./lib/webpool-imports.js", import.meta.url),
  "webpool-threads.js": new URL("./lib/webpool-threads.js", import.meta.url),
});
// Read by web/src/bindings/urls.ts.
const moved = files.filter(([name, url]) => new URL(name, script).href !== url.href);
script.hash = new URLSearchParams(moved.map(([name, url]) => [name, url.href])).toString();

const library = await import(/* webpackIgnore: true */ /* @vite-ignore */ script.href).catch(
  (cause) => {
    throw new Error(
      `webpool could not be loaded from ${script.origin}${script.pathname}: the folder webpool/dist/lib has to be served there, see “Bundlers” in webpool's README`,
      { cause },
    );
  },
);
export const { names } = library;
