import objectInspect from "object-inspect";

/** The text of any value, on one line. In a file of its own: only programs that print objects need it. */
export function inspect(value: unknown): string {
  return objectInspect(value, { indent: null, maxStringLength: 10_000 });
}
