/** The free blocks of a memory, in ascending order. Adjacent ones are merged. */
export class FreeBlocks {
  private readonly begins: number[];
  private readonly ends: number[];

  constructor(begin: number, end: number) {
    this.begins = [begin];
    this.ends = [end];
  }

  /** The lowest offset at which so many bytes are free, all of them below `limit`; undefined if there is none. */
  find(bytes: number, limit: number): number | undefined {
    const { begins, ends } = this;
    const index = begins.findIndex((begin, at) => ends[at]! - begin >= bytes);
    return index >= 0 && begins[index]! + bytes <= limit ? begins[index] : undefined;
  }

  /** How many bytes are free from `at` on. */
  after(at: number): number {
    const index = this.indexAt(at);
    return index >= 0 ? Math.max(0, this.ends[index]! - at) : 0;
  }

  /** Takes bytes, all of which must be free. */
  take(at: number, bytes: number): void {
    const { begins, ends } = this;
    const index = this.indexAt(at);
    const [begin, end] = [begins[index]!, ends[index]!];
    const left = begin < at ? [[begin, at]] : [];
    const right = at + bytes < end ? [[at + bytes, end]] : [];
    this.replace(index, 1, [...left, ...right] as [number, number][]);
  }

  /** Gives back bytes, none of which may be free. */
  release(at: number, bytes: number): void {
    const { begins, ends } = this;
    const index = this.indexAt(at);
    const [left, right] = [ends[index] === at, begins[index + 1] === at + bytes];
    const begin = left ? begins[index]! : at;
    const end = right ? ends[index + 1]! : at + bytes;
    this.replace(left ? index : index + 1, Number(left) + Number(right), [[begin, end]]);
  }

  // The index of the last block that begins at `at` or before, or -1.
  private indexAt(at: number): number {
    let [low, high] = [0, this.begins.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.begins[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  private replace(index: number, count: number, blocks: [begin: number, end: number][]): void {
    this.begins.splice(index, count, ...blocks.map(([begin]) => begin));
    this.ends.splice(index, count, ...blocks.map(([, end]) => end));
  }
}
