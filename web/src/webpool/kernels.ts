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
    requireInteger32(first);
    requireInteger32(second);
    return new Kernel(name, [first, second]);
  };
  return Object.assign(make, { kernelName: name });
}

export function requireInteger32(value: unknown): void {
  if (value !== ((value as number) | 0))
    throw new RangeError(`${String(value)} is not a 32-bit integer`);
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
