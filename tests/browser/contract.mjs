// What the library promises, as cases that run in any realm: a page, a worker, a program. A case gets the library `w`,
// a pool of two processors and the name of its place; it gives a value that crosses as JSON, compared with `expect`.
// Cases are sent as text, so they see nothing of this file.

import { growing, growthContract } from "./contract-growth.mjs";
import { errorsOf, misuseContract, misuseEndings } from "./contract-misuse.mjs";
import { tasksContract } from "./contract-tasks.mjs";
import { memoryContract } from "./contract-memory.mjs";
import { moreContract, moreEndings } from "./contract-more.mjs";
import { timeoutContract } from "./contract-timeouts.mjs";
import { unusualContract } from "./contract-unusual.mjs";

// `needs: "threads"`: not where the program and its tasks share one. `waits`: its time passes with waiting, so it runs beside
// the others of its kind, on a pool of its own.

/** @type {Record<string, { run: Function, expect: unknown, needs?: "threads", waits?: true }>} */
const ownContract = {
  "map squares": { run: (w, pool) => pool.map((x) => x * x, [1, 2, 3]), expect: [1, 4, 9] },
  "an AsyncResult is awaited": {
    run: (w, pool) => pool.mapAsync((x) => x * x, [1, 2, 3]),
    expect: [1, 4, 9],
  },
  "get() blocks for the result, and may be called again": {
    run: (w, pool) => {
      const result = pool.mapAsync((x) => x * x, [1, 2, 3]);
      return [result.get(), result.get(1000), result.ready(), result.successful()];
    },
    expect: [[1, 4, 9], [1, 4, 9], true, true],
  },
  "starmap unpacks arrays": {
    run: (w, pool) => [
      pool.starmap(
        (a, b, c = 100) => a + b + c,
        [
          [1, 2],
          [3, 4, 5],
        ],
      ),
      pool.starmap(() => 1, [[]]),
    ],
    expect: [[103, 12], [1]],
  },
  "apply calls once, built-ins cross by name": {
    run: (w, pool) => [
      pool.apply(Math.hypot, [3, 4]),
      pool.apply(() => "none"),
      pool.map(parseInt, ["12px", "7"]),
      pool.apply(String.fromCharCode, [87, 80]),
    ],
    expect: [5, "none", [12, 7], "WP"],
  },
  "the async forms of starmap and apply": {
    run: async (w, pool) => [
      await pool.starmapAsync(
        (a, b) => a * b,
        [
          [2, 3],
          [4, 5],
        ],
      ),
      await pool.applyAsync((a, b) => a + b, ["a", "b"]),
    ],
    expect: [[6, 20], "ab"],
  },
  "many jobs that end at once are delivered in several turns of the event loop": {
    run: async (w, pool) => {
      let turn = 0;
      let timer = setTimeout(function next() {
        ++turn;
        timer = setTimeout(next);
      });
      const turns = new Set();
      const callback = () => {
        turns.add(turn);
        for (const end = performance.now() + 0.2; performance.now() < end;);
      };
      const results = Array.from({ length: 300 }, (_, i) =>
        pool.applyAsync((x) => x, [i], { callback }),
      );
      while (!results.every((result) => result.ready()));
      const values = await Promise.all(results);
      clearTimeout(timer);
      return [values.every((value, i) => value === i), turns.size > 3];
    },
    expect: [true, true],
  },
  "a job that is given in a callback is not taken for the one that was delivered there": {
    needs: "threads",
    run: async (w, pool) => {
      const wait = () =>
        new Promise((resolve) => {
          if (processor.signal.aborted) resolve();
          else processor.signal.addEventListener("abort", resolve);
        });
      const values = [];
      for (let round = 0; round < 20; ++round) {
        const endless = pool.applyAsync(wait);
        endless.catch(() => {});
        let inner;
        const callback = () => {
          endless.cancel(); // settles what has ended, and lets go of the first job's memory
          pool.apply((x) => x, [0]);
          inner = pool.applyAsync((x) => x, [round]);
          while (!inner.ready());
        };
        const first = pool.applyAsync((x) => x, [1], { callback });
        while (!first.ready());
        first.get();
        values.push(await inner);
      }
      return values.every((value, round) => value === round);
    },
    expect: true,
  },
  "wait() ends where onProgress has its own job delivered": {
    needs: "threads",
    run: (w, pool) => {
      let given = false;
      const gate = w.share(new Int32Array(1));
      const onProgress = (done, total) => {
        if (given || done === total) return;
        given = true;
        Atomics.store(gate, 0, 1);
        Atomics.notify(gate, 0);
        while (!result.ready());
        const other = pool.mapAsync((x) => sleep(x), [1, 1, 1, 1], { chunksize: 1 });
        other.catch(() => {});
        other.cancel(); // settles what has ended, and lets go of its memory
        pool.apply((x) => x, [0]);
        const arrays = [];
        for (let size = 128; size < 1024; size += 16) arrays.push(w.share(new Uint8Array(size)));
        arrays.forEach(w.unshare);
      };
      // The last task waits until progress was told.
      const items = Array.from({ length: 40 }, (_, i) => [i, gate]);
      const task = (x, gate) => void (x === 39 && Atomics.wait(gate, 0, 0));
      const result = pool.starmapAsync(task, items, { chunksize: 1, onProgress });
      return [result.wait(), given, result.get().length];
    },
    expect: [true, true, 40],
  },
  "items and results need not fit into one piece of memory": {
    run: (w, pool) => {
      const pieces = [];
      try {
        for (;;) pieces.push(w.share(new Uint8Array(2 ** 23)));
      } catch {
        // full
      }
      const kept = pieces.filter((piece, i) => i % 2 === 0 || void w.unshare(piece));
      try {
        const numbers = Float64Array.from({ length: 900_000 }, (_, i) => i);
        return [kept.length > 4, pool.map((x) => x + 1, numbers).every((x, i) => x === i + 1)];
      } finally {
        kept.forEach(w.unshare);
      }
    },
    expect: [true, true],
  },
  "functions of every form": {
    run: (w, pool) => {
      function declared(x) {
        return x + 1;
      }
      const object = {
        method(x) {
          return x + 2;
        },
        ["computed name"](x) {
          return x + 3;
        },
      };
      return [
        declared,
        object.method,
        object["computed name"],
        (x) => x + 4,
        function (x) {
          return x + 5;
        },
      ].map((fn) => pool.apply(fn, [10]));
    },
    expect: [11, 12, 13, 14, 15],
  },
  "an async function is awaited by its processor": {
    run: async (w, pool, place) => {
      const nap = async (x) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        return x * 10;
      };
      const async = await pool.mapAsync(nap, [1, 2, 3, 4, 5]);
      const sync = place === "page" ? async : pool.map(nap, [1, 2, 3, 4, 5]);
      return [async, sync];
    },
    expect: [
      [10, 20, 30, 40, 50],
      [10, 20, 30, 40, 50],
    ],
  },
  "a sync call of an async function is refused on a page's main thread": {
    run: (w, pool, place) => {
      if (place !== "page") return ["TypeError", "TypeError"];
      const name = (fn) => {
        try {
          pool.map(fn, [1]);
        } catch (error) {
          return error.name;
        }
      };
      return [name(async (x) => x), name((x) => Promise.resolve(x))];
    },
    expect: ["TypeError", "TypeError"],
  },
  "a promise that a task returns rejects": {
    run: async (w, pool) => {
      try {
        await pool.applyAsync(async () => {
          throw new RangeError("far");
        });
      } catch (error) {
        return [error instanceof RangeError, error.message];
      }
    },
    expect: [true, "far"],
  },
  "results keep the order of the input when tasks end in another": {
    run: (w, pool) => pool.map((ms) => (sleep(ms), ms), [30, 1, 20, 0, 10], { chunksize: 1 }),
    expect: [30, 1, 20, 0, 10],
  },
  "an empty input gives an empty result": {
    run: async (w, pool) => [
      pool.map((x) => x, []),
      pool.starmap((x) => x, []),
      await pool.mapAsync((x) => x, []),
      Array.from(pool.map(w.kernels.howmanyWithinRange(1, 2), [])),
    ],
    expect: [[], [], [], []],
  },
  "any iterable is an input": {
    run: (w, pool) => [
      pool.map((x) => x, new Set([1, 2])),
      pool.map((x) => x, "ab"),
      pool.map(
        (x) => x,
        (function* () {
          yield 1;
          yield "x";
        })(),
      ),
      pool.map((x) => x * 2, new Int8Array([1, -2])),
    ],
    expect: [
      [1, 2],
      ["a", "b"],
      [1, "x"],
      [2, -4],
    ],
  },
  "a large input with every chunksize": {
    run: (w, pool) => {
      const list = Array.from({ length: 1003 }, (_, i) => i);
      return [undefined, 1, 7, 1003, 5000].map((chunksize) =>
        pool
          .map((x) => x + 1, list, chunksize === undefined ? {} : { chunksize })
          .every((y, i) => y === i + 1),
      );
    },
    expect: [true, true, true, true, true],
  },
  "values cross by the rules of structured clone": {
    run: (w, pool) => {
      const cycle = { name: "cycle" };
      cycle.self = cycle;
      const [back] = pool.map((x) => x, [cycle]);
      const date = pool.apply((x) => x, [new Date(0)]);
      const map = pool.apply((x) => x, [new Map([[{ a: 1 }, new Set([1, "b"])]])]);
      const big = pool.apply((x) => x + 1n, [2n ** 80n]);
      const typed = pool.apply((x) => x, [new Float32Array([1.5, 2])]);
      const numbers = pool.map((x) => x, [NaN, -0, Infinity, 1e300, 2 ** 53]);
      const mixed = pool.map((x) => x, [undefined, null, true, "ü €", 3, [undefined]]);
      const kinds = pool.map((x) => [typeof x, x === undefined], [undefined, null]);
      return [
        back.self === back,
        date instanceof Date && date.getTime() === 0,
        [...map][0][0].a,
        [...[...map][0][1]],
        big === 2n ** 80n + 1n,
        typed instanceof Float32Array && typed.join(),
        numbers.map((x) => (Object.is(x, -0) ? "-0" : String(x))),
        mixed.map((x) => (x === undefined ? "undefined" : x)).slice(0, 5),
        kinds,
      ];
    },
    expect: [
      true,
      true,
      1,
      [1, "b"],
      true,
      "1.5,2",
      ["NaN", "-0", "Infinity", "1e+300", "9007199254740992"],
      ["undefined", null, true, "ü €", 3],
      [
        ["undefined", true],
        ["object", false],
      ],
    ],
  },
  "results of mixed kinds in one chunk": {
    run: (w, pool) =>
      pool
        .map((x) => (x === 0 ? undefined : x < 3 ? x : String(x)), [0, 1, 2, 3, 4], {
          chunksize: 5,
        })
        .map(String)
        .concat(pool.map((x) => (x < 3 ? x : String(x)), [1, 2, 3], { chunksize: 3 })),
    expect: ["undefined", "1", "2", "3", "4", 1, 2, "3"],
  },
  "what a task throws comes back as the same class, with where it was": {
    run: (w, pool) => {
      try {
        pool.map(
          (x) => {
            if (x === 3) null.missing;
            return x;
          },
          [1, 2, 3, 4],
          { chunksize: 1 },
        );
      } catch (error) {
        return [
          error instanceof TypeError,
          error.message.length > 0,
          /webpool-function-\d+/.test(error.remoteStack),
          error.processor === 0 || error.processor === 1,
          error.item,
        ];
      }
    },
    expect: [true, true, true, true, 2],
  },
  "everything that can be thrown comes back": {
    run: (w, pool) => {
      const caught = (fn) => {
        try {
          pool.apply(fn);
          return "nothing";
        } catch (error) {
          return error instanceof Error
            ? `${error.name}: ${error.message}`
            : error === undefined
              ? "undefined"
              : error;
        }
      };
      return [
        caught(() => {
          throw "text";
        }),
        caught(() => {
          throw null;
        }),
        caught(() => {
          throw undefined;
        }),
        caught(() => {
          throw 7;
        }),
        caught(() => {
          class OwnError extends Error {
            name = "OwnError";
          }
          throw new OwnError("mine");
        }),
        caught(() => {
          throw {
            get message() {
              throw 1;
            },
          };
        }).startsWith("Error"),
        caught(() => {
          throw () => {};
        }).length > 0,
      ];
    },
    expect: ["text", null, "undefined", 7, "OwnError: mine", true, true],
  },
  "after an error the other chunks still run, and the first error counts": {
    run: (w, pool) => {
      const ran = w.share(new Int32Array(6));
      let message;
      try {
        pool.starmap(
          (ran, i) => {
            if (i === 1) throw new Error("one");
            sleep(5);
            Atomics.store(ran, i, 1);
          },
          [0, 1, 2, 3, 4, 5].map((i) => [ran, i]),
          { chunksize: 2 },
        );
      } catch (error) {
        message = error.message;
      }
      const list = [...ran];
      w.unshare(ran);
      return [message, list];
    },
    expect: ["one", [1, 0, 1, 1, 1, 1]],
  },
  "a variable from outside gives an error that names it": {
    run: (w, pool) => {
      const rate = Number("3"); // Bun writes a constant into the function
      try {
        pool.map((x) => x * rate, [1]);
      } catch (error) {
        return [error.name, error.message.includes("rate"), error.message.includes("argument")];
      }
    },
    expect: ["ReferenceError", true, true],
  },
  "what cannot cross is a SerializationError that names it": {
    run: (w, pool) => {
      const caught = (call) => {
        try {
          call();
          return "nothing";
        } catch (error) {
          return `${error instanceof w.SerializationError} ${error.message}`;
        }
      };
      return [
        caught(() => pool.map((x) => x, [1, () => {}])).startsWith("true item 1: "),
        caught(() => pool.map((x) => x, [{ deep: [{ f() {} }] }])).startsWith(
          "true item 0: the function f",
        ),
        caught(() => pool.map((x) => x, [Promise.resolve()])).startsWith("true item 0: a Promise"),
        caught(() => pool.map((x) => x, [Symbol("s")])).startsWith("true item 0: "),
        caught(() => pool.map((x) => (x === 2 ? () => 1 : x), [1, 2], { chunksize: 2 })).startsWith(
          "true the result of item 1",
        ),
        caught(() => pool.map(Math.max.bind(null, 1), [1])).startsWith("true "),
        caught(() => pool.map(class A {}, [1])).startsWith("true "),
        caught(() => pool.apply((a, b) => b, [1, { list: [Symbol("s")] }])).split(" cannot")[0],
        caught(() => pool.apply((a, b) => b, [1], { kwds: { f() {} } })).split(" cannot")[0],
        caught(() => pool.map((x) => x, [arguments_(1)])).split(" cannot")[0],
        caught(() => pool.map((x) => x, [[].values()])).split(" cannot")[0],
        pool.map((x) => x, ["fine"]),
      ];
      function arguments_() {
        return arguments;
      }
    },
    expect: [
      ...Array.from({ length: 7 }, () => true),
      "true the arguments: a symbol at args[1].list[0]",
      "true the arguments: the function f at kwds.f",
      "true item 0: an Arguments object",
      "true item 0: an Array Iterator object",
      ["fine"],
    ],
  },
  "every misuse is an error at once": {
    run: (w, pool) => {
      const name = (call) => {
        try {
          call();
          return "nothing";
        } catch (error) {
          return error.name;
        }
      };
      return [
        name(() => pool.map((x) => x, [1], { chunksize: 0 })),
        name(() => pool.map((x) => x, [1], { chunksize: 1.5 })),
        name(() => pool.map(5, [1])),
        name(() => pool.map((x) => x, 5)),
        name(() => pool.starmap((x) => x, [1])),
        name(() => pool.apply((x) => x, 1)),
        name(() => pool.map(w.kernels.howmanyWithinRange, [[1]])),
        name(() => pool.map(w.kernels.howmanyWithinRange(1, 2), [["a"]])),
        name(() => w.kernels.howmanyWithinRange(0.5, 1)),
        name(() => w.share(5)),
        name(() => w.share(new DataView(new ArrayBuffer(8)))),
        name(() => w.Matrix.random(1, 1, { seed: -1, low: 0, high: 1 })),
        name(() => w.Matrix.random(1, 1, { seed: 1, low: 1, high: 1 })),
        name(() => w.Matrix.random(1 << 20, 1 << 20, { seed: 1, low: 0, high: 1 })),
        name(() => pool.join()),
      ];
    },
    expect: [
      "RangeError",
      "RangeError",
      "TypeError",
      "TypeError",
      "TypeError",
      "TypeError",
      "TypeError",
      "TypeError",
      "RangeError",
      "TypeError",
      "TypeError",
      "RangeError",
      "RangeError",
      "RangeError",
      "PoolStillRunningError",
    ],
  },
  "rows of a matrix cross without a copy": {
    run: (w, pool) => {
      const matrix = w.Matrix.zeros(50, 3);
      const places = pool.map((row) => ((row[1] = 7), row.byteOffset), matrix.rows());
      const passed = pool.starmap(
        (row, i) => ((row[2] = i), row.byteOffset),
        matrix.rows().map((row, i) => [row, i]),
      );
      const same = (list) => list.every((at, i) => at === matrix.row(i).byteOffset);
      const written = matrix
        .rows()
        .map((row, i) => row[1] === 7 && row[2] === i)
        .every(Boolean);
      const seen = [same(places), same(passed), written];
      matrix.free();
      return seen;
    },
    expect: [true, true, true],
  },
  "shared arrays cross without a copy, and so do views of them": {
    run: async (w, pool) => {
      const shared = w.share(new Float64Array([1, 2, 3, 4]));
      await pool.applyAsync(
        (all, part) => {
          all[0] = 10;
          part[0] = 30;
        },
        [shared, shared.subarray(2)],
      );
      const seen = [...shared];
      const doubled = pool.map((x) => x * 2, shared);
      w.unshare(shared);
      return [seen, doubled];
    },
    expect: [
      [10, 2, 30, 4],
      [20, 4, 60, 8],
    ],
  },
  "the matrix problem, by kernel and by function, sync and async": {
    run: async (w, pool) => {
      const data = w.Matrix.random(2000, 5, { seed: 100, low: 0, high: 10 });
      const kernel = w.kernels.howmanyWithinRange;
      const count = (row) => row.filter((n) => 4 <= n && n <= 8).length;
      const serial = data.rows().map(count);
      const tuples = data.rows().map((row) => [row, 4, 8]);
      const all = [
        pool.map(kernel(4, 8), data.rows()),
        pool.map(kernel(4, 8), [...data.rows()]),
        pool.map(
          kernel(4, 8),
          data.rows().map((row) => [...row]),
        ),
        pool.starmap(kernel, tuples),
        pool.map(count, data.rows()),
        pool.starmap((row, low, high) => row.filter((n) => low <= n && n <= high).length, tuples),
        await pool.mapAsync(kernel(4, 8), data.rows()),
        await pool.starmapAsync(kernel, tuples),
        await pool.mapAsync(count, data.rows()),
      ];
      const one = [
        pool.apply(kernel(4, 8), [data.row(0)]),
        pool.apply(kernel, [data.row(0), 4, 8]),
        await pool.applyAsync(count, [data.row(0)]),
      ];
      const right = all.map(
        (counts) => counts.length === 2000 && serial.every((n, i) => n === counts[i]),
      );
      const result = [serial.slice(0, 10), right.every(Boolean), one, all[0] instanceof Int32Array];
      data.free();
      return result;
    },
    expect: [[4, 2, 1, 2, 3, 2, 2, 2, 2, 2], true, [4, 4, 4], true],
  },
  "callbacks are called before the result is delivered, and may throw": {
    run: async (w, pool) => {
      const told = [];
      const callback = (x) => told.push(["callback", x]);
      const errorCallback = (error) => told.push(["errorCallback", error.message]);
      await pool.mapAsync((x) => x, [1, 2], { callback, errorCallback });
      await pool
        .applyAsync(
          () => {
            throw new Error("no");
          },
          [],
          { callback, errorCallback },
        )
        .catch(() => {});
      const { error } = console;
      console.error = () => told.push("reported");
      const result = pool.applyAsync(() => 5, [], {
        callback: () => {
          throw new Error("in callback");
        },
      });
      const value = await result;
      const rejects = async () => {
        throw new Error("in an async callback");
      };
      await pool.applyAsync(() => 5, [], { callback: rejects });
      for (const end = Date.now() + 20_000; told.length < 4 && Date.now() < end;)
        await new Promise((resolve) => setTimeout(resolve));
      console.error = error;
      return [told, value];
    },
    expect: [[["callback", [1, 2]], ["errorCallback", "no"], "reported", "reported"], 5],
  },
  "wait and get end in time": {
    needs: "threads",
    run: async (w, pool) => {
      const flag = w.share(new Int32Array(1));
      const result = pool.applyAsync(
        (flag) => {
          Atomics.wait(flag, 0, 0);
          return "released";
        },
        [flag],
      );
      const early = [result.ready(), result.wait(1)];
      let names = [];
      for (const call of [() => result.get(5), () => result.successful()]) {
        try {
          call();
        } catch (error) {
          names.push(error.name);
        }
      }
      Atomics.store(flag, 0, 1);
      Atomics.notify(flag, 0);
      const value = await result;
      w.unshare(flag);
      return [early, names, value, result.wait(0), result.successful()];
    },
    expect: [[false, false], ["TimeoutError", "NotReadyError"], "released", true, true],
  },
  "two processors run at once": {
    needs: "threads",
    run: (w, pool) => {
      const meeting = w.share(new Int32Array(1));
      const met = pool.map(
        (meeting) => {
          Atomics.add(meeting, 0, 1);
          Atomics.notify(meeting, 0);
          const end = Date.now() + 20_000;
          while (Atomics.load(meeting, 0) < 2 && Date.now() < end) Atomics.wait(meeting, 0, 1, 100);
          return Atomics.load(meeting, 0);
        },
        [meeting, meeting],
        { chunksize: 1 },
      );
      w.unshare(meeting);
      return met;
    },
    expect: [2, 2],
  },
  "two thousand jobs in flight, sync calls among them": {
    run: async (w, pool) => {
      const results = Array.from({ length: 2000 }, (_, i) => pool.applyAsync((x) => x + 1, [i]));
      const between = pool.apply((x) => x, ["between"]);
      const values = await Promise.all(results);
      return [between, values.every((value, i) => value === i + 1)];
    },
    expect: ["between", true],
  },
  "a JavaScript stack overflow is an error, and the pool works on": {
    run: (w, pool) => {
      let name;
      try {
        pool.map(
          function again(x) {
            return again(x) + 1;
          },
          [1, 2],
        );
      } catch (error) {
        name = ["RangeError", "InternalError"].includes(error.name);
      }
      return [name, pool.map((x) => x + 1, [1, 2])];
    },
    expect: [true, [2, 3]],
  },
  "what a task leaves behind may fail, and harms nothing": {
    needs: "threads",
    run: async (w, pool) => {
      const result = await pool.applyAsync(async () => {
        setTimeout(() => {
          throw new Error("left behind");
        }, 0);
        void Promise.reject(new Error("left behind"));
        await new Promise((resolve) => setTimeout(resolve, 20));
        return "done";
      });
      return [result, await pool.mapAsync((x) => x + 1, [1, 2, 3])];
    },
    expect: ["done", [2, 3, 4]],
  },
  "promises that are not what they seem": {
    run: async (w, pool) => {
      const caught = (fn) =>
        pool.applyAsync(fn).catch((thrown) => `caught ${thrown.message ?? thrown}`);
      return [
        await caught(() => {
          const promise = Promise.resolve(1);
          promise.then = (settle) => {
            settle(2);
            settle(3);
          };
          return promise;
        }),
        await caught(() => ({
          then(resolve) {
            resolve(4);
            resolve(5);
            throw 6;
          },
        })),
        await caught(() => ({
          then() {
            throw 7;
          },
        })),
        await caught(() => ({
          get then() {
            throw new Error("getter");
          },
        })),
        await pool.mapAsync((x) => (x % 2 ? x : Promise.resolve(x)), [1, 2, 3, 4]),
      ];
    },
    expect: [1, 4, "caught 7", "caught getter", [1, 2, 3, 4]],
  },
  "get() on a page refuses to wait for what may need the page": {
    run: async (w, pool, place) => {
      const result = pool.applyAsync(async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return "there";
      });
      try {
        return [result.get(), await result];
      } catch (error) {
        return place === "page" && error.name === "DeadlockError"
          ? [await result, await result]
          : 0;
      }
    },
    expect: ["there", "there"],
  },
  "callbacks are called in the order in which the jobs have ended": {
    run: async (w, pool) => {
      const told = [];
      const callback = (x) => told.push(x);
      const one = await (async () => {
        const results = [];
        for (let i = 0; i < 5; ++i) {
          const result = pool.applyAsync((x) => x, [i], { callback });
          results.push(result);
          while (!result.ready()); // the event loop does not turn: all are told of at once
        }
        await Promise.all(results);
        return told.join();
      })();
      return one;
    },
    expect: "0,1,2,3,4",
  },
  "a list that grows while it crosses": {
    run: (w, pool) => {
      const list = [
        {
          get x() {
            for (let i = 0; i < 3000; ++i) list.push("more");
            return 1;
          },
        },
        "second",
      ];
      return [pool.map((x) => x, list, { chunksize: 1 }), pool.map((x) => x + 1, [1, 2])];
    },
    expect: [
      [{ x: 1 }, "second"],
      [2, 3],
    ],
  },
  "what structured clone refuses is refused": {
    needs: "threads",
    run: (w, pool) =>
      [
        () => pool.apply(() => new SharedArrayBuffer(8)),
        () => pool.apply((x) => x, [new Blob(["x"])]),
        () =>
          pool.apply(function* () {
            yield 1;
          }),
        () => pool.apply(() => new WeakMap()),
      ].map((call) => {
        try {
          return call();
        } catch (error) {
          return error.name;
        }
      }),
    expect: [
      "SerializationError",
      "SerializationError",
      "SerializationError",
      "SerializationError",
    ],
  },
  "a task knows its processor": {
    run: (w, pool) => [
      pool.map(() => processor.index, [1, 2, 3, 4]).every((index) => index === 0 || index === 1),
      pool.map(
        () => [
          processor.signal instanceof AbortSignal,
          processor.signal === processor.signal,
          processor.signal.aborted,
          processor.signal.reason,
        ],
        [1],
      ),
    ],
    expect: [true, [[true, true, false, null]]],
  },
  "a task cannot close its worker": {
    needs: "threads",
    run: (w, pool) => {
      try {
        pool.apply(() => self.close());
      } catch (error) {
        return [error.message.includes("cannot close"), pool.map((x) => x, [1])];
      }
    },
    expect: [true, [1]],
  },
};

/** All of them. A name that comes twice would drop a case without a word. */
export const contract = {};
for (const part of [
  growthContract,
  ownContract,
  moreContract,
  misuseContract,
  tasksContract,
  timeoutContract,
  unusualContract,
  memoryContract,
])
  for (const [name, value] of Object.entries(part)) {
    if (name in contract) throw new Error(`two cases have the name “${name}”`);
    contract[name] = value;
  }

/** What happens at the end of pools; each case makes its own. `make(processes)` is how pools are made in the place. */
export const endings = {
  ...moreEndings,
  ...misuseEndings,
  "a closed pool finishes its work and takes no more": {
    run: async (w, make) => {
      const pool = await make(2);
      const result = pool.mapAsync((x) => (sleep(5), x), [1, 2, 3, 4]);
      pool.close();
      let name;
      try {
        pool.map((x) => x, [1]);
      } catch (error) {
        name = error.name;
      }
      await pool.joinAsync();
      return [await result, name];
    },
    expect: [[1, 2, 3, 4], "PoolNotRunningError"],
  },
  "join() blocks until the workers have ended, where it may": {
    needs: "threads",
    run: async (w, make, place) => {
      const pool = await make(2);
      pool.map((x) => x, [1, 2]);
      pool.close();
      try {
        pool.join();
      } catch (error) {
        return error.name === "DeadlockError" && place === "page";
      }
      return place !== "page";
    },
    expect: true,
  },
  "joinAsync() waits until callbacks have been called": {
    run: async (w, make) => {
      const called = [];
      for (const stop of ["close", "terminate", "close", "terminate"]) {
        const pool = await make(2);
        let count = 0;
        const callback = () => {
          ++count;
          for (const end = performance.now() + 0.2; performance.now() < end;);
        };
        for (let i = 0; i < 200; ++i)
          pool.applyAsync((x) => x, [i], { callback, errorCallback: callback });
        pool[stop]();
        await pool.joinAsync();
        called.push(count);
      }
      return called;
    },
    expect: [200, 200, 200, 200],
  },
  "join() waits until callbacks have been called, where it may": {
    needs: "threads",
    run: async (w, make, place) => {
      const pool = await make(2);
      const told = [];
      const callback = (value) => told.push(value);
      for (let i = 0; i < 3; ++i) pool.applyAsync((x) => x, [i], { callback });
      pool.close();
      if (place === "page") await pool.joinAsync();
      else pool.join();
      return told.sort();
    },
    expect: [0, 1, 2],
  },
  "terminate ends tasks that never end, and what waits for them": {
    needs: "threads",
    run: async (w, make) => {
      const pool = await make(2);
      const begun = w.share(new Int32Array(1));
      const endless = pool.mapAsync(
        (begun) => {
          Atomics.add(begun, 0, 1);
          for (;;);
        },
        [begun, begun],
        { chunksize: 1 },
      );
      const later = pool.applyAsync(() => 1);
      while (Atomics.load(begun, 0) < 2) await new Promise((resolve) => setTimeout(resolve));
      pool.terminate();
      const names = [];
      for (const result of [endless, later]) await result.catch((error) => names.push(error.name));
      await pool.joinAsync();
      return names;
    },
    expect: ["PoolTerminatedError", "PoolTerminatedError"],
  },
  "join() after terminate() ends tasks that never end, where it may": {
    needs: "threads",
    run: async (w, make, place) => {
      const pool = await make(2);
      const begun = w.share(new Int32Array(1));
      pool.mapAsync(
        (begun) => {
          Atomics.add(begun, 0, 1);
          for (;;);
        },
        [begun, begun],
        { chunksize: 1 },
      );
      while (Atomics.load(begun, 0) < 2) await new Promise((resolve) => setTimeout(resolve));
      pool.terminate();
      if (place === "page") await pool.joinAsync();
      else pool.join();
      return "joined";
    },
    expect: "joined",
  },
  "a pool that the memory does not hold is an error at once": {
    needs: "threads",
    run: (w, make) =>
      make(1000).then(
        () => "made",
        (error) => [error instanceof RangeError, error.message.includes("memory")],
      ),
    expect: [true, true],
  },
  "terminate ends a task that awaits for ever": {
    run: async (w, make) => {
      const pool = await make(1);
      const begun = w.share(new Int32Array(1));
      const endless = pool.applyAsync(
        (begun) => {
          Atomics.store(begun, 0, 1);
          return new Promise(() => {});
        },
        [begun],
      );
      while (Atomics.load(begun, 0) === 0) await new Promise((resolve) => setTimeout(resolve));
      pool.terminate();
      await pool.joinAsync();
      return endless.then(
        () => "ended",
        (error) => error.name,
      );
    },
    expect: "PoolTerminatedError",
  },
  "bad numbers of processes are errors": {
    run: async (w, make) => {
      const names = [];
      for (const processes of [0, -1, 1.5, 1025, "2", NaN]) {
        try {
          (await make(processes)).terminate();
        } catch (error) {
          names.push(error.name);
        }
      }
      return names;
    },
    expect: ["RangeError", "RangeError", "RangeError", "RangeError", "RangeError", "RangeError"],
  },
  "pools come and go": {
    run: async (w, make) => {
      let sum = 0;
      for (let i = 0; i < 10; ++i) {
        const pool = await make(2);
        sum += (await pool.mapAsync((x) => x, [i, 1])).reduce((a, b) => a + b);
        pool.terminate();
        await pool.joinAsync();
      }
      return sum;
    },
    expect: 55,
  },
  "a pool of more processors than cores": {
    run: async (w, make) => {
      const pool = await make(7);
      const result = [
        pool.processes,
        await pool.mapAsync(
          (x) => x * 2,
          Array.from({ length: 100 }, (_, i) => i),
        ),
      ];
      pool.close();
      await pool.joinAsync();
      return [result[0], result[1].every((y, i) => y === 2 * i)];
    },
    expect: [7, true],
  },
};

/** A module's text that runs all cases in a place and gives `[name, { value } | { error }]` for each to `report`. */
export function script({ library, url, place, report, processes = 2, threads = true }) {
  const text = (cases, waiting = false) =>
    `{${Object.entries(cases)
      .filter(([, { needs, waits = false }]) => (threads || !needs) && waits === waiting)
      .map(([name, { run }]) => `${JSON.stringify(name)}: ${run}`)
      .join(",\n")}}`;
  return `
import * as w from ${JSON.stringify(library)};
// On one processor a call that blocks keeps promises from their thread everywhere, as elsewhere on a page.
const place = ${JSON.stringify(threads ? place : "page")};
globalThis.libraryUrl = ${JSON.stringify(url)};
globalThis.sleep ??= () => {};
const make =
  ${place === "program"} ? async (...settings) => new w.Pool(...settings) : (...settings) => w.Pool.create(...settings);
const errorsOf = ${errorsOf};
const growing = ${growing};
const outcomes = [];
const attempt = async (name, run) => {
  try { outcomes.push([name, { value: await run() }]); }
  catch (error) { outcomes.push([name, { error: String(error?.stack ?? error) }]); }
};
const contract = ${text(contract)};
const waiting = ${text(contract, true)};
const endings = ${text(endings)};
try {
  const pool = await make(${processes});
  for (const [name, run] of Object.entries(contract)) await attempt(name, () => run(w, pool, place));
  pool.close();
  await pool.joinAsync();
  const onOwnPool = async (run) => {
    const own = await make(${processes});
    const value = await run(w, own, place);
    own.close();
    await own.joinAsync();
    return value;
  };
  await Promise.all(Object.entries(waiting).map(([name, run]) => attempt(name, () => onOwnPool(run))));
  for (const [name, run] of Object.entries(endings)) await attempt(name, () => run(w, make, place));
} catch (error) {
  outcomes.push(["the pool itself", { error: String(error?.stack ?? error) }]);
}
(${report})(outcomes);
`;
}
