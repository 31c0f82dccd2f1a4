import type { OnDemandParts } from "../bindings/on-demand";

/** `OnDemandParts.importError`. */
export const importError: OnDemandParts["importError"] = ({ module, name }, exports, failure) => {
  if (!exports)
    return new Error(
      `the module ${module} could not be loaded in the processor (is it served, and as JavaScript?): ${String(failure)}`,
      { cause: failure },
    );
  const names = Object.keys(exports).filter((key) => typeof exports[key] === "function");
  return new TypeError(
    `the module ${module} exports no function ${name}; its functions: ${names.join(", ") || "none"}`,
  );
};
