import { defineHidden } from "../errors";
import { nameClass } from "../printed-as";
import { RowBlock } from "../row-block";
import { accepts, getterOf, type Method, registerSpecial } from "./brands";
import { Tag } from "./tags";
import type { ValueWriter } from "./value-writer";

/** Classes of the browser that structured clone supports and whose objects can be rebuilt from their properties. */

interface PlatformClass {
  name: string;
  /** A getter that only objects of the class have. */
  brand: Method | undefined;
  parts: (object: never) => unknown[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  make: (parts: any[]) => object;
}

type Constructors = Record<string, (new (...parts: unknown[]) => object) | undefined>;
const realm = globalThis as unknown as Constructors;

function classOf(name: string): new (...parts: unknown[]) => object {
  const Class = realm[name];
  if (!Class) throw new TypeError(`${name} does not exist in this realm`);
  return Class;
}

// `fields` names the parts, and first the getter that only objects of the class have.
function known(
  name: string,
  fields: string,
  make: PlatformClass["make"] = (given): object => new (classOf(name))(...given),
  parts?: PlatformClass["parts"],
): PlatformClass {
  const names = fields.split(" ");
  return {
    name,
    brand: getterOf(realm[name]?.prototype as object | undefined, names[0]!),
    parts: parts ?? ((object) => names.map((field): unknown => object[field])),
    make,
  };
}

function withStack(exception: object, stack: unknown): object {
  if (typeof stack === "string") defineHidden(exception, "stack", stack);
  return exception;
}

const makePlatformClasses = (): PlatformClass[] => [
  // A class of its own in newer browsers, derived from DOMException, which it must precede.
  known(
    "QuotaExceededError",
    "quota requested message stack",
    ([quota, requested, message, stack]) =>
      withStack(makeQuotaExceededError(message, { quota, requested }), stack),
  ),
  known("DOMException", "name message stack", ([name, message, stack]) =>
    withStack(new (classOf("DOMException"))(message, name), stack),
  ),
  known(
    "ImageData",
    "width height data colorSpace pixelFormat",
    ([width, height, data, colorSpace, pixelFormat]) =>
      new (classOf("ImageData"))(data, width, height, { colorSpace, pixelFormat }),
  ),
  // Mutable classes must precede the read-only ones, which are their base classes.
  known("DOMPoint", "x y z w"),
  known("DOMPointReadOnly", "x y z w"),
  known("DOMRect", "x y width height"),
  known("DOMRectReadOnly", "x y width height"),
  known("DOMMatrix", "a", undefined, matrixParts),
  known("DOMMatrixReadOnly", "is2D", undefined, matrixParts),
  known("DOMQuad", "p1 p2 p3 p4"),
  {
    ...known(
      "RowBlock",
      "data columnCount firstRow rowCount",
      ([data, columns, first, rows]) => new RowBlock(data, columns, first, rows),
    ),
    brand: isRowBlock,
  },
];
registerSpecial(RowBlock);
nameClass(RowBlock, "RowBlock");

// Made when the first of their objects crosses, since browsers set such a class up when it is first read.
let made: PlatformClass[] | undefined;
const platformClasses = (): PlatformClass[] => (made ??= makePlatformClasses());

/** The properties that a QuotaExceededError has in addition to those of a DOMException. */
export interface Quota {
  quota?: number | null;
  requested?: number | null;
}

/** Those of an exception; undefined if it is no QuotaExceededError. */
export function quotaOf(exception: Quota): Quota | undefined {
  if (!accepts(platformClasses()[0]!.brand, exception)) return undefined;
  const { quota, requested } = exception;
  return { quota: quota ?? null, requested: requested ?? null };
}

export function makeQuotaExceededError(message: unknown, { quota, requested }: Quota): Error {
  const known = { ...(quota != null && { quota }), ...(requested != null && { requested }) };
  return new (classOf("QuotaExceededError"))(message, known) as Error;
}

function matrixParts(matrix: DOMMatrixReadOnly): unknown[] {
  const { a, b, c, d, e, f } = matrix;
  return [matrix.is2D ? [a, b, c, d, e, f] : Array.from(matrix.toFloat64Array())];
}

// As the getters of built-in classes: throws for other objects.
function isRowBlock(this: unknown): void {
  if (!(this instanceof RowBlock)) throw new TypeError("this is no block of rows");
}

export function platformClassOf(object: object): number | undefined {
  const index = platformClasses().findIndex(({ brand }) => accepts(brand, object));
  return index < 0 ? undefined : index;
}

export function writePlatformObject(writer: ValueWriter, object: object, index: number): void {
  const parts = platformClasses()[index]!.parts(object as never);
  writer.byte(Tag.platform);
  writer.byte(index);
  writer.byte(parts.length);
  for (const part of parts) writer.value(part);
  writer.register(object);
}

export function makePlatformObject(index: number, parts: unknown[]): object {
  return platformClasses()[index]!.make(parts);
}
