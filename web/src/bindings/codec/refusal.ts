import { describe, SerializationError } from "../errors";

/** How errors name a value, or the elements of a list. */
export interface ValueNames {
  /** The name of the value, or of an element: "item". */
  label: string;
  /** The start of paths: "items". */
  root: string;
  /** If the only element is the list of a call's arguments: the name of one of them, such as "args[0]", from its step "[0]". */
  argument?: (step: string) => string;
}

/** Thrown for a value that cannot be cloned. Callers add the steps of the path to it, from the innermost outwards. */
export class Refusal {
  readonly path: string[] = [];
  /** Index of the item or result that contains it, if it is in a list of those. */
  item: number | undefined;

  /** The error message is `what`, the path to it, and `reason`. */
  constructor(
    private readonly what: string,
    private readonly reason: string,
    private readonly cause?: unknown,
  ) {}

  /** Creates the error for the caller. */
  error({ label, root, argument }: ValueNames): SerializationError {
    const { item } = this;
    const path = [...this.path].reverse();
    // Shortens the path, which may have thousands of steps in a linked list.
    const steps = path.length > 40 ? [...path.slice(0, 20), "…", ...path.slice(-20)] : path;
    const where = argument
      ? [argument(path[1] ?? ""), ...steps.slice(2)].join("")
      : [root, ...steps].join("");
    const at = path.length > (item === undefined ? 0 : 1) ? ` at ${where}` : "";
    const named = item === undefined || argument ? label : `${label} ${item}`;
    const error = new SerializationError(
      `${named}: ${this.what}${at} ${this.reason}`,
      this.cause === undefined ? undefined : { cause: this.cause },
    );
    if (item !== undefined) error.item = item;
    return error;
  }
}

/** Throws a refusal of `what`. */
export function refuse(what: string, advice = "pass data, and make the rest of it there"): never {
  throw new Refusal(what, `cannot cross to a processor or back; ${advice}`);
}

/** The refusal for an error that occurred while a value was read; a getter of the value may have thrown something else. */
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  return new Refusal("the value", `cannot be read (${describe(thrown).message})`, thrown);
}

/** The refusal for an error, with one more step added to its path. */
export function within(step: string, thrown: unknown): Refusal {
  const refusal = refusalOf(thrown);
  refusal.path.push(step);
  return refusal;
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

export function keyStep(key: string): string {
  return identifier.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
