import { defineHidden } from "../errors";
import { makeError } from "./cloned-errors";
import { absent, containers, define, isInherited, sparse } from "./objects";
import { makePlatformObject, type Quota } from "./platform-objects";
import { ByteReader } from "./reader";
import { bufferOfNumber } from "./shared-buffers";
import { makeThrown } from "./thrown";
import { bufferEntryBytes, Cause, Container, Tag } from "./tags";
import { viewClasses } from "./views";

interface KnownShape {
  keys: string[];
  /** Whether one of the keys is inherited by all objects, so that it cannot simply be assigned. */
  inherited: boolean;
}

type NewBuffer = new (bytes: number, options: { maxByteLength: number }) => ArrayBuffer;

/** Reads one message of an Encoder. */
export class Decoder extends ByteReader {
  private readonly objects: object[] = [];
  private readonly shapes: KnownShape[] = [];
  private later: [object, Container][] | undefined;
  // Index of the next buffer in the table, and address of its bytes.
  private nextEntry = 0;
  private nextBuffer: number;
  // Offset of each buffer in the sender's buffer, where only a part of that was sent.
  private begins: Map<ArrayBufferLike, number> | undefined;

  constructor(
    private readonly memory: Uint8Array,
    address: number,
    size: number,
  ) {
    super(memory, address, size);
    this.nextBuffer = address + this.end + this.buffers * bufferEntryBytes;
  }

  read(): unknown {
    const value = this.value();
    for (let index = 0; this.later && index < this.later.length; ++index)
      this.content(...this.later[index]!);
    if (this.at !== this.end)
      throw new RangeError("a message is longer or shorter than its values");
    return value;
  }

  private value(): unknown {
    const tag = this.byte();
    if (tag < Tag.text) return tag;
    if (tag < Tag.shaped) return this.latin1(tag - Tag.text);
    if (tag < Tag.null) return this.shaped(this.shapes[tag - Tag.shaped]!);
    switch (tag) {
      case Tag.null:
        return null;
      case Tag.undefined:
        return undefined;
      case Tag.false:
        return false;
      case Tag.true:
        return true;
      case Tag.integer:
        return this.integer();
      case Tag.number:
        return this.float();
      case Tag.utf8:
      case Tag.utf16:
        return this.longText(tag);
      case Tag.bigInt:
        return this.bigInt();
      case Tag.absent:
        return absent;
      case Tag.reference:
        return this.objects[this.count()];
      case Tag.array:
      case Tag.integers:
      case Tag.numbers:
        return this.array(tag);
      case Tag.newShape:
        return this.shaped(this.newShape());
      case Tag.shapedFar:
        return this.shaped(this.shapes[this.count()]!);
      case Tag.dictionary:
        return this.dictionary(this.add({}));
      case Tag.map:
        return this.map(this.add(new Map()));
      case Tag.set:
        return this.set(this.add(new Set()));
      case Tag.deferred:
        return this.defer(this.byte());
      default:
        return this.special(tag);
    }
  }

  private add<T extends object>(object: T): T {
    this.objects.push(object);
    return object;
  }

  private newShape(): KnownShape {
    const keys: string[] = [];
    for (let left = this.byte(); left > 0; --left) keys.push(this.text());
    const shape = { keys, inherited: keys.some(isInherited) };
    this.shapes.push(shape);
    return shape;
  }

  private shaped(shape: KnownShape): Record<string, unknown> {
    return this.fill(this.add({}), shape);
  }

  private fill(object: Record<string, unknown>, shape: KnownShape): Record<string, unknown> {
    const { keys, inherited } = shape;
    for (let at = 0; at < keys.length; ++at) {
      const value = this.value();
      if (inherited) define(object, keys[at]!, value);
      else if (value !== absent) object[keys[at]!] = value;
    }
    return object;
  }

  private dictionary<T extends object>(object: T): T {
    for (let left = this.count(); left > 0; --left) {
      const key = this.text();
      const value = this.value();
      define(object as Record<string, unknown>, key, value);
    }
    return object;
  }

  private array(tag: number, deferred?: unknown[]): unknown[] {
    const length = this.count();
    // Each element takes at least one byte. An array that is longer than the message is sparse and is not preallocated.
    const isSparse = length > this.end - this.at;
    const array = deferred ?? this.add(isSparse ? [] : new Array<unknown>(length));
    if (tag === Tag.array) this.elements(array, length);
    else this.numberBlock(array, length, tag === Tag.integers);
    // Non-index properties.
    if (this.byte() !== 0) this.dictionary(array);
    return array;
  }

  private elements(array: unknown[], length: number): void {
    for (let at = 0; at < length; ++at) {
      const value = this.value();
      if (typeof value !== "symbol") {
        array[at] = value;
      } else if (value === sparse) {
        this.dictionary(array);
        break;
      }
    }
    if (array.length !== length) array.length = length;
  }

  private map(map: Map<unknown, unknown>): Map<unknown, unknown> {
    for (let left = this.count(); left > 0; --left) {
      const key = this.value();
      map.set(key, this.value());
    }
    return map;
  }

  private set(set: Set<unknown>): Set<unknown> {
    for (let left = this.count(); left > 0; --left) set.add(this.value());
    return set;
  }

  private defer(kind: Container): object {
    const object = this.add(containers[kind as Container.object]());
    (this.later ??= []).push([object, kind]);
    return object;
  }

  private content(object: object, kind: Container): void {
    if (kind === Container.error) {
      defineHidden(object, "cause", this.value());
      return;
    }
    const tag = this.byte();
    switch (kind) {
      case Container.array:
        this.array(tag, object as unknown[]);
        return;
      case Container.map:
        this.map(object as Map<unknown, unknown>);
        return;
      case Container.set:
        this.set(object as Set<unknown>);
        return;
      default:
        this.properties(tag, object as Record<string, unknown>);
    }
  }

  private properties(tag: number, object: Record<string, unknown>): void {
    if (tag === Tag.dictionary) {
      this.dictionary(object);
      return;
    }
    const shape =
      tag === Tag.newShape
        ? this.newShape()
        : this.shapes[tag === Tag.shapedFar ? this.count() : tag - Tag.shaped]!;
    this.fill(object, shape);
  }

  private special(tag: number): unknown {
    switch (tag) {
      case Tag.date:
        return this.add(new Date(this.float()));
      case Tag.regExp:
        return this.add(new RegExp(this.text(), this.text()));
      case Tag.boxed:
        return this.add(Object(this.value()) as object);
      case Tag.error:
        return this.error();
      case Tag.thrown:
        return this.thrown();
      case Tag.platform:
        return this.platformObject();
      case Tag.sharedBuffer:
        return this.add(bufferOfNumber(this.count()));
      case Tag.sharedMemory:
        return this.memory.buffer;
      case Tag.buffer:
        return this.buffer();
      case Tag.view:
        return this.view();
      case Tag.sparse:
        return sparse;
      default:
        throw new RangeError(`a message has a value of unknown kind ${tag}`);
    }
  }

  private error(): Error {
    const name = this.text();
    const message = this.value() as string | undefined;
    const error = this.add(makeError(name, message, this.value() as string | undefined));
    const cause = this.byte();
    if (cause === Cause.follows) defineHidden(error, "cause", this.value());
    else if (cause === Cause.deferred) (this.later ??= []).push([error, Container.error]);
    return error;
  }

  private thrown(): Error {
    const [className, name] = [this.text(), this.text()];
    const message = this.value() as string | undefined;
    const stack = this.value() as string | undefined;
    const at = this.objects.push({}) - 1; // the error has its number before those of the values that make it
    const quota = this.value() as Quota | undefined;
    const error = (this.objects[at] = makeThrown(className, name, message, stack, quota));
    for (let kind = this.byte(); kind !== 0; kind = this.byte()) {
      const key = this.text();
      const value = this.value();
      Object.defineProperty(error, key, {
        value,
        configurable: true,
        writable: true,
        enumerable: kind === 2,
      });
    }
    return error;
  }

  private platformObject(): object {
    const index = this.byte();
    const parts: unknown[] = [];
    for (let left = this.byte(); left > 0; --left) parts.push(this.value());
    return this.add(makePlatformObject(index, parts));
  }

  private buffer(): ArrayBuffer {
    const maxByteLength = this.value() as number;
    const { begin, size } = this.entryOf(this.nextEntry++);
    const bytes = this.memory.slice(this.nextBuffer, this.nextBuffer + size);
    this.nextBuffer += size;
    let { buffer } = bytes;
    if (maxByteLength >= 0) {
      buffer = new (ArrayBuffer as NewBuffer)(size, { maxByteLength });
      new Uint8Array(buffer).set(bytes);
    }
    if (begin > 0) (this.begins ??= new Map<ArrayBufferLike, number>()).set(buffer, begin);
    return this.add(buffer);
  }

  private view(): ArrayBufferView {
    const viewClass = viewClasses[this.byte()]!;
    const buffer = this.value() as ArrayBufferLike;
    const begin = this.begins?.get(buffer) ?? 0;
    const byteOffset = (this.value() as number) - begin;
    const length = this.value() as number;
    return this.add(new viewClass(buffer, byteOffset, length < 0 ? undefined : length));
  }
}
