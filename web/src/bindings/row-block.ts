import type { WebpoolModule } from "./module";

/**
 * Rows of a matrix that follow each other, as one item of a map: a matrix of its own, in the same shared memory. A function
 * over many short rows takes as long as the rows themselves then, and not as long as the views that are made for them.
 */
export class RowBlock implements Iterable<Int32Array> {
  /** How many numbers a row has. */
  readonly columnCount: number;
  /** All numbers of the block, row after row: a view of the shared memory. */
  readonly data: Int32Array;
  /** Which row of the matrix is the block's first. */
  readonly firstRow: number;
  /** How many rows it has: as many as were asked for; the last block has what is left. */
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

  *[Symbol.iterator](): Iterator<Int32Array> {
    for (let index = 0; index < this.rowCount; ++index) yield this.row(index);
  }
}

/** A matrix as blocks of rows. */
export interface BlockLayout {
  /** Where its numbers are, in bytes. */
  address: number;
  rows: number;
  columns: number;
  /** How many rows a block has. */
  block: number;
}

/** How many bytes a layout takes in a job. */
export const layoutBytes = 16;

/** Writes a layout to `at`. */
export function storeLayout({ HEAPU32 }: WebpoolModule, at: number, layout: BlockLayout): void {
  HEAPU32.set([layout.address, layout.rows, layout.columns, layout.block], at >> 2);
}

/** Reads what `storeLayout` has written. */
export function readLayout({ HEAPU32 }: WebpoolModule, at: number): BlockLayout {
  const [address, rows, columns, block] = HEAPU32.subarray(at >> 2, (at + layoutBytes) >> 2);
  return { address: address!, rows: rows!, columns: columns!, block: block! };
}

/** Block `index`, in the memory that it lies in. */
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
