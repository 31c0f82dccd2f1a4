import { printedAs } from "../bindings/printed-as";

/** A row that a kernel takes: 32-bit integers. */
export type KernelRow = ArrayLike<number>;

/** A task in C++: what `kernels.…` gives. Takes a row of 32-bit integers and gives an integer. */
export class Kernel {
  constructor(
    /** Its name in the module. */
    readonly name: string,
    /** Its settings. */
    readonly parameters: readonly [number, number],
  ) {}
}

printedAs(Kernel, "Kernel", ({ name, parameters }) => `${name}(${parameters.join(", ")})`);

/** A kernel that takes its settings as arguments: `(row, first, second)`, for starmap and apply. */
export interface KernelFactory {
  (minimum: number, maximum: number): Kernel;
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
    throw new RangeError(`${String(value)} is no 32-bit integer`);
}

export function isFactory(value: unknown): value is KernelFactory {
  return (
    typeof value === "function" && typeof (value as Partial<KernelFactory>).kernelName === "string"
  );
}

/** The tasks in C++ that come with the library. */
export const kernels = {
  /**
   * How many numbers x of a row have minimum ≤ x ≤ maximum, with SIMD.
   * `pool.map(kernels.howmanyWithinRange(4, 8), matrix.rows())`, or
   * `pool.starmap(kernels.howmanyWithinRange, rows.map(row => [row, 4, 8]))`.
   */
  howmanyWithinRange: factory("howmanyWithinRange"),
} as const;
