import { ChunkKind } from "../bindings/layout";

/** The outcome of a chunk, as the pool records it. */
export interface ChunkEnd {
  kind: number;
  data: number;
  size: number;
  item: number;
}

/** That of a chunk which was given up: its job has ended already, so nobody reads it. */
export const givenUp: ChunkEnd = { kind: ChunkKind.nothing, data: 0, size: 0, item: 0 };

/** That of a chunk whose task of an item took longer than its timeout. */
export function lateAt(item: number): ChunkEnd {
  return { kind: ChunkKind.late, data: 0, size: 0, item };
}
