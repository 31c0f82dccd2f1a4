import objectInspect from "object-inspect";

/** Longer output is broken into lines. */
const maxWidth = 100;

/** Formats any value. */
export function inspect(value: unknown): string {
  const own = Object.getOwnPropertyDescriptor(typedArrays, "inspect");
  // object-inspect calls this method; without it, it prints typed arrays as objects with numeric keys.
  Object.defineProperty(typedArrays, "inspect", { value: arrayText, configurable: true });
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

function arrayText(this: Uint8Array): string {
  const list = Array.from(this.subarray(0, 100));
  const rest = this.length - list.length;
  return `${this.constructor.name}(${this.length}) [${list.join(", ")}${rest > 0 ? `, … ${rest} more` : ""}]`;
}
