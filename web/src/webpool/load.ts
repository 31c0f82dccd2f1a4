import { withBytes } from "./functions";
import { MailKind } from "./layout";
import type { WebpoolModule } from "./module";
import { hasRuntime, Host, Runtime, setRuntime } from "./runtime";
import { support } from "./support";

const isPage = typeof window === "object" && typeof document === "object";

/** Makes instances of a module. */
export type ModuleFactory = typeof createWebpoolModule;

/** A fresh instance of the module, whose host is this realm. */
export async function createModule(factory?: ModuleFactory): Promise<WebpoolModule> {
  if (!support.threads) throw new Error(support.reason ?? "no threads");
  const module = await (factory ?? createWebpoolModule)({});
  module._webpool_set_may_block(isPage ? 0 : 1);
  return module;
}

let loading: Promise<void> | undefined;

/**
 * Loads the library's WebAssembly module, once in a realm. `Pool.create` does so by itself; before `Matrix` or `share` are
 * used without a pool, call it. Rejects where threads are not to be had; see `support`.
 */
export function load(): Promise<void> {
  if (hasRuntime()) return Promise.resolve();
  loading ??= (async () => {
    try {
      const module = await createModule();
      const host = new Host(module, (letter) => {
        // What kernels in C++ print; functions print with the console of their own worker.
        if (letter.kind === MailKind.output) console.log(letter.text());
      });
      setRuntime(new Runtime(module, isPage ? "page" : "worker", host));
    } catch (error) {
      loading = undefined;
      throw error;
    }
  })();
  return loading;
}

/** The number of processors of this machine. Follows `multiprocessing.cpu_count()`. */
export function cpuCount(): number {
  return Math.max(1, globalThis.navigator?.hardwareConcurrency ?? 1);
}

const kernelNumbers = new WeakMap<WebpoolModule, Map<string, number>>();

/** Number of the kernel of that name. */
export function kernelNumber(module: WebpoolModule, name: string): number {
  let known = kernelNumbers.get(module);
  if (!known) kernelNumbers.set(module, (known = new Map()));
  let number = known.get(name);
  if (number === undefined) known.set(name, (number = findKernel(module, name)));
  return number;
}

function findKernel(module: WebpoolModule, name: string): number {
  const bytes = new TextEncoder().encode(name);
  const number = withBytes(module, bytes, (at) => module._webpool_kernel(at, bytes.length));
  if (number < 0) throw new TypeError(`there is no kernel named ${name}`);
  return number;
}
