// The file system that a program in Python shares with its processes, without a browser; Node reads TypeScript itself.
import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";

const folder = new URL("../../web/src/python/", import.meta.url);
const { filesMemory, SharedFiles } = await import(new URL("shared-files.ts", folder));
const { FreeBlocks } = await import(new URL("free-blocks.ts", folder));

const bytes = (count, value = 7) => new Uint8Array(count).fill(value);
/** Two processes that share the files of one program, and the number of their folder /tmp. */
function two() {
  const memory = filesMemory();
  const [one, other] = ["one", "other"].map((name) => new SharedFiles(memory, name));
  return { memory, one, other, tmp: one.at("/tmp") };
}
const contents = (files, file) => {
  const read = bytes(files.entry(file).size);
  files.read(file, 0, read);
  return read;
};
const errno = (number) => (error) => error.errno === number;

test("free blocks are split and merged", () => {
  const free = new FreeBlocks(64, 1024);
  for (const at of [64, 128, 192]) free.take(at, 64);
  free.release(128, 64);
  assert.equal(free.find(64, 1024), 128);
  assert.equal(free.find(65, 1024), 256);
  assert.equal(free.find(65, 320), undefined);
  free.release(64, 64);
  assert.equal(free.find(128, 1024), 64);
  free.release(192, 64);
  assert.deepEqual([free.find(960, 1024), free.after(64), free.after(1000)], [64, 960, 24]);
});

test("files that come and go, and many small writes, take neither memory nor ever more time", () => {
  const { memory, one, other, tmp } = two();
  for (let n = 0; n < 20_000; ++n) {
    const file = one.make(tmp, `file ${n}`, 0o100666);
    one.write(file, 0, bytes(100));
    one.remove(tmp, `file ${n}`);
  }
  const log = one.make(tmp, "log", 0o100666);
  for (let n = 0; n < 20_000; ++n) (n % 2 ? one : other).write(log, "end", bytes(40, n % 2));
  assert.ok(memory.byteLength <= 4 << 20, `${memory.byteLength} bytes`);
  const wrong = contents(other, log).findIndex((value, at) => value !== Math.floor(at / 40) % 2);
  assert.equal(wrong, -1);
});

test("a full disk is an error of the write, which changes nothing, and files can be removed", () => {
  const { memory, one, other, tmp } = two();
  const big = one.make(tmp, "big", 0o100666);
  one.write(big, 0, bytes(100_000));
  assert.throws(() => one.write(big, 2 ** 30, bytes(1)), errno(51));
  assert.throws(() => other.change(big, { size: 2 ** 30 }), errno(51));
  assert.deepEqual(contents(other, big), bytes(100_000));
  one.remove(tmp, "big");
  for (let n = 0; n < 100; ++n) other.put("/tmp/next", bytes(100_000));
  assert.ok(memory.byteLength <= 1 << 20, `${memory.byteLength} bytes`);
});

test("a removed or replaced file exists for those who have it open, and no longer than these", () => {
  const { one, other, tmp } = two();
  const file = one.make(tmp, "file", 0o100666);
  one.write(file, 0, bytes(10, 1));
  other.open(file);
  one.rename(tmp, "file", tmp, "moved");
  const next = one.make(tmp, "next", 0o100666);
  one.rename(tmp, "next", tmp, "moved");
  assert.deepEqual([contents(other, file), other.find(tmp, "moved")], [bytes(10, 1), next]);
  other.open(file);
  other.close(file);
  assert.equal(other.entry(file).folder, null);
  other.close(file);
  assert.throws(() => other.entry(file), errno(44));
  one.open(next);
  other.open(next);
  one.remove(tmp, "moved");
  other.closeAll("one"); // it was killed
  one.close(next);
  assert.equal(one.entry(next).size, 0);
  other.closeAll("other");
  assert.throws(() => one.entry(next), errno(44));
});

test("a folder moves with what is in it, and one that is full is not replaced", () => {
  const { one, other, tmp } = two();
  one.put("/tmp/a/b/file", bytes(3));
  one.put("/tmp/c/file", bytes(4));
  assert.throws(() => other.rename(tmp, "a", tmp, "c"), errno(55));
  other.rename(one.at("/tmp/a"), "b", tmp, "moved");
  assert.deepEqual(Object.keys(one.all("/tmp")).sort(), ["c/file", "moved/file"]);
  assert.throws(() => one.at("/tmp/a/b"), errno(44));
  assert.throws(() => one.make(tmp, "é".repeat(128), 0o100666), errno(37));
});

test("a process that is killed at any store leaves the files as they were before or after its change", () => {
  const { memory, one, other, tmp } = two();
  const keep = one.make(tmp, "keep", 0o100666);
  one.write(keep, 0, bytes(1000, 1));
  // Changes that replace the journal as well.
  for (let change = 0; change < 3_000; ++change) {
    const killed = new SharedFiles(memory, "killed");
    const { memory: own } = killed;
    let stores = 0;
    const store = (target, name) => {
      const original = target[name].bind(target);
      target[name] = (...values) => {
        if (stores++ === change % 3) throw new Error("killed");
        return original(...values);
      };
    };
    store(own.bytes, "set");
    store(own, "setHead");
    try {
      killed.write(keep, change % 2 ? 0 : "end", bytes(100, 1));
    } catch (error) {
      assert.equal(error.message, "killed");
    }
    if (change % 500 > 0) continue;
    const now = contents(other, keep);
    assert.ok(now.length % 100 === 0 && now.every((value) => value === 1), `change ${change}`);
    assert.deepEqual(new SharedFiles(memory, "late").entry(keep), one.entry(keep));
  }
});

test("a lock whose holder was killed is broken", async () => {
  const { memory, one, tmp } = two();
  const worker = new Worker(
    `const { workerData: { memory, module }, parentPort } = require("node:worker_threads");
    import(module).then(({ SharedFiles }) => {
      const files = new SharedFiles(memory, "killed");
      files.memory.locked(() => {
        parentPort.postMessage("locked");
        for (;;);
      });
    });`,
    { eval: true, workerData: { memory, module: new URL("shared-files.ts", folder).href } },
  );
  await once(worker, "message");
  await worker.terminate();
  assert.deepEqual(one.list(tmp), []);
});
