import type { WebpoolModule } from "./module";
import { ModuleMemory } from "./module-memory";

/**
 * Makes a module usable in this realm: takes its functions from WebAssembly's table, and views its memory. The build renames
 * the functions to f0, f1 and so on, in the order of src/wasm/exports.def.
 */
export function attachModule(module: WebpoolModule): void {
  const { webpoolWorkers } = module;
  const indices = new Uint32Array(webpoolWorkers.memory().buffer, module._webpoolFunctions());
  const functions: Record<string, unknown> = {};
  // Index 0 ends the list.
  for (let at = 0; indices[at] !== 0; ++at)
    functions[`f${at}`] = webpoolWorkers.table().get(indices[at]!);
  // As the prototype: so many properties with computed names in the module itself would have V8 look up each of them by a hash.
  Object.setPrototypeOf(module, functions);
  module.memory = new ModuleMemory(module);
}
