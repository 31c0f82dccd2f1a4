import type { ModuleMemory } from "./module-memory";

/**
 * Consecutive rows of a matrix, as one item of a map, in the matrix's shared memory. With many short rows this saves the
 * cost of creating a view for each.
 */
export class RowBlock implements Iterable<Int32Array> {
  /** The number of columns. */
  readonly columnCount: number;
  /** All numbers of the block in row-major order, as a view of the shared memory. */
  readonly data: Int32Array;
  /** Index of the block's first row in the matrix. */
  readonly firstRow: number;
  /** The number of rows: the requested number, except that the last block may have fewer. */
  readonly rowCount: number;

  /** @internal */
  constructor(data: Int32Array, columnCount: number, firstRow: number, rowCount: number) {
    this.data = data;
    this.columnCount = columnCount;
    this.firstRow = firstRow;
    this.rowCount = rowCount;
  }

  /** Row `index` of the block as a view of the shared memory. */
  row(index: number): Int32Array {
    const { columnCount } = this;
    return this.data.subarray(index * columnCount, (index + 1) * columnCount);
  }

  /** Yields each row as a view of the shared memory. */
  *[Symbol.iterator](): Iterator<Int32Array> {
    for (let index = 0; index < this.rowCount; ++index) yield this.row(index);
  }
}

/** How a matrix is divided into blocks of rows. */
export interface BlockLayout {
  /** Address of its numbers. */
  address: number;
  rows: number;
  columns: number;
  /** How many rows a block has. */
  block: number;
}

/** Size of a stored layout in bytes. */
export const layoutBytes = 16;

/** Writes a layout to `at`. */
export function storeLayout({ HEAPU32 }: ModuleMemory, at: number, layout: BlockLayout): void {
  HEAPU32.set([layout.address, layout.rows, layout.columns, layout.block], at >> 2);
}

/** Reads the layout that `storeLayout` has written. */
export function readLayout({ HEAPU32 }: ModuleMemory, at: number): BlockLayout {
  const [address, rows, columns, block] = HEAPU32.subarray(at >> 2, (at + layoutBytes) >> 2);
  return { address: address!, rows: rows!, columns: columns!, block: block! };
}

/** Returns block `index` of a matrix in `memory`. */
export function blockAt(
  memory: ArrayBufferLike,
  { address, rows, columns, block }: BlockLayout,
  index: number,
): RowBlock {
  const first = index * block;
  const count = Math.min(block, rows - first);
  const data = new Int32Array(memory, address + first * columns * 4, count * columns);
  return new RowBlock(data, columns, first, count);
}
