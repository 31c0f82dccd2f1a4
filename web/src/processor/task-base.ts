/**
 * Makes relative URLs in a worker's realm relative to the page's or program's base URL, instead of the library's script. This
 * applies to `fetch`, `Request`, `XMLHttpRequest`, `EventSource`, `WebSocket` and `Worker`; it is impossible for `import()`.
 */
export function provideBase(base: string): void {
  if (!/^https?:/.test(base)) return; // nothing is relative to a blob, and a file cannot be fetched
  const absolute = (address: unknown): unknown => {
    // The URL of a Request is absolute already.
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
