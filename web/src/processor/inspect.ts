import objectInspect from "object-inspect";

/** Longer output is broken into lines. */
const maxWidth = 100;

/** Formats any value. */
export function inspect(value: unknown): string {
  const own = Object.getOwnPropertyDescriptor(typedArrays, "inspect");
  // object-inspect calls this method; without it, it prints typed arrays as objects with numeric keys.
  const asText = function (this: Uint8Array): string {
    return arrayText(this);
  };
  Object.defineProperty(typedArrays, "inspect", { value: asText, configurable: true });
  try {
    const line = objectInspect(value, { indent: null, maxStringLength: 10_000 });
    if (line.length <= maxWidth) return line;
    return objectInspect(value, { indent: 2, maxStringLength: 10_000 });
  } finally {
    if (own) Object.defineProperty(typedArrays, "inspect", own);
    else Reflect.deleteProperty(typedArrays, "inspect");
  }
}

const typedArrays = Object.getPrototypeOf(Uint8Array.prototype) as object;

/** Formats a typed array by its first elements. */
export function arrayText(array: Uint8Array): string {
  const list = Array.from(array.subarray(0, 100));
  const rest = array.length - list.length;
  return `${array.constructor.name}(${array.length}) [${list.join(", ")}${rest > 0 ? `, … ${rest} more` : ""}]`;
}
