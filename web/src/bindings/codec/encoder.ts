import { areEmpty, Brand, brandOf, hidesSlots } from "./brands";
import { BufferTable } from "./buffer-table";
import { writeView } from "./buffers";
import { writeArray, writeMap, writeSet } from "./collections";
import { writeSpecial } from "./special";
import { keyStep, type Refusal, refusalOf, refuse, within } from "./refusal";
import { ShapeTree } from "./shapes";
import { Cause, Container, deepest, headerBytes, Tag } from "./tags";
import { isThrownError, writeThrown } from "./thrown";
import type { ValueWriter } from "./value-writer";
import { ByteWriter } from "./writer";

const objectPrototype = Object.prototype;
const { getPrototypeOf, hasOwn, keys: keysOf } = Object;

// Objects with more keys are written without a shape: there are rarely many of the same kind.
const largestShape = 60;

/** Writes values as messages, by the rules of structured clone. One value at a time. */
export class Encoder extends ByteWriter implements ValueWriter {
  readonly buffers = new BufferTable();
  private readonly seen = new Map<object, number>();
  private readonly shapes = new ShapeTree();
  private message = 0;
  private shapeCount = 0;
  private depth = 0;
  private later: object[] = [];
  // Those of `later` that are errors, of which only the cause is missing.
  private readonly causes = new Set<object>();
  // Objects without keys, which were written as `{}` without a look for internal slots.
  private readonly empty: object[] = [];
  /** Whether each object without keys is looked at instead. */
  careful = false;
  /** Size of the message in bytes. */
  size = 0;
  /** Whether errors are written by thrown.ts, with all their properties. */
  private thrown = false;

  /** Writes one value as a message. */
  encode(value: unknown): void {
    this.begin();
    this.value(value);
    this.end();
  }

  /** Writes a thrown value and notes about it as an array of both, with errors as in thrown.ts. */
  encodeThrown(thrown: unknown, notes: object): void {
    this.begin();
    this.tagged(Tag.array, 2);
    this.register({}); // stands for the outer array, which the reader counts
    this.thrown = true;
    this.value(thrown);
    this.value(notes);
    this.byte(0);
    this.end();
  }

  attempt(write: () => void): Refusal | undefined {
    const { at, depth, shapeCount } = this;
    const [objects, buffers, later] = [this.seen.size, this.buffers.count, this.later.length];
    try {
      this.reserve();
      write();
      return undefined;
    } catch (thrown) {
      this.at = at;
      this.depth = depth;
      this.shapeCount = shapeCount;
      ++this.message; // forgets the shapes that were written, some of which may have been undone
      for (const [object, index] of this.seen) if (index >= objects) this.seen.delete(object);
      this.buffers.truncate(buffers);
      this.later.length = later;
      return refusalOf(thrown);
    }
  }

  /** Writes elements `first` to `last` of a list as an array; in errors the first of them is item `base`. */
  encodeList(list: ArrayLike<unknown>, first: number, last: number, base: number): void {
    this.begin();
    this.tagged(Tag.array, last - first);
    this.register({}); // stands for the outer array, which the reader counts
    let at = first;
    try {
      for (; at < last; ++at) this.value(list[at]);
    } catch (thrown) {
      const refusal = refusalOf(thrown);
      refusal.item = base + at - first;
      throw within(`[${refusal.item}]`, refusal);
    }
    this.byte(0);
    this.end();
  }

  /** Writes the message to memory at an address. */
  store(memory: Uint8Array, address: number): void {
    this.copyTo(memory, address);
    if (this.buffers.count > 0) this.buffers.store(memory, address + this.at);
  }

  /** Discards everything that was written, even if the last value was incomplete. */
  reset(): void {
    if (this.seen.size > 0) this.seen.clear();
    if (this.later.length > 0) this.later = [];
    this.causes.clear();
    this.buffers.clear();
    this.empty.length = 0;
    this.at = headerBytes;
    this.depth = 0;
    this.thrown = false;
    this.shrink();
  }

  /** Whether an object without keys turns out to have internal slots, so that the message has to be written again. */
  wasCareless(): boolean {
    return this.empty.length > 0 && !areEmpty(this.empty.splice(0));
  }

  private begin(): void {
    this.shapeCount = 0;
    ++this.message;
  }

  private end(): void {
    for (let index = 0; index < this.later.length; ++index) this.content(this.later[index]!);
    this.patch(0, this.at);
    this.patch(4, this.buffers.count);
    this.size = this.buffers.count > 0 ? this.buffers.writeTable(this) : 0;
    this.size += this.at;
    if (this.seen.size > 0) this.seen.clear();
  }

  value(value: unknown): void {
    this.reserve();
    switch (typeof value) {
      case "number":
        return this.number(value);
      case "string":
        return this.text(value);
      case "object":
        return value === null ? this.byte(Tag.null) : this.object(value);
      case "boolean":
        return this.byte(value ? Tag.true : Tag.false);
      case "undefined":
        return this.byte(Tag.undefined);
      case "bigint":
        this.byte(Tag.bigInt);
        return this.text(value.toString(16));
      case "function":
        return refuse(value.name ? `the function ${value.name}` : "a function");
      default:
        return refuse("a symbol");
    }
  }

  register(object: object): void {
    this.seen.set(object, this.seen.size);
  }

  again(object: object): boolean {
    const index = this.seen.get(object);
    if (index === undefined) return false;
    this.tagged(Tag.reference, index);
    return true;
  }

  inside(value: unknown): void {
    if (this.depth === deepest) refuse("an error of so many causes");
    ++this.depth;
    this.value(value);
    --this.depth;
  }

  cause(error: Error): void {
    if (this.depth < deepest) {
      this.byte(Cause.follows);
      return this.inside(error.cause);
    }
    this.byte(Cause.deferred);
    this.causes.add(error);
    this.later.push(error);
  }

  private object(object: object): void {
    if (this.again(object)) return this.buffers.showAll(object);
    const isArray = Array.isArray(object);
    // An error that was thrown is one whatever its prototype.
    if (!isArray && (this.thrown || getPrototypeOf(object) !== objectPrototype))
      return this.unusual(object);
    if (this.depth === deepest)
      return this.defer(object, isArray ? Container.array : Container.object);
    if (isArray) {
      this.register(object);
      ++this.depth;
      writeArray(this, object as unknown[]);
      --this.depth;
      return;
    }
    const keys = keysOf(object);
    if (keys.length === 0 && !this.careful) this.empty.push(object);
    else if (hidesSlots(object, keys)) return this.unusual(object);
    this.register(object);
    ++this.depth;
    this.properties(object as Record<string, unknown>, keys);
    --this.depth;
  }

  // Anything that is neither an array nor a plain object of this realm.
  private unusual(object: object): void {
    if (ArrayBuffer.isView(object)) return writeView(this, object);
    if (this.thrown && isThrownError(object)) return writeThrown(this, object as Error);
    const brand = brandOf(object);
    if (brand !== Brand.plain && brand !== Brand.map && brand !== Brand.set)
      return writeSpecial(this, object, brand);
    if (this.depth === deepest) {
      const kind = {
        [Brand.plain]: Container.object,
        [Brand.map]: Container.map,
        [Brand.set]: Container.set,
      };
      return this.defer(object, kind[brand]);
    }
    this.register(object);
    ++this.depth;
    this.reserve();
    this.contentOf(object, brand);
    --this.depth;
  }

  // Writes the content after the value instead, which limits the depth of the recursion.
  private defer(object: object, kind: Container): void {
    this.register(object);
    this.byte(Tag.deferred);
    this.byte(kind);
    this.later.push(object);
  }

  private content(object: object): void {
    this.reserve();
    if (Array.isArray(object)) return writeArray(this, object);
    if (this.causes.delete(object)) return this.value((object as Error).cause);
    this.contentOf(object, brandOf(object));
  }

  private contentOf(object: object, brand: Brand): void {
    if (brand === Brand.map) return writeMap(this, object as Map<unknown, unknown>);
    if (brand === Brand.set) return writeSet(this, object as Set<unknown>);
    this.properties(object as Record<string, unknown>, keysOf(object));
  }

  private properties(object: Record<string, unknown>, keys: string[]): void {
    if (keys.length > largestShape) {
      this.byte(Tag.dictionary);
      return this.dictionary(object, keys);
    }
    const shape = this.shapes.find(keys);
    if (shape.message !== this.message) {
      shape.message = this.message;
      shape.index = this.shapeCount++;
      this.byte(Tag.newShape);
      this.byte(keys.length);
      for (const key of keys) this.text(key);
    } else if (shape.index < 32) {
      this.byte(Tag.shaped + shape.index);
    } else {
      this.tagged(Tag.shapedFar, shape.index);
    }
    let at = 0;
    try {
      for (; at < keys.length; ++at) {
        const value = object[keys[at]!];
        if (value === undefined && !hasOwn(object, keys[at]!)) this.byte(Tag.absent);
        else this.value(value);
      }
    } catch (thrown) {
      throw within(keyStep(keys[at]!), thrown);
    }
  }

  dictionary(object: Record<string, unknown>, keys: readonly string[]): void {
    this.count(keys.length);
    for (const key of keys) {
      try {
        this.reserve();
        this.text(key);
        const value = object[key];
        if (value === undefined && !hasOwn(object, key)) this.byte(Tag.absent);
        else this.value(value);
      } catch (thrown) {
        throw within(keyStep(key), thrown);
      }
    }
  }
}
