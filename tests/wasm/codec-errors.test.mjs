// What does not cross, what is left of it, and what was thrown (web/src/bindings/codec.ts), in Node.
import assert from "node:assert/strict";
import test from "node:test";
import { codec, cross } from "./codec-crossing.mjs";

const refusal = (value) => {
  try {
    cross(value);
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
  return "it crossed";
};

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
