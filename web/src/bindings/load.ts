import { attachModule } from "./attach-module";
import { fileUrl, libraryUrl, moduleFactory, workerName } from "./urls";
import { baseUrl } from "./function-table";
import { basePart } from "./realm";
import { shareBuffersBy } from "./codec";
import { CallersBuffers } from "./shared-buffers";
import { levels, MessageKind } from "./layout";
import type { ModuleOptions, WebpoolModule } from "./module";
import { onDemandParts } from "./on-demand";
import { onExit, platform, serverRuntime } from "./platform";
import { hasRuntime, refuseInTask, Runtime, setRuntime } from "./runtime";
import { SharedParts } from "./shared-parts";
import { support } from "./support";
import { WorkerHost } from "./worker-host";

const isPage = typeof window === "object" && typeof document === "object";

/** Creates instances of a module. */
export type ModuleFactory = (options: ModuleOptions) => Promise<WebpoolModule>;

async function instantiate(
  wasm: WebAssembly.Module,
  imports: WebAssembly.Imports,
  url: string,
): Promise<WebAssembly.Instance> {
  try {
    return await WebAssembly.instantiate(wasm, imports);
  } catch (error) {
    // These errors mean that an import is missing; a lack of memory is a RangeError.
    if (error instanceof WebAssembly.LinkError || error instanceof TypeError)
      throw new Error(`${url} is of another build than webpool.js; copy the whole folder`);
    throw error;
  }
}

/**
 * Creates an instance of a module, whose host is this realm.
 * @param workers - how many workers to start while the module is compiled
 * @param factory - the factory of the module, by default the library's own
 * @param folder - the folder of the module, relative to the library's
 * @param parts - the parts for its workers
 */
export async function createModule(
  workers: number,
  factory?: ModuleFactory,
  folder = "",
  parts = new SharedParts(),
): Promise<WebpoolModule> {
  if (support.mode === "none") throw new Error(support.reason ?? "this browser cannot run it");
  const script = folder === "" ? libraryUrl : fileUrl(`${folder}webpool.js`);
  const base = baseUrl();
  if (base !== undefined) parts.set(basePart, base);
  const { newWorker: start, compile } = await platform();
  const newWorker = (): Worker => {
    const worker = start(script, workerName);
    parts.connect(worker);
    return worker;
  };
  const early: Worker[] = [];
  const options: ModuleOptions & Partial<WebpoolModule> = {
    webpoolNewWorker: newWorker,
    webpoolEarlyWorkers: early,
    mainScriptUrlOrBlob: script,
  };
  try {
    // Starts the workers first, since that takes longest.
    const count = support.threads && Number.isInteger(workers) ? Math.min(workers, 32) : 0;
    while (early.length < count) early.push(newWorker());
    const url = fileUrl(`${folder}webpool.wasm`);
    const compiled = compile(url);
    compiled.catch(() => {}); // reported below, unless the factory fails first
    const failed = new Promise<never>((_, reject) => {
      options.instantiateWasm = (imports, receive) => {
        compiled
          .then(async (wasm) => receive(await instantiate(wasm, imports, url), wasm))
          .catch(reject);
        return {};
      };
    });
    const module = await Promise.race([(factory ?? (await moduleFactory()))(options), failed]);
    attachModule(module);
    module.webpoolWorkers.prepare(count);
    module._webpool_set_may_block(isPage ? 0 : 1);
    if (!support.threads) module._webpool_set_threadless();
    return module;
  } catch (error) {
    options.webpoolWorkers?.endAll();
    for (const worker of early) worker.terminate();
    // Emscripten assigns to properties that its objects inherit, such as those of Error.prototype: "Cannot assign to read only
    // property" in V8, "is read-only" in SpiderMonkey, "to readonly property" in JavaScriptCore.
    if (error instanceof TypeError && /read[ -]?only/.test(error.message)) {
      throw new Error(
        "the built-in objects of this realm are frozen, as by SES lockdown(), so WebAssembly's module cannot start: await " +
          "load() or Pool.create() before they are frozen",
        { cause: error },
      );
    }
    throw error;
  }
}

let loading: Promise<void> | undefined;

/**
 * Loads the library's WebAssembly module, once in a realm. `Pool.create` calls it; call it yourself to use `Matrix` or
 * `share` without a pool. Rejects if WebAssembly cannot run; see `support`.
 */
export function load(): Promise<void> {
  return loadWith(0);
}

/** Loads the module, and starts workers at the same time for the pool that is created next. */
export function loadWith(workers: number): Promise<void> {
  try {
    refuseInTask();
  } catch (error) {
    return Promise.reject(error);
  }
  if (hasRuntime()) return Promise.resolve();
  loading ??= (async () => {
    const shared = new SharedParts();
    try {
      const [module, parts] = await Promise.all([
        createModule(workers, undefined, "", shared),
        support.threads ? undefined : onDemandParts(),
      ]);
      const host = new WorkerHost(
        module,
        (message) => {
          // Output of C++ kernels. In browsers, JavaScript functions print to the console of their own worker.
          if (message.kind === MessageKind.output)
            console[levels[message.a] ?? "log"](message.text());
        },
        undefined,
        false,
      );
      if (serverRuntime) {
        // Outside of browsers the console output of a worker is lost when the process ends, so it goes through the mailbox.
        module._webpool_set_output_to_host(1);
        onExit(() => host.look());
      }
      const scheduler = parts && new parts.CooperativeScheduler(module, !isPage);
      setRuntime(new Runtime(module, isPage ? "page" : "worker", host, undefined, scheduler));
      shareBuffersBy(new CallersBuffers(shared));
    } catch (error) {
      loading = undefined;
      throw error;
    }
  })();
  return loading;
}
