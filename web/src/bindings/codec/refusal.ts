import { SerializationError } from "../errors";

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

  /** Creates the error for the caller. `root` starts the path; `label` names the value or item. */
  error(label: string, root: string): SerializationError {
    const { path, item } = this;
    // Shortens the path, which may have thousands of steps in a linked list.
    const steps = path.length > 40 ? [...path.slice(-20), "…", ...path.slice(0, 20)] : [...path];
    const where = path.length > 0 ? `${root}${steps.reverse().join("")}` : "";
    const at = path.length > (item === undefined ? 0 : 1) ? ` at ${where}` : "";
    const named = item === undefined ? label : `${label} ${item}`;
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
  return new Refusal("the value", `cannot be read (${describe(thrown)})`, thrown);
}

/** The refusal for an error, with one more step added to its path. */
export function within(step: string, thrown: unknown): Refusal {
  const refusal = refusalOf(thrown);
  refusal.path.push(step);
  return refusal;
}

function describe(thrown: unknown): string {
  try {
    return String((thrown as Error | null)?.message ?? thrown);
  } catch {
    return "it threw something that cannot be read either";
  }
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

export function keyStep(key: string): string {
  return identifier.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
