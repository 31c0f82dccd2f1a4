// What the library promises about shared memory that is the caller's own and not the pool's, and about blocks of a matrix's
// rows, as cases for ../contract.mjs.

/** @type {import("../contract.mjs").Cases} */
export const contract = {
  "the caller's own shared memory crosses by reference": {
    needs: "threads",
    run: async (w, pool) => {
      const a = new Int32Array(new SharedArrayBuffer(16));
      const add = (v) => {
        Atomics.add(v, 0, 1);
      };
      await pool.mapAsync(add, [a, a, a, a]);
      // Each processor knows it by now; a second one beside it, views of several kinds, and parts of it.
      const buffer = new SharedArrayBuffer(32);
      await pool.mapAsync(
        ({ memory: [first, second], part, bytes }) => {
          if (first.buffer !== part.buffer || first === second) throw new Error("not one buffer");
          Atomics.add(first, 1, part.byteOffset);
          bytes.setInt8(0, -5);
        },
        [0, 1].map(() => ({
          memory: [a, new Int32Array(a.buffer)],
          part: new Int8Array(a.buffer, 8, 4),
          bytes: new DataView(buffer, 4),
        })),
        { chunksize: 1 },
      );
      const { buffer: wasm } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
      await pool.applyAsync((memory) => new Uint8Array(memory).fill(9, 0, 2), [wasm]);
      return [Array.from(a), new Int8Array(buffer)[4], Array.from(new Uint8Array(wasm, 0, 3))];
    },
    expect: [[4, 16, 0, 0], -5, [9, 9, 0]],
  },
  "shared memory that grows does so for the views that reach its end, wherever they are": {
    needs: "threads",
    run: async (w, pool) => {
      const buffer = new SharedArrayBuffer(8, { maxByteLength: 32 });
      const views = [new Int32Array(buffer, 4), new DataView(buffer), new Int8Array(buffer, 0, 4)];
      const sizes = await pool.applyAsync((...given) => {
        given[0].buffer.grow(16);
        return given.map((view) => view.byteLength);
      }, views);
      return [sizes, views.map((view) => view.byteLength), buffer.byteLength];
    },
    expect: [[12, 16, 4], [12, 16, 4], 16],
  },
  "a result that the memory does not hold is an error of its call, which names the item": {
    needs: "threads",
    run: async (w, pool) => {
      const make = (x) => (x === 1 ? new Uint8Array(2.7e8) : [x]);
      const fail = () => {
        throw Object.assign(new TypeError("own"), { data: new Uint8Array(2.7e8) });
      };
      const outcome = (error) => [error.name, error.message.split(";")[0], error.item];
      const attempt = (call) => {
        try {
          return call();
        } catch (error) {
          return outcome(error);
        }
      };
      const stream = pool.imap(make, [0, 1, 2]);
      const parts = [];
      for (let step = 0; step < 4; ++step) parts.push(attempt(() => stream.next().value));
      return [
        await pool.applyAsync(make, [1]).catch(outcome),
        await pool.mapAsync(make, [0, 0, 1], { chunksize: 1 }).catch(outcome),
        await pool.mapAsync(make, [0, 0, 1], { chunksize: 3 }).catch(outcome),
        attempt(() => pool.apply(make, [1])),
        await pool.applyAsync(fail).catch(outcome),
        parts,
        await pool.mapAsync(make, [0, 2]),
      ];
    },
    expect: [
      ["RangeError", "the pool's memory is full", 0],
      ["RangeError", "the pool's memory is full", 2],
      ["RangeError", "the pool's memory is full", null],
      ["RangeError", "the pool's memory is full", 0],
      ["RangeError", "the pool's memory is full", 0],
      [[0], ["RangeError", "the pool's memory is full", 1], [2], null],
      [[0], [2]],
    ],
  },
  "shared memory crosses in sync calls, iterators and initializers": {
    needs: "threads",
    run: async (w, pool) => {
      const counts = new Int32Array(new SharedArrayBuffer(16));
      const count = (v, index = 0) => Atomics.add(v, index, 1);
      pool.map(count, [counts, counts], { chunksize: 1 });
      pool.apply(count, [counts, 1]);
      for await (const _ of pool.imap(count, [counts, counts, counts])) continue;
      const other = await w.Pool.create(1, {
        initializer: (v) => {
          globalThis.counts = v;
          Atomics.add(v, 2, 1);
        },
        initargs: [counts],
        maxtasksperchild: 1,
      });
      // Each in a worker that was not there when the memory was passed.
      for (let i = 0; i < 2; ++i)
        await other.applyAsync(() => Atomics.add(globalThis.counts, 3, 1));
      other.close();
      await other.joinAsync();
      return [Array.from(counts, (n, i) => (i === 2 ? n >= 2 : n))];
    },
    expect: [[5, 1, true, 2]],
  },
  "a result with shared memory has that of the caller, and what is a task's own is refused": {
    needs: "threads",
    run: async (w, pool) => {
      const a = new Int32Array(new SharedArrayBuffer(16));
      const back = await pool.applyAsync((v) => ({ view: v.subarray(1), buffer: v.buffer }), [a]);
      Atomics.store(back.view, 0, 7);
      const own = await pool
        .mapAsync((x) => (x === 2 ? { memory: new SharedArrayBuffer(8) } : x), [1, 2], {
          chunksize: 2,
        })
        .catch((error) => [error.name, error.item, error.message]);
      return [back.buffer === a.buffer, a[1], own];
    },
    expect: [
      true,
      7,
      [
        "SerializationError",
        1,
        "the result of item 1: a SharedArrayBuffer of a task's own at results[1].memory cannot cross to a processor or back; have the caller make it and pass it to the task",
      ],
    ],
  },
  "shared memory that comes while a processor is at work, and that of many buffers": {
    needs: "threads",
    run: async (w, pool) => {
      const go = new Int32Array(new SharedArrayBuffer(4));
      const hold = (v) => {
        Atomics.wait(v, 0, 0);
        return v[0];
      };
      const held = pool.mapAsync(hold, [go, go], { chunksize: 1 });
      const many = Array.from({ length: 200 }, () => new Int32Array(new SharedArrayBuffer(8)));
      const filled = pool.mapAsync((v) => void Atomics.add(v, 1, 3), many, { chunksize: 7 });
      Atomics.store(go, 0, 1);
      Atomics.notify(go, 0);
      await filled;
      return [await held, many.every((v) => v[0] === 0 && v[1] === 3)];
    },
    expect: [[1, 1], true],
  },
  "memory that is filled by small arrays grows in few steps": {
    run: async (w) => {
      const held = [w.share(new Uint8Array(70 * 2 ** 20))]; // so that what is left is not a multiple of the steps
      const buffers = new Set();
      try {
        for (;;) buffers.add(held[held.push(w.share(new Uint8Array(2 ** 19))) - 1].buffer);
      } catch (error) {
        return [error.name, buffers.size < 20 || buffers.size];
      } finally {
        for (const array of held) w.unshare(array);
      }
    },
    expect: ["RangeError", true],
  },
  "the rows of a matrix cross in blocks, in place": {
    run: async (w, pool) => {
      const matrix = w.Matrix.random(1001, 5, { seed: 1, low: 0, high: 10 });
      const count = (row) => row.filter((n) => 4 <= n && n <= 8).length;
      const ofBlock = (block) => {
        const counts = [];
        const { data, columnCount } = block;
        for (let at = 0; at < data.length; at += columnCount) {
          let within = 0;
          for (let i = at; i < at + columnCount; ++i) if (4 <= data[i] && data[i] <= 8) ++within;
          counts.push(within);
        }
        return counts;
      };
      const blocks = matrix.rows({ block: 100 });
      const expected = matrix.rows().map(count).join();
      const shape = (block) => [
        block.firstRow,
        block.rowCount,
        block.columnCount,
        block.data.length,
      ];
      const seen = [
        (await pool.mapAsync(ofBlock, blocks)).flat().join() === expected,
        (await pool.mapAsync(ofBlock, blocks, { chunksize: 4 })).flat().join() === expected,
        (await pool.mapAsync((b) => Array.from(b, (row) => row[0]), blocks)).flat().join() ===
          matrix
            .rows()
            .map((row) => row[0])
            .join(),
        (await pool.mapAsync(shape, blocks)).at(-1),
        blocks.map(shape).at(-1),
      ];
      // An iterator's items, arguments and results are blocks of the same memory as well.
      const streamed = [];
      for await (const counts of pool.imap(ofBlock, blocks, { chunksize: 2 }))
        streamed.push(counts);
      const back = await pool.applyAsync((block) => [block], [[...blocks].at(-1)]);
      seen.push(
        streamed.flat().join() === expected,
        back[0] instanceof w.RowBlock && back[0].data.buffer === matrix.data.buffer,
        shape(back[0]),
      );
      await pool.mapAsync((block) => {
        block.row(1)[2] = 77;
      }, blocks);
      seen.push(matrix.row(1)[2], matrix.row(901)[2], matrix.row(1000)[2] !== 77);
      seen.push(
        await errorsOf({
          kernel: () => pool.mapAsync(w.kernels.howmanyWithinRange(4, 8), blocks),
          zero: () => matrix.rows({ block: 0 }),
          number: () => matrix.rows(100),
        }).then((said) => Object.values(said).map((text) => text.slice(0, text.indexOf(":")))),
      );
      matrix.free();
      return seen;
    },
    expect: [
      ...[true, true, true, [1000, 1, 5, 5], [1000, 1, 5, 5]],
      ...[true, true, [1000, 1, 5, 5], 77, 77, true],
      ["TypeError", "RangeError", "TypeError"],
    ],
  },
};
