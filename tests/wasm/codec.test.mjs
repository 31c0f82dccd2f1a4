// Values that cross (web/src/bindings/codec.ts) in Node, where structuredClone is the measure. The random ones are always
// the same; WEBPOOL_SEED chooses others.
import assert from "node:assert/strict";
import test from "node:test";
import { runInNewContext } from "node:vm";
import { fileURLToPath } from "node:url";
import { build } from "../../web/node_modules/esbuild/lib/main.js";
import {
  describeValue,
  randomNumbers,
  randomText,
  randomValue,
} from "../browser/random-values.mjs";

const bundle = new URL("../../build/tests/codec.mjs", import.meta.url);
await build({
  absWorkingDir: fileURLToPath(new URL("../../web", import.meta.url)),
  entryPoints: ["src/bindings/codec.ts"],
  outfile: fileURLToPath(bundle),
  bundle: true,
  format: "esm",
});
const codec = await import(bundle);
const seed = Number(process.env.WEBPOOL_SEED ?? 1);

// Behind other bytes, and in shared memory, as messages are.
const memory = new Uint8Array(new SharedArrayBuffer(64 * 1024 * 1024));
const cross = (value) => {
  const message = codec.encode(value);
  message.store(memory, 3);
  return codec.decode(memory, 3, message.size);
};
// Texts may be long: what is shown begins a little before they differ.
function assertSame(seen, expected, message) {
  if (seen === expected) return;
  let at = 0;
  while (seen[at] === expected[at]) ++at;
  const part = (text) => text.slice(Math.max(0, at - 100), at + 100);
  assert.fail(`${message}:\n${part(seen)}\ninstead of\n${part(expected)}`);
}
const refusal = (value) => {
  try {
    cross(value);
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
  return "it crossed";
};

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

test("what structured clone refuses is refused by name, with the path to it and the reason", () => {
  const socket = () => {};
  const cyclic = new Error("outer");
  cyclic.cause = { again: cyclic, socket };
  const refused = [
    [{ user: { socket } }, "value: the function socket at value.user.socket cannot cross"],
    [[1, [Symbol("s")]], "value: a symbol at value[1][0] cannot cross"],
    [new Map([["a b", { "c d": socket }]]), 'at value.get("a b")["c d"] cannot cross'],
    [new Map([[{ socket }, 1]]), "at value.keys()[0].socket cannot"],
    [new Set([1, socket]), "at value.values()[1] cannot"],
    [Object.assign([1], { socket }), "at value.socket cannot"],
    [cyclic, "at value.cause.socket cannot"],
    [Promise.resolve(), "value: a Promise object cannot cross"],
    [new (class extends Promise {})(() => {}), "a Promise object cannot"],
    [[new WeakMap()], "a WeakMap object at value[0] cannot"],
    [[1].values(), "an Array Iterator object cannot"],
    [(function* () {})(), "a Generator object cannot"],
    [new Intl.NumberFormat("en"), "an Intl.NumberFormat object cannot"],
    [new URL("http://a.test/"), "a URL object cannot cross to a processor or back; pass url.href"],
    [new Blob(["x"]), "a Blob object cannot"],
    [new WebAssembly.Memory({ initial: 1 }), "a WebAssembly.Memory object cannot"],
    [Object(Symbol("s")), "a Symbol object cannot"],
    [{ a: new SharedArrayBuffer(8) }, "at value.a cannot"],
    [new Int32Array(new SharedArrayBuffer(8)), "a SharedArrayBuffer of a task's own"],
    [structuredClone.call(null, 1) && detached(), "a detached ArrayBuffer cannot"],
    [
      {
        get broken() {
          throw new Error("no");
        },
      },
      "the value at value.broken cannot be read (no)",
    ],
  ];
  function detached() {
    const bytes = new Uint8Array(8);
    bytes.buffer.transfer();
    return bytes;
  }
  for (const [value, text] of refused) {
    const seen = refusal(value);
    assert(
      seen.startsWith("SerializationError: value: ") && seen.includes(text),
      `${seen}, not: ${text}`,
    );
    assert.deepStrictEqual(cross([1, { a: "b" }]), [1, { a: "b" }]); // and values cross after it
  }
  const names = { label: "item", root: "items" };
  const list = [1, 2, { user: { socket } }];
  assert.throws(() => codec.encodeList(list, 1, 3, names), {
    name: "SerializationError",
    message: /^item 2: the function socket at items\[2\]\.user\.socket cannot cross/,
    item: 2,
  });
});

test("bytes that are cut short are an error", () => {
  const bytes = codec.encodeBytes([
    { a: 1, b: "a text of some length" },
    new Map([[1, new Set([2])]]),
    new Uint8Array(5),
  ]);
  for (let size = 0; size < bytes.length; ++size)
    assert.throws(() => codec.decode(bytes.slice(0, size), 0, size), RangeError, `${size} bytes`);
});

test("a getter may have other values cross while its own does, and change what is read", () => {
  const item = {
    get other() {
      return cross({ inner: [1, 2, 3], name: "x" });
    },
    get changes() {
      delete this.gone;
      return 1;
    },
    gone: 5,
    list: [{ name: "a" }, { name: "b" }],
  };
  for (let round = 0; round < 3; ++round) {
    item.gone = 5;
    const [first, second] = cross([item, item]);
    assert.equal(first, second);
    assert.deepStrictEqual(first, {
      other: { inner: [1, 2, 3], name: "x" },
      changes: 1,
      list: [{ name: "a" }, { name: "b" }],
    });
  }
});

test("what was thrown keeps its class and all it has, but for what cannot cross", () => {
  const crossThrown = (thrown) => {
    const bytes = codec.bytesOf(codec.encodeThrown(thrown, { processor: 1 }));
    return codec.decode(bytes, 0, bytes.length);
  };
  class Own extends TypeError {
    name = "Own";
    code = "E_OWN";
  }
  const cause = new RangeError("inner", { cause: { status: 5 } });
  const error = Object.assign(new Own("outer", { cause }), {
    cannot: { first: { a: 1 }, cross() {} },
    bytes: { given: new Uint8Array([1]), cross() {} },
  });
  Object.assign(error, { self: error, after: { a: 2, list: [error, new Uint8Array([3])] } });
  Object.defineProperty(error, "broken", {
    enumerable: true,
    get() {
      throw new Error("no");
    },
  });
  const [arrived, notes] = crossThrown(error);
  assert.deepEqual(notes, { processor: 1 });
  assert(arrived instanceof TypeError && arrived.cause instanceof RangeError);
  assert.deepEqual(Object.keys(arrived).sort(), ["after", "code", "self"]);
  assert(arrived.self === arrived && arrived.after.list[0] === arrived);
  assert.deepEqual(
    [arrived.name, arrived.message, arrived.code, arrived.after.a, arrived.after.list[1]],
    ["Own", "outer", "E_OWN", 2, new Uint8Array([3])],
  );
  assert.deepEqual(
    [arrived.cause.message, arrived.cause.cause, arrived.stack],
    ["inner", { status: 5 }, error.stack],
  );
  const [several] = crossThrown(new AggregateError([new URIError("one"), 5], "several"));
  assert(several instanceof AggregateError && several.errors[0] instanceof URIError);
  const [late] = crossThrown(new DOMException("late", "TimeoutError"));
  assert(late instanceof DOMException && late.name === "TimeoutError");
  const disguised = Object.assign(new RangeError("disguised"), { code: 5 });
  const [bare] = crossThrown(Object.setPrototypeOf(disguised, Object.prototype));
  assert.deepEqual([bare instanceof Error, bare.message, bare.code], [true, "disguised", 5]);
  const [trap] = crossThrown(new WebAssembly.RuntimeError("unreachable"));
  assert(trap instanceof WebAssembly.RuntimeError);
  assert.deepEqual(crossThrown({ message: "no", status: 503 })[0], { message: "no", status: 503 });
  assert.match(crossThrown({ f() {} })[0].message, /the function f at thrown\.f cannot cross/);
  const unreadable = new Proxy({}, { get: assert.fail, getPrototypeOf: assert.fail });
  assert(crossThrown(unreadable)[0] instanceof Error);
});
