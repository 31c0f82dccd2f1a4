import { refuse, within } from "./refusal";
import { Tag } from "./tags";
import type { ValueWriter } from "./value-writer";

/** Arrays, with their holes and non-index properties; maps and sets. */

const { getPrototypeOf, hasOwn, keys: keysOf } = Object;
const arrayPrototype = Array.prototype;
const { forEach: forEachEntry } = Map.prototype;
const { forEach: forEachElement } = Set.prototype;

// After a longer gap between elements, the rest of an array is written as keys and values.
const longestGap = 64;

export function writeArray(writer: ValueWriter, array: unknown[]): void {
  const { length } = array;
  if (length > 3 && typeof array[0] === "number" && writeNumbers(writer, array))
    return writeExtras(writer, array, length);
  writer.tagged(Tag.array, length);
  let gap = 0;
  let holes = 0;
  let at = 0;
  const mayInherit = getPrototypeOf(array) !== arrayPrototype; // elements
  try {
    for (; at < length; ++at) {
      const value = array[at];
      if ((value === undefined || mayInherit) && !hasOwn(array, at)) {
        ++holes;
        if (++gap > longestGap) break;
        writer.reserve();
        writer.byte(Tag.absent);
      } else {
        gap = 0;
        writer.value(value);
      }
    }
  } catch (thrown) {
    throw within(`[${at}]`, thrown);
  }
  const elements = at === length ? length - holes : at + 1 - holes + writeSparse(writer, array, at);
  writeExtras(writer, array, elements);
}

// Writes the rest of an array by its indices: an array with few elements may have a length of billions. Returns how many
// elements that were.
function writeSparse(writer: ValueWriter, array: unknown[], from: number): number {
  writer.reserve();
  writer.byte(Tag.sparse);
  const indices = keysOf(array).filter((key) => isIndex(key) && Number(key) >= from);
  writer.dictionary(array as unknown as Record<string, unknown>, indices);
  return indices.length;
}

function writeNumbers(writer: ValueWriter, array: unknown[]): boolean {
  let whole = true;
  for (let at = 0; at < array.length; ++at) {
    const value = array[at];
    if (typeof value !== "number") return false;
    if ((value | 0) !== value || (value === 0 && 1 / value < 0)) whole = false;
  }
  writer.tagged(whole ? Tag.integers : Tag.numbers, array.length);
  writer.numberBlock(array as number[], whole);
  return true;
}

// Writes the non-index properties. Counting all properties is the fastest way to find out that there are none.
function writeExtras(writer: ValueWriter, array: unknown[], elements: number): void {
  writer.reserve();
  const count = elements < 10 ? keysOf(array).length : Object.values(array).length;
  if (count === elements) return writer.byte(0);
  writer.byte(1);
  const names = keysOf(array).filter((key) => !isIndex(key));
  if (names.length + elements > count)
    refuse("an array with elements that are not enumerable", "make it anew: array.slice()");
  writer.dictionary(array as unknown as Record<string, unknown>, names);
}

export function writeMap(writer: ValueWriter, map: Map<unknown, unknown>): void {
  const entries: unknown[] = [];
  forEachEntry.call(map, (value, key) => void entries.push(key, value));
  writer.tagged(Tag.map, entries.length / 2);
  writeEach(writer, entries, (at) => entryStep(entries[at - (at % 2)], at));
}

export function writeSet(writer: ValueWriter, set: Set<unknown>): void {
  const elements: unknown[] = [];
  forEachElement.call(set, (element) => void elements.push(element));
  writer.tagged(Tag.set, elements.length);
  writeEach(writer, elements, (at) => `.values()[${at}]`);
}

// `step` describes the way to a value that cannot be cloned.
function writeEach(writer: ValueWriter, values: unknown[], step: (at: number) => string): void {
  let at = 0;
  try {
    for (; at < values.length; ++at) writer.value(values[at]);
  } catch (thrown) {
    throw within(step(at), thrown);
  }
}

function isIndex(key: string): boolean {
  const index = Number(key) >>> 0;
  return String(index) === key && index !== 0xffffffff;
}

function entryStep(key: unknown, at: number): string {
  if (at % 2 === 0) return `.keys()[${at / 2}]`;
  return typeof key === "string" ? `.get(${JSON.stringify(key)})` : `.values()[${(at - 1) / 2}]`;
}
