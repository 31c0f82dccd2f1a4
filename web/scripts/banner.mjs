// Names that the module's own code uses stand outside of the bundle. Where a page is not isolated, browsers hide the class of
// shared memory but make such memory all the same; Emscripten's code needs the class by its name. In this file alone, since
// other scripts of the page take its presence for threads.
export const scriptBanner = `var webpoolRealm;
var SharedArrayBuffer = globalThis.SharedArrayBuffer ?? (() => {
  try { return new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer.constructor; } catch {}
})();`;
