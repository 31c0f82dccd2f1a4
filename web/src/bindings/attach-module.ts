import type { WebpoolModule } from "./module";
import { ModuleMemory } from "./module-memory";

/** The names in src/wasm/exports.def, with spaces between; build-library.mjs defines it. */
declare const exportedNames: string;

/** Makes a module usable in this realm: takes its functions from WebAssembly's table, and views its memory. */
export function attachModule(module: WebpoolModule): void {
  const memory = module.webpoolWorkers.memory().buffer;
  const indices = new Uint32Array(memory, module._webpool_functions());
  const table = module.webpoolWorkers.table();
  const functions = exportedNames
    .split(" ")
    .map((name, at) => [`_webpool_${name}`, table.get(indices[at]!)]);
  Object.assign(module, Object.fromEntries(functions));
  module.memory = new ModuleMemory(module);
}
