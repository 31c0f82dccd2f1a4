// Random values for tests of what crosses, and a text that says all that can be seen of a value: its classes, its properties
// in their order, what it shares and where it leads back to itself. For Node, pages and workers.

/** A generator of its own, so that a failure comes again: `random(n)` is a whole number below n. */
export function randomNumbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const parts = ["a", "xyz", "\u007f", "\u0080", "é", "\u07ff", "\u0800", "日", "\ud7ff", "\ue000"];
parts.push("\ufeff", "\ufffd", "\uffff", "🎈", "\ud800", "\udbff", "\udc00", "\udfff");

/** A text; often of one kind of characters, sometimes with halves of pairs of surrogates. */
export function randomText(random) {
  const length = random([3, 20, 70, 90, 300][random(5)]);
  const kinds = random(3) === 0 ? parts.length : 1 + random(3);
  return Array.from({ length }, () => parts[random(kinds)]).join("");
}

const views = [Int8Array, Uint8ClampedArray, Uint16Array, Int32Array, Float32Array, Float64Array];
views.push(BigInt64Array, DataView);

function randomView(random, seen) {
  const shared = seen.filter((known) => known instanceof ArrayBuffer);
  const known = shared[random(shared.length)];
  const buffer = known && random(2) ? known : randomBuffer(random);
  seen.push(buffer);
  const View = views[random(views.length)];
  const size = View.BYTES_PER_ELEMENT ?? 1;
  const offset = random(Math.floor(buffer.byteLength / size) + 1) * size;
  const longest = Math.floor((buffer.byteLength - offset) / size);
  if (random(3) === 0 && buffer.byteLength % size === 0) return new View(buffer, offset);
  return new View(buffer, offset, random(longest + 1));
}

function randomBuffer(random) {
  const size = random(10) === 0 ? random(5000) : random(40);
  const options = random(6) === 0 ? { maxByteLength: size + random(20) } : undefined;
  const buffer = new ArrayBuffer(size, options);
  new Uint8Array(buffer).fill(random(256));
  return buffer;
}

function randomError(random, inner) {
  const Class = [Error, TypeError, RangeError, SyntaxError, class Own extends Error {}][random(5)];
  const error = new Class(
    ...[[], ["message"], ["é", { cause: inner() }], [undefined, { cause: inner() }]][random(4)],
  );
  if (random(4) === 0) error.name = ["TypeError", "Other", 5][random(3)];
  if (random(4) === 0) error.code = 5;
  return error;
}

class Point {
  x = 1;
  #y = 2;
  get y() {
    return this.#y;
  }
  toJSON() {
    return "json";
  }
}

// Objects whose prototype was changed: they are what they were made as.
function randomDisguise(random) {
  const objects = [new Map([[1, 2]]), new Set([3]), new Date(5), /a/gi, new ArrayBuffer(3)];
  objects.push(new Uint8Array([1, 2]), new DataView(new ArrayBuffer(9), 2, 5), Object("ab"));
  objects.push(Object(5n), Object(4), new RangeError("m"), [1, 2], { a: 1 }, {});
  const prototypes = [Object, Point, Map, Date, Array, Error, RegExp, Uint8Array];
  const prototype = prototypes[random(prototypes.length + 1)]?.prototype ?? null;
  return Object.setPrototypeOf(objects[random(objects.length)], prototype);
}

const leaves = [
  randomDisguise,
  () => null,
  () => undefined,
  (random) => random(2) === 0,
  (random) => random(100),
  (random) => random(2 ** 32) - 2 ** 31,
  (random) => random(2 ** 32) * 2 ** random(30),
  (random) => [0, -0, NaN, Infinity, -Infinity, 2 ** 53, 5e-324][random(7)],
  (random) => random(1000) / 7,
  (random) => BigInt(random(2 ** 32)) ** BigInt(random(9)) * (random(2) ? 1n : -1n),
  randomText,
  (random) => new Date(random(5) ? random(2 ** 32) * 1000 - 5e11 : NaN),
  (random) => new RegExp(["a(b)c", "/", ""][random(3)], ["", "giu", "sy"][random(3)]),
  (random) => Object([5, -0, "boxed", true, 10n, ""][random(6)]),
  (random, seen) => randomView(random, seen),
  (random, seen) => randomView(random, seen),
  (random) => randomBuffer(random),
  () => new Point(),
];

function randomKey(random, index) {
  const odd = ["__proto__", "constructor", "a b", "", "7", "toString", "length"];
  return [`k${index}`, `k${index}`, `${random(90)} %`, odd[random(7)], randomText(random)][
    random(5)
  ];
}

function randomObject(random, inner) {
  const object = [{}, Object.create(null), new Point(), {}][random(4)];
  for (let index = random(6); index > 0; --index) {
    const value = inner();
    const getter = random(20) === 0 && { get: () => value };
    const data = { value, writable: true };
    const rest = { enumerable: random(20) !== 0, configurable: true };
    Object.defineProperty(object, randomKey(random, index), { ...(getter || data), ...rest });
  }
  return object;
}

function randomArray(random, inner) {
  if (random(4) === 0)
    return Array.from({ length: random(20) }, () => random(9) / [1, 1, 2][random(3)]);
  const array = Array.from({ length: random(random(20) === 0 ? 90 : 6) }, inner);
  for (let holes = random(3) === 0 ? random(3) : 0; holes > 0; --holes) delete array[random(6)];
  if (random(6) === 0) array.length += random(random(3) ? 4 : 100_000);
  if (random(8) === 0) array[["named", "-1", "01", "4294967295"][random(4)]] = inner();
  return array;
}

/** A value of all kinds that structured clone knows, with others inside, some of them twice or in cycles. */
export function randomValue(random, seen = [], depth = 0) {
  const inner = () => randomValue(random, seen, depth + 1);
  const list = () => Array.from({ length: random(5) }, inner);
  const keep = (object) => (seen.push(object), object);
  const kind = depth > 4 ? 99 : random(16);
  if (kind === 0) return keep(randomArray(random, inner));
  if (kind === 1) return keep(new Map(list().map((value) => [random(2) ? inner() : "key", value])));
  if (kind === 2) return keep(new Set(list()));
  if (kind <= 5) return keep(randomObject(random, inner));
  // Records of the same keys.
  if (kind === 6)
    return keep(
      Array.from({ length: random(40) }, (_, x) => ({ x, y: random(9) ? "y" : { x: inner() } })),
    );
  if (kind === 7) return keep(randomError(random, inner));
  if (kind === 8 && seen.length > 0) return seen[random(seen.length)];
  if (kind === 9) {
    const cyclic = keep([{}, [], new Map(), new Set()][random(4)]);
    const value = inner();
    if (cyclic instanceof Map) cyclic.set("self", cyclic).set(value, value);
    else if (cyclic instanceof Set) cyclic.add(cyclic).add(value);
    else Object.assign(cyclic, { 0: value, self: cyclic });
    return cyclic;
  }
  const leaf = leaves[random(leaves.length)](random, seen);
  return typeof leaf === "object" && leaf !== null ? keep(leaf) : leaf;
}

/** All that can be seen of a value, stacks apart. */
export function describeValue(value, seen = new Map()) {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (seen.has(value)) return `#${seen.get(value)}`;
  seen.set(value, seen.size);
  const again = (part) => describeValue(part, seen);
  const entries = (object) =>
    Object.keys(object).map((key) => `${JSON.stringify(key)}: ${again(object[key])}`);
  const name = Object.getPrototypeOf(value)?.constructor?.name;
  const hold = () => {
    if (Array.isArray(value)) return [`length ${value.length}`, ...entries(value)];
    if (value instanceof Map)
      return [...value].flatMap(([key, held]) => `${again(key)} => ${again(held)}`);
    if (value instanceof Set) return [...value].map(again);
    if (value instanceof Date) return [value.getTime()];
    if (value instanceof RegExp) return [value.source, value.flags, value.lastIndex];
    if (value instanceof ArrayBuffer)
      return [value.byteLength, value.resizable && value.maxByteLength, new Uint8Array(value)];
    if (ArrayBuffer.isView(value))
      return [value.byteOffset, value.byteLength, value.length, again(value.buffer)];
    if (value instanceof Error) {
      const { message, cause } = Object.getOwnPropertyDescriptors(value);
      return [
        value.name,
        message ? `${message.enumerable} ${again(message.value)}` : "no message",
        cause ? `${cause.enumerable} ${again(cause.value)}` : "no cause",
      ];
    }
    const boxed = [Number, String, Boolean, BigInt].find((Class) => value instanceof Class);
    return boxed ? [again(value.valueOf())] : entries(value);
  };
  return `${name}(${hold().join(", ")}; ${Object.keys(value).length} keys)`;
}
