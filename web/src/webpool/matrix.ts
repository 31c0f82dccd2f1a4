import type { TypedArray } from "../bindings/codec";
import { outOfMemory } from "../bindings/module-memory";
import type { WebpoolModule } from "../bindings/module";
import { printedAs } from "../bindings/printed-as";
import { type CallShape, checks, kindOf, requireCall, requireOptions } from "../bindings/options";
import { blockAt, type BlockLayout, type RowBlock } from "../bindings/row-block";
import { notConstructible, requireReceiver } from "../bindings/receiver";
import { runtime } from "../bindings/runtime";

/** The random numbers that `Matrix.random` draws. */
export interface RandomOptions {
  /** Seed of the generator, from 0 to 2³² − 1. */
  seed: number;
  /** The smallest number. */
  low: number;
  /** One more than the largest number. */
  high: number;
}

function requireInteger(name: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new RangeError(`${name}: ${kindOf(value)} is not an integer from ${low} to ${high}`);
  }
}

const most = 2 ** 31 - 1;

const rowsShape: CallShape = {
  call: "rows",
  options: { block: checks.number },
  positional: { number: "block" },
};

const randomShape: CallShape = {
  call: "Matrix.random",
  options: { seed: checks.number, low: checks.number, high: checks.number },
  positional: { number: "seed" },
};

/**
 * A matrix of 32-bit integers in shared memory, in row-major order. Its rows are passed to processors by reference, without a
 * copy. `free()` or `using` frees its memory; views of it must not be used after that.
 */
export class Matrix {
  /** The number of rows. */
  readonly rowCount: number;
  /** The number of columns. */
  readonly columnCount: number;
  /** All numbers in row-major order, as a view of the shared memory. */
  readonly data: Int32Array;
  // Its address in the module; 0 after it was freed.
  private native: number;

  private constructor(rows: number, columns: number, create: (module: WebpoolModule) => number) {
    if (typeof create !== "function")
      throw notConstructible("Matrix", "write Matrix.zeros(rows, columns) or Matrix.random(…)");
    requireInteger("rows", rows, 0, most);
    requireInteger("columns", columns, 0, most);
    const { module } = runtime();
    this.native = create(module);
    if (this.native === 0) throw outOfMemory();
    this.rowCount = rows;
    this.columnCount = columns;
    this.data = new Int32Array(
      module.memory.HEAPU8.buffer,
      module._webpool_matrix_data(this.native),
      rows * columns,
    );
  }

  /** Creates a matrix of zeros. */
  static zeros(rows: number, columns: number): Matrix {
    if (arguments.length > 2)
      throw new TypeError(
        "Matrix.zeros takes the rows and the columns; Matrix.random takes options",
      );
    return new Matrix(rows, columns, (module) => module.matrixRandom!(rows, columns, 0, 0, 1));
  }

  /**
   * Creates a matrix of random numbers, low ≤ x < high: exactly those of numpy's
   * `np.random.RandomState(seed).randint(low, high, size=[rows, columns])`.
   */
  static random(rows: number, columns: number, options: RandomOptions): Matrix {
    requireInteger("rows", rows, 0, most);
    requireInteger("columns", columns, 0, most);
    const given = requireOptions<Partial<RandomOptions>>(randomShape, options ?? undefined);
    const missing = (["seed", "low", "high"] as const).find((name) => given[name] === undefined);
    if (missing !== undefined) {
      throw new TypeError(
        `Matrix.random: ${options ? missing : "the third argument"} is missing: write ` +
          `Matrix.random(${kindOf(rows)}, ${kindOf(columns)}, { seed: 100, low: 0, high: 10 }) for numbers from 0 to 9`,
      );
    }
    const { seed, low, high } = given as RandomOptions;
    requireInteger("seed", seed, 0, 2 ** 32 - 1);
    requireInteger("low", low, -(2 ** 31), most);
    requireInteger("high", high, low + 1, most + 1);
    return new Matrix(rows, columns, (module) =>
      module.matrixRandom!(rows, columns, seed, low, high),
    );
  }

  /** Row `index` as a view of the shared memory. */
  row(index: number): Int32Array {
    requireInteger("row", index, 0, usable(this).rowCount - 1);
    return this.data.subarray(index * this.columnCount, (index + 1) * this.columnCount);
  }

  /** All rows, as the input of `map`: an iterable that the pool reads from the shared memory, without visiting each row. */
  rows(): MatrixRows;
  /**
   * All rows in blocks of `block` rows, each of which is one item of `map`. Use it for many short rows, where a call for each
   * would cost more than the work in it: `pool.map(block => block.data…, matrix.rows({ block: 1000 }))`
   */
  rows(options: { block: number }): MatrixBlocks;
  rows(): MatrixRows | MatrixBlocks {
    const { block } = requireCall<{ block?: number }>(rowsShape, arguments, 0);
    usable(this);
    if (block === undefined) return new MatrixRows(this);
    requireInteger("block", block, 1, most);
    return new MatrixBlocks(this, block);
  }

  /** Frees the memory. */
  free(): void {
    const { native } = this;
    this.native = 0;
    if (native !== 0) runtime().module._webpool_unshare(native);
  }

  /** Whether `free()` was called. */
  get freed(): boolean {
    return this.native === 0;
  }

  /** Frees the memory at the end of a `using` scope. */
  [Symbol.dispose](): void {
    this.free();
  }
}

/** Returns the matrix; throws if it was freed. */
export function usable(matrix: Matrix): Matrix {
  if (matrix.freed) throw new TypeError("the matrix was freed; make another one");
  return matrix;
}

/** The rows of a matrix: an iterable of `Int32Array` views. */
export class MatrixRows implements Iterable<Int32Array> {
  /** @internal */
  constructor(
    /** The matrix whose rows these are. */
    readonly matrix: Matrix,
  ) {}

  /** How many rows there are. */
  get length(): number {
    return this.matrix.rowCount;
  }

  /** Yields each row as a view of the shared memory. */
  *[Symbol.iterator](): Iterator<Int32Array> {
    for (let index = 0; index < this.matrix.rowCount; ++index) yield this.matrix.row(index);
  }

  /** Calls `f` for each row and returns an array of the results. */
  map<T>(f: (row: Int32Array, index: number) => T): T[] {
    return Array.from(this, f);
  }
}

/** A matrix in blocks of rows: an iterable of {@link RowBlock}. */
export class MatrixBlocks implements Iterable<RowBlock> {
  /** @internal */
  constructor(
    /** The matrix whose rows these are. */
    readonly matrix: Matrix,
    /** How many rows a block has; the last one may have fewer. */
    readonly block: number,
  ) {}

  /** How many blocks there are. */
  get length(): number {
    return Math.ceil(this.matrix.rowCount / this.block);
  }

  /** @internal */
  get layout(): BlockLayout {
    const { data, rowCount, columnCount } = usable(this.matrix);
    return { address: data.byteOffset, rows: rowCount, columns: columnCount, block: this.block };
  }

  /** Yields each block, whose rows are views of the shared memory. */
  *[Symbol.iterator](): Iterator<RowBlock> {
    const { layout } = this;
    for (let index = 0; index < this.length; ++index)
      yield blockAt(this.matrix.data.buffer, layout, index);
  }

  /** Calls `f` for each block and returns an array of the results. */
  map<T>(f: (block: RowBlock, index: number) => T): T[] {
    return Array.from(this, f);
  }
}

/**
 * Copies a typed array into shared memory and returns the copy. The copy and views of it are passed to processors by
 * reference; every thread sees what any of them writes. `unshare` frees its memory. Throws `RangeError` if memory is short.
 */
export function share<T extends TypedArray>(array: T): T {
  if (!ArrayBuffer.isView(array) || array instanceof DataView)
    throw new TypeError("share takes a typed array");
  const { module } = runtime();
  const address = module._webpool_share(array.byteLength);
  if (address === 0) throw outOfMemory();
  const Class = array.constructor as new (
    buffer: ArrayBufferLike,
    offset: number,
    length: number,
  ) => T;
  const view = new Class(module.memory.HEAPU8.buffer, address, array.length);
  (view as Uint8Array).set(array as Uint8Array);
  owned.set(view, address);
  return view;
}

/** Frees the memory of an array that `share` returned; it and views of it must not be used after that. */
export function unshare(array: TypedArray): void {
  const address = owned.get(array);
  if (address === undefined)
    throw new TypeError("unshare takes an array that share() returned, and takes it only once");
  owned.delete(array);
  runtime().module._webpool_unshare(address);
}

const owned = new WeakMap<TypedArray, number>();

requireReceiver(Matrix, "Matrix", "matrix");
const sizeOf = ({ rowCount, columnCount }: Matrix): string => `${rowCount} × ${columnCount}`;
printedAs(Matrix, "Matrix", (matrix) =>
  matrix.freed
    ? "freed"
    : `${sizeOf(matrix)} integers; read them from \`data\`, or map over \`rows()\``,
);
printedAs(
  MatrixBlocks,
  "MatrixBlocks",
  ({ matrix, block }) => `${block} rows each, of a matrix of ${sizeOf(matrix)} integers`,
);
printedAs(MatrixRows, "MatrixRows", ({ matrix }) => `of a matrix of ${sizeOf(matrix)} integers`);
