// Tasks of unusual forms, and tasks that change the globals of their worker. Cases as in ../contract.mjs.

/** @type {import("../contract.mjs").Cases} */
export const contract = {
  "functions that are patched, or of unusual forms, are called as they were written": {
    run: async (w, pool) => {
      const outer = Date.now(); // Bun would write a constant into the text of the functions that use it
      class Tasks {
        get double() {
          return this === undefined ? "a getter" : 0;
        }
        "a quoted name"(x) {
          return x * 2;
        }
        static async static(x) {
          return x * 3;
        }
        function(x) {
          return x * 4;
        }
        [`named ${outer}`](x) {
          return x * outer;
        }
        #secret = 5;
        private() {
          return this.#secret;
        }
      }
      const { get } = Object.getOwnPropertyDescriptor(Tasks.prototype, "double");
      const braces = (x) => /[{(]\}\/`/.source + `${`}{${x}`}`; /* } */
      const tasks = {
        patched: Object.assign((x) => x + 1, { toString: () => "garbage(" }),
        getter: get,
        quoted: Tasks.prototype["a quoted name"],
        static: Tasks.static,
        function: Tasks.prototype.function,
        computed: Tasks.prototype[`named ${outer}`],
        private: Tasks.prototype.private,
        clone: structuredClone,
        braces,
        defaults: (x, y = x + 1, { z = 3 } = {}) => x + y + z,
        recursive: function factorial(x) {
          return x < 2 ? 1 : x * factorial(x - 1);
        },
        made: new Function("x", "return x // ) }"),
        thenable: (x) => ({
          then(resolve) {
            resolve(x + 1);
            resolve(x + 2);
          },
        }),
        generator: function* (x) {
          yield x;
        },
        bound: braces.bind(null),
        class: Tasks,
        outer: (x, y = outer) => x + y,
        throwsUndefined: () => {
          throw undefined;
        },
        throwsSymbol: () => {
          throw Symbol("none");
        },
      };
      const seen = {};
      for (const [name, task] of Object.entries(tasks)) {
        try {
          seen[name] = await pool.applyAsync(task, [3]);
        } catch (error) {
          seen[name] =
            error?.message.match(
              /a Generator object|has no text|cannot be called as a task|outer|a symbol|private names/,
            )?.[0] ?? `${error}`;
        }
      }
      return seen;
    },
    expect: {
      patched: 4,
      getter: "a getter",
      quoted: 6,
      static: 9,
      function: 12,
      computed: "outer",
      private: "private names",
      clone: 3,
      braces: "[{(]\\}\\/`}{3",
      defaults: 10,
      recursive: 6,
      made: 3,
      thenable: 4,
      generator: "a Generator object",
      bound: "has no text",
      class: "cannot be called as a task",
      outer: "outer",
      throwsUndefined: "undefined",
      throwsSymbol: "a symbol",
    },
  },
  "a method that does not compile gives its own error, also with an arrow function in it": {
    run: async (w, pool) => {
      class Tasks {
        #secret = 5;
        plain() {
          return this.#secret;
        }
        withArrow() {
          return [1].map((x) => x + this.#secret);
        }
      }
      const { plain, withArrow } = Tasks.prototype;
      const said = await errorsOf({
        plain: () => pool.applyAsync(plain),
        withArrow: () => pool.applyAsync(withArrow),
      });
      return said.plain === said.withArrow || said;
    },
    expect: true,
  },
  "errors whose getters throw, and inputs whose next() returns no object, end with an error": {
    run: async (w, pool) => {
      const throwing = (name) => {
        const error = new RangeError("the task's own");
        const get = () => {
          throw 1;
        };
        throw Object.defineProperty(error, name, { get });
      };
      const trapped = () => {
        const get = () => {
          throw 1;
        };
        throw new Proxy(new RangeError("the task's own"), { get, getPrototypeOf: get });
      };
      const caught = (error) => error.constructor.name;
      const seen = [];
      for (const name of ["message", "stack", "name"])
        seen.push(await pool.applyAsync(throwing, [name]).catch(caught));
      seen.push(await pool.applyAsync(trapped).catch((error) => error instanceof Error));
      const odd = { next: () => 5 };
      for (const input of [{ [Symbol.iterator]: () => odd }, { [Symbol.asyncIterator]: () => odd }])
        seen.push(
          await pool
            .imap((x) => x, input)
            .nextAsync()
            .catch(({ message }) => message),
        );
      seen.push(await pool.applyAsync(() => sleep("5")).catch(({ message }) => message));
      const start = async () => pool.imap((x) => x, { [Symbol.iterator]: () => ({ next: 5 }) });
      seen.push(await start().catch(({ message }) => message));
      return seen;
    },
    expect: [
      "RangeError",
      "RangeError",
      "RangeError",
      true,
      "the input's next() must return an object; 5 was returned",
      "the input's next() must return an object; 5 was returned",
      'sleep takes a number of milliseconds; "5" was given',
      "imap: the items' iterator has no next(); it is an object",
    ],
  },
  "a task that replaces globals of its worker does not stop the processor": {
    needs: "threads",
    run: async (w) => {
      const pool = await w.Pool.create(1);
      await pool.applyAsync(() => {
        for (const name of ["performance", "setTimeout", "clearTimeout", "eval", "Promise"])
          globalThis[name] = null;
        globalThis.set = Atomics.store;
        for (const name of ["load", "store", "wait", "compareExchange"]) Atomics[name] = () => 0;
      });
      const awaits = (view) => {
        globalThis.set(view, 0, 1);
        return { then() {} };
      };
      const state = w.share(new Int32Array(1));
      const result = pool.applyAsync(awaits, [state]);
      while (Atomics.load(state, 0) === 0) await new Promise((resolve) => setTimeout(resolve));
      result.cancel();
      const own = new Int32Array(new SharedArrayBuffer(8)).fill(4);
      const seen = [await pool.applyAsync((view) => view[0], [own])];
      seen.push(await pool.mapAsync(async (x) => x + 1, [1, 2]));
      seen.push(await pool.applyAsync((x) => x.get("a"), [new Map([["a", 5]])]));
      pool.terminate();
      await pool.joinAsync();
      w.unshare(state);
      return seen;
    },
    expect: [4, [2, 3], 5],
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
};
