import { Tuples } from "../bindings/argument-columns";
import { decode } from "../bindings/codec";
import { Command, ItemKind } from "../bindings/layout";
import type { ModuleMemory } from "../bindings/module-memory";
import { blockAt, type BlockLayout, readLayout, type RowBlock } from "../bindings/row-block";
import type { RowsAt } from "./specialized-loops";

/** The items of a chunk. */
export interface ChunkItems {
  at(index: number): unknown;
}
export type IndexedItems = ChunkItems & ArrayLike<unknown>;

/** Whether items can be read by their index, as those of an array. */
export function isIndexed(items: ChunkItems): items is IndexedItems {
  return Array.isArray(items) || ArrayBuffer.isView(items);
}

/** The items of the chunk that a command describes. */
export function itemsOf(memory: ModuleMemory, command: Uint32Array): ChunkItems {
  const address = command[Command.items]!;
  const count = command[Command.count]!;
  switch (command[Command.itemKind]) {
    case ItemKind.numbers:
      return memory.HEAPF64.subarray(address >> 3, (address >> 3) + count);
    case ItemKind.rows:
      return new Rows(memory.HEAPU8.buffer, address, command[Command.columns]!);
    case ItemKind.columns:
      return new Tuples(memory, address, command[Command.columns]!, command[Command.first]!);
    case ItemKind.blocks:
      return new Blocks(memory, address, command[Command.first]!);
    default:
      return decode(memory.HEAPU8, address, command[Command.itemsSize]!) as unknown[];
  }
}

/** Rows of a matrix, each created on access. */
export class Rows implements ChunkItems, RowsAt {
  constructor(
    readonly memory: ArrayBufferLike,
    readonly address: number,
    readonly columns: number,
  ) {}
  at(index: number): Int32Array {
    return new Int32Array(this.memory, this.address + index * this.columns * 4, this.columns);
  }
}

// Blocks of rows of a matrix, each created on access.
class Blocks implements ChunkItems {
  private readonly layout: BlockLayout;
  constructor(
    private readonly memory: ModuleMemory,
    address: number,
    private readonly first: number,
  ) {
    this.layout = readLayout(memory, address);
  }
  at(index: number): RowBlock {
    return blockAt(this.memory.HEAPU8.buffer, this.layout, this.first + index);
  }
}
