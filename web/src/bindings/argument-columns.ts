import { isShared, kindOfView, type TypedArray, viewClasses } from "./codec";
import { ColumnEntry } from "./layout";
import type { ModuleMemory } from "./module-memory";

/**
 * Tuples of numbers and views of shared memory, the usual arguments of starmap and apply, are stored column by column.
 * 200,000 tuples of a row and two numbers take a tenth of the time that the codec would need.
 */

type ViewClass = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => TypedArray;

// The kind of a column: numbers, or else views of class `kind - 1`.
const numbers = 0;
const maxColumns = 16;

function kindOf(value: unknown): number | undefined {
  if (typeof value === "number") return numbers;
  if (!ArrayBuffer.isView(value) || !isShared(value)) return undefined;
  return value instanceof DataView ? undefined : kindOfView(value) + 1;
}

/** The kind of each column; undefined if the tuples differ or contain other values. */
export function columnsOf(
  tuples: ArrayLike<readonly unknown[]>,
  count: number,
): number[] | undefined {
  if (count === 0) return undefined;
  const first = tuples[0]!;
  if (first.length === 0 || first.length > maxColumns) return undefined;
  const kinds: number[] = [];
  for (let column = 0; column < first.length; ++column) {
    const kind = kindOf(first[column]);
    if (kind === undefined) return undefined;
    kinds.push(kind);
  }
  for (let item = 1; item < count; ++item) {
    const tuple = tuples[item]!;
    if (tuple.length !== kinds.length) return undefined;
    for (let column = 0; column < kinds.length; ++column) {
      const value = tuple[column];
      if (kinds[column] === numbers ? typeof value !== "number" : kindOf(value) !== kinds[column]) {
        return undefined;
      }
    }
  }
  return kinds;
}

/** The size of `count` tuples in bytes. */
export function columnBytes(kinds: readonly number[], count: number): number {
  return kinds.length * (8 + 8 * count);
}

/** Writes `count` tuples to memory at `table`: a table of columns, then the columns. */
export function storeColumns(
  { HEAPU32, HEAPF64 }: ModuleMemory,
  table: number,
  tuples: ArrayLike<readonly unknown[]>,
  count: number,
  kinds: readonly number[],
): void {
  for (let column = 0; column < kinds.length; ++column) {
    const kind = kinds[column]!;
    const data = table + kinds.length * 8 + column * count * 8;
    HEAPU32[(table >> 2) + column * ColumnEntry.words + ColumnEntry.kind] = kind;
    HEAPU32[(table >> 2) + column * ColumnEntry.words + ColumnEntry.data] = data;
    if (kind === numbers) {
      for (let item = 0, at = data >> 3; item < count; ++item, ++at) {
        HEAPF64[at] = tuples[item]![column] as number;
      }
    } else {
      for (let item = 0, at = data >> 2; item < count; ++item, at += 2) {
        const view = tuples[item]![column] as TypedArray;
        if (kindOf(view) !== kind) throw new TypeError("the items changed while they were read");
        HEAPU32[at] = view.byteOffset;
        HEAPU32[at + 1] = view.length;
      }
    }
  }
}

/** The tuples of a chunk, each created on access. */
export class Tuples {
  private readonly kinds: number[] = [];
  private readonly data: number[] = [];
  private readonly words: Uint32Array;
  private readonly numbers: Float64Array;

  constructor(
    memory: ModuleMemory,
    table: number,
    columns: number,
    private readonly first: number,
  ) {
    const words = (this.words = memory.HEAPU32);
    this.numbers = memory.HEAPF64;
    for (let at = table >> 2; this.kinds.length < columns; at += ColumnEntry.words) {
      this.kinds.push(words[at + ColumnEntry.kind]!);
      this.data.push(words[at + ColumnEntry.data]!);
    }
  }

  at(index: number): unknown[] {
    const { kinds, data, words } = this;
    const item = this.first + index;
    const tuple = new Array<unknown>(kinds.length);
    for (let column = 0; column < kinds.length; ++column) {
      const at = data[column]! + item * 8;
      if (kinds[column] === numbers) {
        tuple[column] = this.numbers[at >> 3];
      } else {
        const Class = viewClasses[kinds[column]! - 1] as unknown as ViewClass;
        tuple[column] = new Class(words.buffer, words[at >> 2]!, words[(at >> 2) + 1]!);
      }
    }
    return tuple;
  }
}
