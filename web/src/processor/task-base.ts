/**
 * Has relative addresses start where the page's or program's own do, in a worker's realm, where they would start at the
 * worker's script, which is the library's: those of `fetch`, `Request`, `XMLHttpRequest`, `EventSource`, `WebSocket` and
 * `Worker`. Those of `import()` start at the script all the same: no realm can say otherwise.
 */
export function provideBase(base: string): void {
  if (!/^https?:/.test(base)) return; // at a blob's or a folder's none can start
  const absolute = (address: unknown): unknown => {
    // A Request is an address that has been made whole.
    if (typeof address !== "string" || !URL.canParse(address, base)) return address;
    return new URL(address, base).href;
  };
  const realm = globalThis as unknown as Record<string, unknown>;
  const { fetch } = globalThis;
  const replaced = {
    fetch: (address: RequestInfo | URL, init?: RequestInit) =>
      fetch(absolute(address) as RequestInfo, init),
    ...Object.fromEntries(
      ["Request", "EventSource", "WebSocket", "Worker"]
        .filter((name) => typeof realm[name] === "function")
        .map((name) => [name, withAddress(realm[name] as Constructor, absolute)]),
    ),
  };
  for (const [name, value] of Object.entries(replaced))
    Object.defineProperty(realm, name, { value, configurable: true, writable: true });
  if (typeof XMLHttpRequest !== "function") return;
  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (...[method, address, ...rest]: unknown[]) {
    Reflect.apply(open, this, [method, absolute(address), ...rest]);
  };
}

type Constructor = new (...args: unknown[]) => object;

function withAddress(Class: Constructor, absolute: (address: unknown) => unknown): Constructor {
  return new Proxy(Class, {
    construct: (target, [address, ...rest], newTarget) =>
      Reflect.construct(target, [absolute(address), ...(rest as unknown[])], newTarget) as object,
  });
}
