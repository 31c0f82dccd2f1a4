import { inNode, outdated, serverRuntime } from "./platform";

/** How pools work in this browser and page. */
export interface Support {
  /** Whether each processor is a thread. */
  readonly threads: boolean;
  /**
   * `"threads"`; or `"one processor"`: there are no threads, and each pool has one processor, which runs on the thread of its
   * caller, with the same results, order and errors; or `"none"`: WebAssembly cannot run.
   */
  readonly mode: "threads" | "one processor" | "none";
  /** Why there are no threads, as a sentence to show to users; null if there are. */
  readonly reason: string | null;
}

/** Whether this browser and page can run threads, and if not, why not and what happens instead. */
export const support: Support = (() => {
  const impossible = whyNothing();
  if (impossible !== null) return { threads: false, mode: "none", reason: impossible };
  const reason = whyNoThreads();
  return { threads: reason === null, mode: reason === null ? "threads" : "one processor", reason };
})();

function whyNothing(): string | null {
  if (outdated) return outdated;
  if (typeof WebAssembly !== "object")
    return "WebAssembly is missing or switched off here, as by Node's --jitless.";
  if (typeof Worker !== "function" && !serverRuntime) {
    return inNode
      ? "This page is simulated by Node (as by jsdom), without Web Workers: run the test in the environment “node”."
      : "This browser has no Web Workers here.";
  }
  // This class exists even where browsers hide the global one; see web/scripts/banner.mjs.
  if (typeof SharedArrayBuffer !== "function" || typeof Atomics !== "object")
    return "This browser does not run WebAssembly with shared memory.";
  return null;
}

function whyNoThreads(): string | null {
  if (globalThis.origin === "null") {
    return "This frame is sandboxed: without “allow-same-origin” it may not start the workers that are the processors.";
  }
  if ("SharedArrayBuffer" in globalThis && globalThis.crossOriginIsolated !== false) return null;
  if (globalThis.isSecureContext === false) {
    return "This page was not loaded over HTTPS or from localhost, and browsers share memory between workers only there.";
  }
  if (globalThis.crossOriginIsolated === false) {
    return isFramed()
      ? "This frame is not cross-origin isolated, so this browser gives it no threads."
      : "This page is not cross-origin isolated: its server does not send the headers that let workers share memory.";
  }
  return "This browser does not let workers share memory (SharedArrayBuffer).";
}

function isFramed(): boolean {
  return typeof window === "object" && window.parent !== window;
}
