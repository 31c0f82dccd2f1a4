import type { OnDemandParts } from "../bindings/on-demand";

/** `OnDemandParts.loadError`. */
export const loadError: OnDemandParts["loadError"] = (url, failure) => {
  const said = explained(url, failure as Error);
  return said === undefined ? failure : new Error(said, { cause: failure });
};

/** What to say in place of an error; undefined if it says enough: the server's answer. */
function explained(url: string, failure: Error): string | undefined {
  const { message, cause } = failure;
  // Browsers say neither that a policy forbids a request, nor why it failed otherwise.
  if (cause !== undefined)
    return `${message} (is it served, and may it be fetched by connect-src of the page's Content-Security-Policy?)`;
  if (failure instanceof TypeError) return `${url} could not be loaded: ${message}`; // the transfer was cut off
  if (!(failure instanceof WebAssembly.CompileError)) return undefined;
  return mayCompile()
    ? `${url} could not be compiled: is it the library's own file? (${message})`
    : `${url} could not be compiled: the Content-Security-Policy forbids WebAssembly; add 'wasm-unsafe-eval' to its script-src`;
}

/** Whether the policy allows WebAssembly: tries the smallest module. */
function mayCompile(): boolean {
  try {
    return Boolean(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
  } catch {
    return false;
  }
}
