// Variables of the bundle's file that Emscripten's code uses. On pages that are not isolated, browsers hide the class
// SharedArrayBuffer but still create shared memory, and Emscripten refers to the class by name. It must not become a global,
// since other scripts would conclude that threads are available. There an element with that id would be the global.
export const scriptBanner = `var webpoolRealm;
var SharedArrayBuffer = typeof globalThis.SharedArrayBuffer == "function" ? globalThis.SharedArrayBuffer : (() => {
  try { return new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer.constructor; } catch {}
})();`;
