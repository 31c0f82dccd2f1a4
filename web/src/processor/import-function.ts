import { marks } from "../bindings/function-table";
import { type FunctionReference, onDemandParts } from "../bindings/on-demand";
import type { Callable } from "./compile";

/** The module and name of a function, if its text refers to a module. */
export function moduleReference(text: string): FunctionReference | undefined {
  if (!text.startsWith(marks.module)) return undefined;
  return JSON.parse(text.slice(marks.module.length)) as FunctionReference;
}

/** Imports a function in this realm. Rejects with an error that names the module and the probable cause. */
export async function importFunction(reference: FunctionReference): Promise<Callable> {
  const { module, name } = reference;
  let exports: Record<string, unknown> | undefined;
  let failure: unknown;
  try {
    exports = (await import(/* webpackIgnore: true */ /* @vite-ignore */ module)) as typeof exports;
    const found = exports![name];
    if (typeof found === "function") return found as Callable;
  } catch (error) {
    failure = error;
  }
  throw (await onDemandParts()).importError(reference, exports, failure);
}
