// The library bundles msgpackr with its options fixed (web/scripts/fixed-options.mjs): here against msgpackr as it is.
import assert from "node:assert/strict";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "../../web/node_modules/esbuild/lib/main.js";
import { fixedOptions } from "../../web/scripts/fixed-options.mjs";

const folder = new URL("../../build/tests/codec/", import.meta.url);

async function load(name, plugins) {
  const file = new URL(`${name}.mjs`, folder);
  await build({
    absWorkingDir: fileURLToPath(new URL("../../web", import.meta.url)),
    entryPoints: ["src/bindings/codec.ts"],
    outfile: fileURLToPath(file),
    bundle: true,
    format: "esm",
    define: { Buffer: "undefined" },
    plugins,
  });
  return import(file);
}
const fixed = await load("fixed", [fixedOptions]);
const original = await load("original", []);

// A generator of its own, so that a failure comes again.
function randomNumbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const texts = [
  "",
  "a",
  "ä",
  "日本",
  "🎈",
  "key",
  "a longer text, in ASCII",
  "x".repeat(300),
  "ü".repeat(70_000),
];
const leaves = [
  () => null,
  () => undefined,
  () => true,
  (random) => random(100),
  (random) => -random(200) - 1,
  (random) => random(2 ** 32) * 2 ** random(20),
  (random) => random(1000) / 7,
  () => NaN,
  () => -Infinity,
  (random) => BigInt(random(2 ** 32)) ** BigInt(random(9)) * (random(2) ? 1n : -1n),
  (random) => texts[random(texts.length)],
  (random) => new Date(random(2 ** 32) * 1000 - random(2) * 5e12 + random(2)),
  () => new Date(NaN),
  () => /a(b)c/giu,
  (random) => new Uint8Array(random(300)).fill(random(256)),
  (random) => Float64Array.from({ length: random(40) }, () => random(100) / 3),
  (random) => new Uint16Array(random(9)).buffer,
  (random) => new DataView(new ArrayBuffer(random(9))),
  (random) => new (random(2) ? RangeError : Error)(texts[random(7)], { cause: random(5) }),
  () => Object(Symbol.iterator).description,
];
function randomValue(random, seen, depth = 0) {
  const value = (() => {
    const inner = () => randomValue(random, seen, depth + 1);
    const kind = depth > 4 ? 9 : random(10);
    const list = () => Array.from({ length: random(random(20) === 0 ? 70 : 6) }, inner);
    if (kind === 0) return list();
    if (kind === 1)
      return new Map(list().map((entry, index) => [random(2) ? index : `${index}`, entry]));
    if (kind === 2) return new Set(list());
    // Records: the same keys often, and more than there are numbers for, and keys that no identifier is.
    if (kind === 3) return Object.fromEntries(list().map((entry, index) => [`k${index}`, entry]));
    if (kind === 4) return Object.fromEntries(list().map((entry) => [`${random(90)} %`, entry]));
    if (kind === 5)
      return Array.from({ length: random(30) }, (_, x) => ({ x, y: random(9) ? "y" : { x } }));
    if (kind === 6 && seen.length > 0) return seen[random(seen.length)]; // twice, or in a cycle
    return leaves[random(leaves.length)](random);
  })();
  if (typeof value === "object" && value !== null) seen.push(value);
  return value;
}

test("a value is the same bytes as with msgpackr's own text, and the same value again", () => {
  const random = randomNumbers(20_261_125);
  for (let round = 0; round < 3000; ++round) {
    const value = randomValue(random, []);
    const cyclic = { value, again: value };
    cyclic.self = cyclic;
    for (const given of [value, [value], cyclic]) {
      const bytes = original.encode(given).slice();
      assert.deepEqual(fixed.encode(given).slice(), bytes, `round ${round}`);
      // Values by their bytes again: deepEqual would compare the stacks of errors.
      const [ours, theirs] = [fixed, original].map((codec) =>
        original.encode(codec.decode(bytes, 0, bytes.length)).slice(),
      );
      assert.deepEqual(ours, theirs, `round ${round}`);
    }
  }
});

const cross = (value) => {
  const bytes = fixed.encode(value).slice();
  return fixed.decode(bytes, 0, bytes.length);
};

test("a value arrives as structured clone would have it", () => {
  const random = randomNumbers(4_711);
  const comparable = (value) => !(value instanceof Date && Number.isNaN(+value));
  for (let round = 0; round < 3000; ++round) {
    const seen = [];
    const value = [randomValue(random, seen), randomValue(random, seen)];
    if (seen.every(comparable))
      assert.deepStrictEqual(cross(value), structuredClone(value), `round ${round}`);
  }
});

test("texts arrive as they were, also with halves of pairs of surrogates and marks of byte order", () => {
  const random = randomNumbers(17);
  const parts = [
    "a",
    "xyz",
    "\u007f",
    "\u0080",
    "é",
    "\u07ff",
    "\u0800",
    "日",
    "\ud7ff",
    "\ue000",
    "\ufeff",
    "\ufffd",
    "\uffff",
  ];
  const pairs = ["🎈", "\ud800", "\udbff", "\udc00", "\udfff"];
  for (let round = 0; round < 5000; ++round) {
    const text = Array.from({ length: random([4, 20, 40, 90, 300][round % 5]) }, () =>
      random(round % 3 === 0 ? 40 : 4) === 0 ? pairs[random(5)] : parts[random(round % 2 ? 3 : 13)],
    ).join("");
    const value = round % 2 ? text : [text, { [text]: text }, new Map([[text, 1]])];
    assert.deepStrictEqual(cross(value), value, `round ${round}: ${JSON.stringify(text)}`);
  }
  for (const length of [0, 15, 16, 31, 32, 63, 64, 65, 255, 256, 65535, 65536, 100_000]) {
    for (const character of ["a", "ÿ", "日", "🎈", "\udc00", "\ufeff"]) {
      const text = character.repeat(length);
      assert.equal(cross(text), text, `${length} times ${JSON.stringify(character)}`);
      assert.equal(
        cross(`a${text}`),
        `a${text}`,
        `a and ${length} times ${JSON.stringify(character)}`,
      );
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

test("keys may have the names of what all objects have", () => {
  const base = Object.create(null);
  base.inherited = 1;
  const values = [
    [{ a: 1 }, { a: 1, __keys__: 2, length: 3 }, { a: 1 }],
    [{ a: 1, __keys__: { b: 1 } }, { a: 1 }, { a: 1, __keys__: 2, b: 3 }],
    [{ hasOwnProperty: 1, a: 2 }, { hasOwnProperty: null }],
    [
      { constructor: 5, a: 1 },
      { constructor: null, valueOf: "x" },
    ],
  ];
  for (const value of values) assert.deepStrictEqual(cross(value), value);
  assert.deepEqual(cross([Object.assign(Object.create(base), { own: 2 }), 3]), [{ own: 2 }, 3]);
});

test("objects of subclasses cross as those of their base", () => {
  class Point {
    x = 1;
  }
  const values = {
    map: [
      new (class extends Map {})([[1, new (class extends Map {})([["a", 2]])]]),
      new Map([[1, new Map([["a", 2]])]]),
    ],
    set: [new (class extends Set {})([1]), new Set([1])],
    array: [new (class extends Array {})(1, 2, 3), [1, 2, 3]],
    object: [
      new (class extends Point {
        y = 2;
      })(),
      { x: 1, y: 2 },
    ],
    tagged: [
      new (class {
        z = 1;
        get [Symbol.toStringTag]() {
          return "Z";
        }
      })(),
      { z: 1 },
    ],
    prototype: [Object.assign(Object.create({ inherited: 1 }), { own: 2 }), { own: 2 }],
  };
  for (const [name, [given, expected]] of Object.entries(values))
    assert.deepStrictEqual(cross(given), expected, name);
  const several = cross(new AggregateError([new Error("a")], "several failed"));
  assert.deepEqual([several.name, several.message], ["AggregateError", "several failed"]);
});

test("what holds more than its properties is refused rather than lost", () => {
  const values = {
    Number: new Number(5),
    String: new String("ab"),
    "Intl.NumberFormat": new Intl.NumberFormat("en"),
    "WebAssembly.Memory": new WebAssembly.Memory({ initial: 1 }),
    FinalizationRegistry: new FinalizationRegistry(() => {}),
    SharedArrayBuffer: new SharedArrayBuffer(8),
    Promise: new (class extends Promise {})(() => {}),
    "Array Iterator": [1].values(),
    Generator: (function* () {})(),
    AsyncGenerator: (async function* () {})(),
  };
  for (const [name, value] of Object.entries(values)) {
    assert.throws(
      () => cross([1, { value }]),
      (error) =>
        error.name === "SerializationError" && error.message.includes(`a ${name} object cannot`),
      name,
    );
  }
});

test("what cannot cross is refused alike, and values cross after it", () => {
  const refused = [
    () => 1,
    { deep: [{ f() {} }] },
    new WeakMap(),
    Promise.resolve(),
    Symbol("s"),
    {
      get broken() {
        throw new Error("no");
      },
    },
    (function* () {})(),
  ];
  for (const value of refused) {
    const messages = [fixed, original].map((codec) => {
      try {
        return codec.encode(value).slice();
      } catch (error) {
        return `${error.name}: ${error.message}`;
      }
    });
    assert.deepEqual(messages[0], messages[1]);
    assert.deepEqual(
      fixed.encode([1, { a: "b" }]).slice(),
      original.encode([1, { a: "b" }]).slice(),
    );
  }
});

test("bytes that are cut short are an error", () => {
  const bytes = fixed
    .encode([{ a: 1, b: "a text of some length" }, new Map([[1, new Set([2])]])])
    .slice();
  for (let size = 1; size < bytes.length; ++size) {
    assert.throws(() => fixed.decode(bytes, 0, size), undefined, `${size} bytes`);
  }
});

test("a getter may have other values cross while its own does", () => {
  const item = {
    get other() {
      return fixed.encode({ inner: [1, 2, 3], name: "x" }).length;
    },
    name: "outer",
    list: [{ name: "a" }, { name: "b" }],
  };
  for (let round = 0; round < 3; ++round) {
    const bytes = fixed.encode([item, item]);
    const [first, second] = fixed.decode(bytes, 0, bytes.length);
    assert.equal(first, second);
    assert.deepEqual(
      { ...first, other: 0 },
      { other: 0, name: "outer", list: [{ name: "a" }, { name: "b" }] },
    );
  }
});
