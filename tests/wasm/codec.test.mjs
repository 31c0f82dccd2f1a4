// Values that cross (web/src/bindings/codec.ts) in Node, where structuredClone is the measure. The random ones are always
// the same; WEBPOOL_SEED chooses others.
import assert from "node:assert/strict";
import test from "node:test";
import { runInNewContext } from "node:vm";
import {
  describeValue,
  randomNumbers,
  randomText,
  randomValue,
} from "../browser/random-values.mjs";
import { codec, cross, memory } from "./codec-crossing.mjs";

const seed = Number(process.env.WEBPOOL_SEED ?? 1);

// Texts may be long: what is shown begins a little before they differ.
function assertSame(seen, expected, message) {
  if (seen === expected) return;
  let at = 0;
  while (seen[at] === expected[at]) ++at;
  const part = (text) => text.slice(Math.max(0, at - 100), at + 100);
  assert.fail(`${message}:\n${part(seen)}\ninstead of\n${part(expected)}`);
}
test("a property of a sparse array arrives, wherever its elements are", () => {
  for (const first of [0, 64, 65, 66]) {
    const list = Object.assign([], { length: 100, name: "of the list" });
    for (let index = first; index < 99; ++index) list[index] = index;
    assert.deepEqual(cross(list), list);
    assert.equal(cross(list).length, 100);
  }
});

test(`random values arrive as structured clone has them (WEBPOOL_SEED=${seed})`, () => {
  const random = randomNumbers(seed);
  for (let round = 0; round < 5000; ++round) {
    const value = randomValue(random);
    assertSame(
      describeValue(cross(value)),
      describeValue(structuredClone(value)),
      `round ${round}`,
    );
  }
});

test(`texts arrive as they were, also with halves of pairs of surrogates and marks of byte order (WEBPOOL_SEED=${seed})`, () => {
  const random = randomNumbers(seed);
  for (let round = 0; round < 3000; ++round) {
    const text = randomText(random);
    assert.equal(cross(text), text, `round ${round}: ${JSON.stringify(text)}`);
    const keyed = { [text]: [text] };
    assert.deepStrictEqual(cross(keyed), keyed, `round ${round}: ${JSON.stringify(text)}`);
  }
  for (const length of [0, 1, 7, 8, 62, 63, 64, 65, 255, 256, 65535, 65536, 100_000]) {
    for (const character of ["a", "ÿ", "日", "🎈", "\udc00", "\ufeff"]) {
      const text = character.repeat(length);
      assert.equal(cross(text), text, `${length} times ${JSON.stringify(character)}`);
      assert.equal(cross(`a${text}`), `a${text}`);
    }
  }
});

test("thousands of kinds of objects cross, in one message and in many", () => {
  const random = randomNumbers(5);
  const object = () =>
    Object.fromEntries(Array.from({ length: random(9) }, () => [`key${random(5000)}`, random(9)]));
  for (let round = 0; round < 300; ++round) {
    const value = Array.from({ length: round % 50 === 0 ? 5000 : 40 }, object);
    value.push(...value.slice(0, 5));
    assert.deepStrictEqual(cross(value), value, `round ${round}`);
  }
  const large = Object.fromEntries(Array.from({ length: 70_000 }, (_, i) => [`k${i}`, i]));
  assert.deepStrictEqual(cross([large, {}]), [large, {}]);
});

test("zeros keep their sign, arrays their holes and properties, objects their keys", () => {
  const values = [
    [-0, 0, 1, 2, 3],
    { zero: -0 },
    [1, , undefined, , 4],
    [, ,],
    Object.assign([1, 2, 3, 4], { x: 5, y: [-0] }),
    Object.assign([, "a"], { 7: "b", name: "c" }),
    "abc".match(/b/),
    JSON.parse('{ "__proto__": { "a": 1 }, "constructor": 2, "toString": null }'),
    [{ hasOwnProperty: 1 }, { valueOf: null, length: 2, keys: 3 }],
    { 2: "b", 1: "a", z: 0, "": 1 },
  ];
  for (const value of values)
    assert.equal(describeValue(cross(value)), describeValue(structuredClone(value)));
  assert(!("a" in cross(values[7])));
});

test("an array of billions of elements that it does not have is as small as what it has", () => {
  const huge = [1];
  huge.length = 2 ** 31;
  huge[10 ** 9] = "far";
  huge.named = true;
  const arrived = cross(huge);
  assert.equal(arrived.length, 2 ** 31);
  assert.deepEqual(Object.entries(arrived), [
    ["0", 1],
    ["1000000000", "far"],
    ["named", true],
  ]);
});

test("objects lie in each other as deep as anyone likes", () => {
  let list = null;
  let nested = [];
  for (let depth = 0; depth < 100_000; ++depth) {
    list = depth % 3 ? { next: list } : depth % 2 ? new Map([["next", list]]) : new Set([list]);
    nested = [nested];
  }
  let depth = 0;
  const inside = (value) =>
    Array.isArray(value) ? value[0] : (value.next ?? [...value.values()][0]);
  for (let at = cross(list); at !== null; at = inside(at)) ++depth;
  assert.equal(depth, 100_000);
  for (let at = cross(nested); at.length > 0; at = at[0]) --depth;
  assert.equal(depth, 0);
});

test("views that share a buffer go on sharing it, and a buffer that can be resized can be", () => {
  const buffer = new ArrayBuffer(16);
  const [bytes, words, all, again] = cross([
    new Uint8Array(buffer, 2, 4),
    new Uint16Array(buffer, 4),
    buffer,
    new DataView(buffer, 1, 2),
  ]);
  assert(bytes.buffer === all && words.buffer === all && again.buffer === all);
  assert.deepEqual(
    [bytes, words, again].map((view) => [view.byteOffset, view.byteLength]),
    [
      [2, 4],
      [4, 12],
      [1, 2],
    ],
  );
  const resizable = new ArrayBuffer(8, { maxByteLength: 32 });
  for (const make of [
    (given) => new Uint8Array(given),
    (given) => new DataView(given, 4),
    (given) => new Uint16Array(given, 4, 2),
    (given) => new Float64Array(given, 8),
  ]) {
    const [ours, theirs] = [cross, structuredClone].map((clone) => {
      const view = clone(make(resizable));
      view.buffer.resize(24);
      return [view.byteOffset, view.byteLength, view.buffer.maxByteLength];
    });
    assert.deepEqual(ours, theirs);
  }
});

test("of a large buffer only the part that is shown crosses, where that is less than half", () => {
  const numbers = Float64Array.from({ length: 10_000 }, (_, index) => index);
  const rows = [numbers.subarray(5000, 5010), numbers.subarray(5005, 5020)];
  assert(codec.encode(rows).size < 500);
  const [first, second] = cross(rows);
  assert.deepEqual([first, second], rows);
  assert(first.buffer === second.buffer);
  assert(codec.encode(numbers.subarray(0, 5000)).size > 80_000);
  assert(codec.encode([numbers.subarray(0, 5), numbers.buffer]).size > 80_000);
});

test("views on the pool's memory cross by reference", () => {
  codec.shareViewsOf([memory.buffer]);
  for (const view of [
    new Int32Array(memory.buffer, 1024, 5),
    new DataView(memory.buffer, 3, 9),
    new Uint8Array(memory.buffer),
  ]) {
    const arrived = cross({ view }).view;
    assert.deepEqual(
      [arrived.constructor, arrived.buffer, arrived.byteOffset, arrived.byteLength],
      [view.constructor, memory.buffer, view.byteOffset, view.byteLength],
    );
  }
  assert.equal(cross([memory.buffer])[0], memory.buffer);
});

test("values of another realm arrive as those of this one", () => {
  const foreign = runInNewContext(`({
    date: new Date(5), pattern: /a/g, map: new Map([[1, new Set([2])]]), bytes: new Uint8Array([1, 2]), view: new DataView(new ArrayBuffer(3)),
    buffer: new ArrayBuffer(4), error: new RangeError("far"), boxed: new Number(-0), list: [1, , { a: 1 }], none: Object.create(null),
    own: new (class Own extends Map { get [Symbol.toStringTag]() { return "Own"; } })([[1, 2]]),
  })`);
  const arrived = cross(foreign);
  assert.equal(describeValue(arrived), describeValue(structuredClone(foreign)));
  assert(arrived.date instanceof Date && arrived.bytes instanceof Uint8Array);
  assert(arrived.error instanceof RangeError && arrived.own instanceof Map);
});

test("objects of classes cross as structured clone has them: what they hold, or as their base", () => {
  class Point {
    x = 1;
    #hidden = 2;
    get y() {
      return this.#hidden;
    }
    toJSON() {
      return "json";
    }
  }
  class Tagged {
    z = 1;
    get [Symbol.toStringTag]() {
      return "Map";
    }
  }
  const values = [
    new Point(),
    new (class extends Point {
      w = 2;
    })(),
    new Tagged(),
    new (class extends Map {
      extra = 1;
    })([[1, 2]]),
    new (class extends Set {})([1]),
    new (class extends Array {})(1, 2, 3),
    new (class extends Uint8Array {})(3),
    new (class extends Date {})(5),
    new (class extends Error {
      name = "Own";
      code = 5;
    })("own"),
    new (class {
      get [Symbol.toStringTag]() {
        return "Error";
      }
    })(),
    new (class extends Int32Array {
      get length() {
        return 1;
      }
      get byteLength() {
        return 4;
      }
      get byteOffset() {
        return 4;
      }
      get buffer() {
        return new ArrayBuffer(8);
      }
    })([1, 2, 3]),
    Object.setPrototypeOf([1, , 3], ["inherited", "too"]),
    Object.setPrototypeOf(new Date(7), null),
    Object.setPrototypeOf(new Date(7), Object.prototype),
    Object.assign(Object.create({ inherited: 1 }), { own: 2 }),
    Math,
    Object.defineProperty({ a: 1 }, "hidden", { value: 2 }),
    { [Symbol("s")]: 1, a: 2 },
  ];
  for (const value of values)
    assert.equal(describeValue(cross(value)), describeValue(structuredClone(value)));
});
