import { serverRuntime } from "../bindings/platform";
import { libraryUrl } from "../bindings/urls";
import { startable } from "./startable";

/** `OnDemandParts.startError`. */
export async function startError(
  cause: unknown,
  count: string | undefined,
  timeout: number,
): Promise<Error> {
  const started = count ? ` (${count} started, then none for ${timeout / 1000} s)` : "";
  const why = await whyNoWorkers();
  return new Error(`the workers of the pool could not be started${started}: ${why}`, { cause });
}

/** Explains why workers have not started, by checking how the library's script is served. */
export async function whyNoWorkers(): Promise<string> {
  if (serverRuntime) return "is the library's whole folder on disk?";
  const settings = {
    method: "HEAD",
    cache: "no-store",
    signal: AbortSignal.timeout(5000),
  } as const;
  const answer = await fetch(libraryUrl, settings).catch(String);
  if (typeof answer === "string") return `${libraryUrl} could not be loaded (${answer})`;
  if (!answer.ok) return `${libraryUrl} could not be loaded (HTTP ${answer.status})`;
  if (startable(libraryUrl) !== libraryUrl) {
    return (
      "the workers of a library from another origin start at a blob: address; does the page's Content-Security-Policy allow " +
      `that, with blob: and ${new URL(libraryUrl).origin} in its worker-src?`
    );
  }
  const embedder = answer.headers.get("Cross-Origin-Embedder-Policy") ?? "";
  if (globalThis.crossOriginIsolated && !/^(?:require-corp|credentialless)\b/.test(embedder)) {
    return (
      `${libraryUrl} is served without "Cross-Origin-Embedder-Policy: require-corp", which the page has: the scripts of ` +
      "workers need the headers of an isolated page, too"
    );
  }
  return (
    "is the library's whole folder served, and does the page's Content-Security-Policy allow its scripts to be workers " +
    "(worker-src)?"
  );
}
