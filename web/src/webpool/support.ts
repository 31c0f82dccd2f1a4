/** Whether this browser and page can run threads, and if not, why not, as a sentence for the reader. */
export const support: { readonly threads: boolean; readonly reason: string | null } = (() => {
  const reason = missing();
  return { threads: reason === null, reason };
})();

function missing(): string | null {
  if (typeof WebAssembly !== "object") return "This browser does not run WebAssembly.";
  if (typeof Worker !== "function") return "This browser has no Web Workers here.";
  if (typeof SharedArrayBuffer === "function" && globalThis.crossOriginIsolated !== false)
    return null;
  if (globalThis.isSecureContext === false) {
    return "This page was not loaded over HTTPS or from localhost, and browsers share memory between workers only there.";
  }
  if (globalThis.crossOriginIsolated === false) {
    return "This page is not cross-origin isolated: its server does not send the headers that let workers share memory.";
  }
  return "This browser does not let workers share memory (SharedArrayBuffer).";
}
