// What tasks throw, and what the caller is told of it. Cases of ../contract.mjs.

/** @type {import("../contract.mjs").Cases} */
export const contract = {
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
  "an error arrives with its cause, its code and all it has": {
    run: async (w, pool) => {
      const caught = (fn, ...args) =>
        pool.applyAsync(fn, args).then(
          () => "nothing",
          (error) => error,
        );
      const own = await caught(() => {
        class NotFound extends RangeError {
          name = "NotFound";
          code = "E_NOT_FOUND";
        }
        const error = new NotFound("outer", {
          cause: new TypeError("inner", { cause: { status: 404 } }),
        });
        throw Object.assign(error, { self: error, list: [1, { a: 1 }], cannot: { cross() {} } });
      });
      const several = await caught(() => Promise.any([Promise.reject(new SyntaxError("one"))]));
      const partly = await caught(() =>
        Promise.any(
          [new RangeError("one"), { cross() {} }, new URIError("three")].map((error) =>
            Promise.reject(error),
          ),
        ),
      );
      const ownNames = await caught(() => {
        throw Object.assign(new Error("own"), { item: "book", processor: "Intel" });
      });
      const late = await caught(() => {
        throw Object.assign(new DOMException("late", "TimeoutError"), { after: 5 });
      });
      const plain = await caught(() => {
        throw { message: "no", status: 503 };
      });
      const mine = await caught(() => {
        class TimeoutError extends Error {
          name = "TimeoutError";
        }
        throw new TimeoutError("mine");
      });
      const frozen = await caught(() => {
        throw Object.freeze(new URIError("frozen"));
      });
      // Where the engine has no such class, another stands for it.
      const suppressed = await caught(() => {
        const Class = globalThis.SuppressedError ?? TypeError;
        const error = new Class(new RangeError("second"), 5, "both");
        throw Object.assign(error, { isClass: error.constructor.name });
      });
      return [
        [own instanceof RangeError, own.name, own.message, own.code, own.self === own, own.list],
        ["cannot" in own, own.cause instanceof TypeError, own.cause.message, own.cause.cause],
        [typeof own.remoteStack, /NotFound|outer|@/.test(own.remoteStack)],
        [several instanceof AggregateError, several.errors[0] instanceof SyntaxError],
        partly.errors.map((error) => `${error.name}: ${error.message}`),
        [ownNames.item, ownNames.processor],
        [late instanceof DOMException, late.name, late.code, late.after],
        [late instanceof w.TimeoutError, mine instanceof w.TimeoutError, mine.name],
        plain,
        [frozen instanceof URIError, frozen.message, frozen.item],
        suppressed.constructor.name === suppressed.isClass &&
          (suppressed.isClass === "TypeError" || suppressed.error.message === "second"),
      ];
    },
    expect: [
      [true, "NotFound", "outer", "E_NOT_FOUND", true, [1, { a: 1 }]],
      [false, true, "inner", { status: 404 }],
      ["string", true],
      [true, true],
      [
        "RangeError: one",
        "SerializationError: errors[1]: the function cross at errors[1].cross cannot cross to a processor or back; pass data, and make the rest of it there",
        "URIError: three",
      ],
      ["book", "Intel"],
      [true, "TimeoutError", 23, 5],
      [false, false, "TimeoutError"],
      { message: "no", status: 503 },
      [true, "frozen", 0],
      true,
    ],
  },
  "an error in a large chunk names its item": {
    run: (w, pool) => {
      const data = w.Matrix.zeros(500, 1);
      data.data.forEach((_, i, all) => (all[i] = i));
      const item = (run) => {
        try {
          run();
        } catch (error) {
          return [error.message, error.item];
        }
      };
      const chunks = { chunksize: 250 };
      const all = [
        item(() =>
          pool.map(
            (x) => {
              if (x === 333) throw new Error("list");
              return x;
            },
            Array.from(data.data),
            chunks,
          ),
        ),
        item(() =>
          pool.map(
            ([x]) => {
              if (x === 444) throw new Error("rows");
              return x;
            },
            data.rows(),
            chunks,
          ),
        ),
      ];
      data.free();
      return all;
    },
    expect: [
      ["list", 333],
      ["rows", 444],
    ],
  },
};
