// How tasks run: as strict as they were written, with the page's own addresses, and without what a worker has not; and how
// what the library gives is printed. Cases as in ../contract.mjs.

/** @type {import("../contract.mjs").Cases} */
export const contract = {
  "functions of a module run strict, whatever their form": {
    run: async (w, pool) => {
      const tasks = {
        arrow: (x) => {
          strayTotal = x * 2;
          return strayTotal;
        },
        ordinary: function (x) {
          strayTotal = x * 2;
          return strayTotal;
        },
        method: {
          double(x) {
            strayTotal = x * 2;
            return strayTotal;
          },
        }.double,
        async: async (x) => {
          strayTotal = x * 2;
          return strayTotal;
        },
      };
      const seen = {};
      for (const [name, task] of Object.entries(tasks))
        seen[name] = await pool.applyAsync(task, [4]).catch((error) => error.name);
      const frozen = () => {
        Object.freeze({ a: 1 }).a = 2;
      };
      return [
        seen,
        await pool.applyAsync(frozen).catch((error) => error.name),
        await pool.applyAsync(function () {
          return typeof this;
        }),
        await pool.applyAsync(() => typeof this),
      ];
    },
    expect: [
      {
        arrow: "ReferenceError",
        ordinary: "ReferenceError",
        method: "ReferenceError",
        async: "ReferenceError",
      },
      "TypeError",
      "undefined",
      "undefined",
    ],
  },
  "functions that are not strict stay so": {
    run: async (w, pool) => {
      // As in a classic script.
      const sloppy = (text) => (0, eval)(`(${text})`);
      return [
        await pool.applyAsync(
          sloppy("function (x) { strayTotal = x * 2; return strayTotal; }"),
          [4],
        ),
        await pool.applyAsync(sloppy("function () { return typeof this; }")),
        await pool.applyAsync(sloppy("function () { 'use strict'; return typeof this; }")),
        await pool.applyAsync(sloppy("(x) => { with ({ y: x }) return y + 1; }"), [4]),
        await pool.applyAsync(sloppy("{ m() { return 010; } }.m")),
      ];
    },
    expect: [8, "object", "undefined", 5, 8],
  },
  "a task cannot post messages from its worker": {
    needs: "threads",
    run: async (w, pool) => {
      const refused = (task) => pool.applyAsync(task).catch((error) => error.message.slice(0, 26));
      return [
        await refused(() => self.postMessage(null)),
        await refused(() => postMessage({ cmd: "load" })),
        await refused(async () => {
          await null;
          globalThis.postMessage({ cmd: "load" });
        }),
        await refused(async () => {
          const isServer = globalThis.process?.versions?.node;
          const port = isServer ? (await import("node:worker_threads")).parentPort : globalThis;
          port.postMessage(null);
        }),
        await pool.applyAsync(() => "works on"),
      ];
    },
    expect: [
      "a task cannot post messages",
      "a task cannot post messages",
      "a task cannot post messages",
      "a task cannot post messages",
      "works on",
    ].map((text) => text.slice(0, 26)),
  },
  "what compilers add to functions is there, or the error says what to do": {
    run: async (w, pool) => {
      const said = (task) => pool.applyAsync(task, [1]).catch(({ message }) => message);
      const advice = /compiler|CommonJS|as an argument/;
      return [
        // As tsx compiles `const itsOwn = (y) => y + 1`, minified.
        await said((x) => {
          const inner = __name((y) => y + 1, "itsOwn");
          return [inner(x), inner.name];
        }),
        advice.exec(await said((x) => _spread({}, x)))?.[0],
        advice.exec(await said((x) => (cov_2k().f[0]++, x)))?.[0],
        advice.exec(await said(() => __filename))?.[0],
        advice.exec(await said((x) => missing + x))?.[0],
        // May be a variable of the page's, such as a WebAssembly.Module.
        advice.exec(await said(() => module))?.[0],
      ];
    },
    expect: [[2, "itsOwn"], "compiler", "compiler", "CommonJS", "as an argument", "as an argument"],
  },
  "what only pages have is said to be missing in workers": {
    needs: "threads",
    run: async (w, pool) => {
      const said = [];
      for (const task of [
        () => document.title,
        () => window.innerWidth,
        () => localStorage.getItem("a"),
        () => alert(1),
        () => new Image(),
        () => {
          localStorage = 5;
        },
      ]) {
        const { name, message } = await pool.applyAsync(task).catch((error) => error);
        said.push(`${name}: ${/runs in a worker, which has no (\w+)/.exec(message)?.[1]}`);
      }
      return said;
    },
    expect: ["document", "window", "localStorage", "alert", "Image", "localStorage"].map(
      (name) => `ReferenceError: ${name}`,
    ),
  },
  "a relative address in a task starts where the page's own do": {
    needs: "threads",
    run: async (w, pool, place) => {
      const task = async () => {
        const request = new XMLHttpRequest();
        request.open("HEAD", "here.txt", false);
        request.send();
        return [(await fetch("here.txt")).url, new Request("here.txt").url, request.responseURL];
      };
      // At the address of a blob, which the worker of this test has, none can start.
      const folder = libraryUrl.replace(place === "worker" ? "webpool.js" : "lib/webpool.js", "");
      return (await pool.applyAsync(task)).map((url) => url.replace(folder, ""));
    },
    expect: ["here.txt", "here.txt", "here.txt"],
  },
  "a relative import() that fails in a task says from where it starts": {
    run: async (w, pool) => {
      const { message } = await pool.applyAsync(() => import("./none.js")).catch((error) => error);
      return message.slice(
        message.indexOf("(in a task"),
        message.indexOf(":", message.indexOf("(in a task")),
      );
    },
    expect: "(in a task, import() resolves relative addresses from the library's own file",
  },
  "what the library gives is printed as one line": {
    run: async (w, pool) => {
      const gate = w.share(new Int32Array(1));
      const waits = async (gate) => {
        while (Atomics.load(gate, 0) === 0) await new Promise((resolve) => setTimeout(resolve));
      };
      const result = pool.mapAsync(waits, [gate, gate]);
      const pending = String(result);
      Atomics.store(gate, 0, 1);
      await result;
      const failed = pool.applyAsync(() => {
        throw new RangeError("no");
      });
      await failed.catch(() => {});
      const results = pool.imap((x) => x, [1]);
      const matrix = w.Matrix.zeros(2, 3);
      const inspect = Symbol.for("nodejs.util.inspect.custom");
      const lines = [
        result,
        failed,
        pool,
        matrix,
        matrix.rows(),
        w.kernels.howmanyWithinRange(4, 8),
        results,
      ];
      const printed = lines.map(String);
      const same = lines.every(
        (object) =>
          object[inspect]() === String(object) &&
          JSON.stringify([object]) === JSON.stringify([String(object)]),
      );
      results.close();
      matrix.free();
      return [pending, ...printed, String(matrix), same, Object.prototype.toString.call(result)];
    },
    expect: [
      "AsyncResult: pending (await it)",
      "AsyncResult: done (await it, or get())",
      "AsyncResult: failed with RangeError: no",
      "Pool: 2 processes, running",
      "Matrix: 2 × 3 integers; read them from `data`, or map over `rows()`",
      "MatrixRows: of a matrix of 2 × 3 integers",
      "Kernel: howmanyWithinRange(4, 8)",
      "ImapIterator: read it with `for await`, or `for` where you may block",
      "Matrix: freed",
      true,
      "[object AsyncResult]",
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
