import { marks } from "../bindings/function-table";
import type { Callable } from "./compile";

/** The module and name of a function, if its text refers to a module. */
export function moduleReference(text: string): { module: string; name: string } | undefined {
  if (!text.startsWith(marks.module)) return undefined;
  return JSON.parse(text.slice(marks.module.length)) as { module: string; name: string };
}

/** Imports a function in this realm. Rejects with an error that names the module and the probable cause. */
export async function importFunction({
  module,
  name,
}: {
  module: string;
  name: string;
}): Promise<Callable> {
  let exports: Record<string, unknown>;
  try {
    exports = (await import(/* webpackIgnore: true */ /* @vite-ignore */ module)) as Record<
      string,
      unknown
    >;
  } catch (error) {
    throw new Error(
      `the module ${module} could not be loaded in the processor (is it served, and as JavaScript?): ${String(error)}`,
      { cause: error },
    );
  }
  const found = exports[name];
  if (typeof found === "function") return found as Callable;
  const names = Object.keys(exports).filter((key) => typeof exports[key] === "function");
  throw new TypeError(
    `the module ${module} exports no function ${name}; its functions: ${names.join(", ") || "none"}`,
  );
}
