import { SerializationError } from "../errors";

/** Why a value cannot cross, and the steps to it from the inside out. */
export class Refusal {
  readonly path: string[] = [];
  /** Of an item or result of a list: its index. */
  item: number | undefined;

  /** `reason` says why, with the place of what is refused put in after `what`. */
  constructor(
    private readonly what: string,
    private readonly reason: string,
    private readonly cause?: unknown,
  ) {}

  /** The error for it. The path begins with `root`; `label` names the item. */
  error(label: string, root: string): SerializationError {
    const { path, item } = this;
    // Nobody reads more of the path to something in a list of thousands of nodes.
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

/** Throws why something cannot cross. */
export function refuse(what: string, advice = "pass data, and make the rest of it there"): never {
  throw new Refusal(what, `cannot cross to a processor or back; ${advice}`);
}

/** What was thrown while a value was read: by the value itself, if it is no refusal. */
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  return new Refusal("the value", `cannot be read (${describe(thrown)})`, thrown);
}

/** The same, seen from one step further outside. */
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
