import objectInspect from "object-inspect";

/** Longer texts are broken into lines. */
const widest = 100;

/** The text of any value. */
export function inspect(value: unknown): string {
  const own = Object.getOwnPropertyDescriptor(typedArrays, "inspect");
  // object-inspect's way to let an object describe itself: it knows typed arrays only as objects with numbers for keys.
  Object.defineProperty(typedArrays, "inspect", { value: arrayText, configurable: true });
  try {
    const line = objectInspect(value, { indent: null, maxStringLength: 10_000 });
    if (line.length <= widest) return line;
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
