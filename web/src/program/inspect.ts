import objectInspect from "object-inspect";
import { arrayText } from "../processor/output";

/** Longer output is broken into lines. */
const maxWidth = 100;

/** More elements of a list are counted instead, since object-inspect's time grows with the square of their number. */
const maxElements = 1_000;

/** Formats any value. */
export function inspect(value: unknown): string {
  const short = shortened(value);
  const own = Object.getOwnPropertyDescriptor(typedArrays, "inspect");
  // object-inspect calls this method; without it, it prints typed arrays as objects with numeric keys.
  const asText = function (this: Uint8Array): string {
    return arrayText(this);
  };
  Object.defineProperty(typedArrays, "inspect", { value: asText, configurable: true });
  try {
    const line = objectInspect(short, { indent: null, maxStringLength: 10_000 });
    if (line.length <= maxWidth) return line;
    return objectInspect(short, { indent: 2, maxStringLength: 10_000 });
  } finally {
    if (own) Object.defineProperty(typedArrays, "inspect", own);
    else Reflect.deleteProperty(typedArrays, "inspect");
  }
}

/** The value with long lists cut off, also within lists and plain objects; the value itself if none is long. */
function shortened(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null || depth > 4) return value;
  const inner = (one: unknown) => shortened(one, depth + 1);
  if (Array.isArray(value)) {
    const first = value.slice(0, maxElements).map(inner);
    if (value.length > maxElements) return [...first, more(value.length - maxElements)];
    return first.every((one, index) => Object.is(one, value[index])) ? value : first;
  }
  if (value instanceof Set || value instanceof Map) {
    if (value.size <= maxElements) return value;
    return { [value.constructor.name]: inner([...value]) };
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value);
  const first = entries.slice(0, maxElements).map(([key, one]) => [key, inner(one)] as const);
  const rest = entries.length - first.length;
  if (rest > 0) return Object.fromEntries([...first, ["…", more(rest)]]);
  const isSame = first.every(([, one], index) => Object.is(one, entries[index]![1]));
  return isSame ? value : Object.fromEntries(first);
}

/** Prints as the number of elements that are left out. */
const more = (count: number) => ({ inspect: () => `… ${count.toLocaleString("en")} more` });

const typedArrays = Object.getPrototypeOf(Uint8Array.prototype) as object;
