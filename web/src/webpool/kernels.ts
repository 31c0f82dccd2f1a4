import type { WebpoolModule } from "../bindings/module";
import { withBytes } from "../bindings/module-memory";
import { kindOf } from "../bindings/options";
import { printedAs } from "../bindings/printed-as";

/** The input of a kernel: a row of 32-bit integers. */
export type KernelRow = ArrayLike<number>;

/** A task in C++, as `kernels.…` returns it: computes an integer from a row of 32-bit integers. */
export class Kernel {
  /** @internal */
  constructor(
    /** Its name in the module. */
    readonly name: string,
    /** Its parameters, the same for every row. */
    readonly parameters: readonly [number, number],
  ) {}
}

printedAs(Kernel, "Kernel", ({ name, parameters }) => `${name}(${parameters.join(", ")})`);

/** Creates a {@link Kernel}; itself it is a task of `starmap` and `apply`, with the arguments `[row, minimum, maximum]`. */
export interface KernelFactory {
  (minimum: number, maximum: number): Kernel;
  /** The name of the kernel in the module. */
  readonly kernelName: string;
}

function factory(name: string): KernelFactory {
  const make = (first: number, second: number): Kernel => {
    requireInteger32("minimum", first);
    requireInteger32("maximum", second);
    return new Kernel(name, [first, second]);
  };
  return Object.assign(make, { kernelName: name });
}

/** Throws a `RangeError` unless `value`, the parameter `name` of a kernel, is a 32-bit integer. */
export function requireInteger32(name: string, value: unknown, item?: number): void {
  if (typeof value === "number" && value === (value | 0)) return;
  const where = item === undefined ? "" : `item ${item}: `;
  throw new RangeError(
    `${where}the ${name} of a kernel is a 32-bit integer; ${kindOf(value)} was given`,
  );
}

export function isFactory(value: unknown): value is KernelFactory {
  return (
    typeof value === "function" && typeof (value as Partial<KernelFactory>).kernelName === "string"
  );
}

/** The C++ tasks that come with the library. */
export const kernels = {
  /**
   * Counts the numbers x of a row with minimum ≤ x ≤ maximum, using SIMD.
   * `pool.map(kernels.howmanyWithinRange(4, 8), matrix.rows())`, or
   * `pool.starmap(kernels.howmanyWithinRange, rows.map(row => [row, 4, 8]))`.
   */
  howmanyWithinRange: factory("howmanyWithinRange"),
} as const;

const kernelNumbers = new WeakMap<WebpoolModule, Map<string, number>>();

/** The number of the kernel of that name. */
export function kernelNumber(module: WebpoolModule, name: string): number {
  let known = kernelNumbers.get(module);
  if (!known) kernelNumbers.set(module, (known = new Map()));
  let number = known.get(name);
  if (number === undefined) known.set(name, (number = findKernel(module, name)));
  return number;
}

function findKernel(module: WebpoolModule, name: string): number {
  const bytes = new TextEncoder().encode(name);
  const number = withBytes(module, bytes, (at) => module._webpool_kernel(at, bytes.length));
  if (number < 0) throw new TypeError(`there is no kernel named ${name}`);
  return number;
}
