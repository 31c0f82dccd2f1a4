// What the library says to those who use it in another way than it is made for, and inputs that would have no end. Cases as
// in contract.mjs.

/** In a case: what calls throw, or reject with, by their names: "TypeError: …". */
export const errorsOf = async (calls) => {
  const said = {};
  for (const [name, call] of Object.entries(calls)) {
    try {
      await call();
      said[name] = "nothing";
    } catch (error) {
      said[name] = `${error.name}: ${error.message}`;
    }
  }
  return said;
};

/** @type {Record<string, { run: Function, expect: unknown, needs?: "threads" }>} */
export const misuseContract = {
  "an option that does not exist is an error that names it and the one that may be meant": {
    run: (w, pool) => {
      const f = (x) => x;
      return errorsOf({
        chunkSize: () => pool.mapAsync(f, [1], { chunkSize: 50 }),
        error_callback: () => pool.mapAsync(f, [1], { error_callback: f }),
        progress: () => pool.starmapAsync(f, [[1]], { progress: f }),
        kwds: () => pool.applyAsync(f, [1], { b: 5 }),
        callback: () => pool.map(f, [1], { callback: f }),
        bufersize: () => pool.imap(f, [1], { bufersize: 1 }),
        imapUnordered: () => pool.imapUnordered(f, [1], { chunks: 1 }),
        maxTasksPerChild: () => w.Pool.create(2, { maxTasksPerChild: 0 }),
        forced: () => pool.applyAsync(f, [1]).cancel({ forced: true }),
        matrix: () => w.Matrix.random(1, 1, { seed: 1, min: 0, max: 2 }),
        module: () => pool.applyAsync({ module: "./tasks.js", export: "f" }),
        misspelt: () => pool.mapAsync({ modul: "./tasks.js", name: "f" }, [1]),
        syncCallback: () => pool.apply(f, [1], { callback: f }),
        undefined: () => pool.applyAsync(f, [1], { timeLimit: undefined }),
        getter: () =>
          pool.mapAsync(
            f,
            [1],
            new (class {
              get chunksize() {
                return "two";
              }
            })(),
          ),
      });
    },
    expect: {
      chunkSize: "TypeError: mapAsync has no option chunkSize; did you mean chunksize?",
      error_callback:
        "TypeError: mapAsync has no option error_callback; did you mean errorCallback?",
      progress: "TypeError: starmapAsync has no option progress; did you mean onProgress?",
      kwds: "TypeError: applyAsync has no option b; its options are kwds, timeout, callback, errorCallback, onProgress, signal; pass named arguments as { kwds: { b } }",
      callback:
        "TypeError: map has no option callback; its options are chunksize, out, timeout, onProgress; callback is an option of mapAsync",
      bufersize: "TypeError: imap has no option bufersize; did you mean buffersize?",
      imapUnordered: "TypeError: imapUnordered has no option chunks; did you mean chunksize?",
      maxTasksPerChild:
        "TypeError: Pool.create has no option maxTasksPerChild; did you mean maxtasksperchild?",
      forced: "TypeError: cancel has no option forced; did you mean force?",
      matrix: "TypeError: Matrix.random has no option min; its options are seed, low, high",
      module:
        "TypeError: a function by its module has no option export; its options are module, name",
      misspelt: "TypeError: a function by its module has no option modul; did you mean module?",
      syncCallback:
        "TypeError: apply has no option callback; its options are kwds, timeout; callback is an option of applyAsync",
      undefined:
        "TypeError: applyAsync has no option timeLimit; its options are kwds, timeout, callback, errorCallback, onProgress, signal; pass named arguments as { kwds: { timeLimit } }",
      getter: 'TypeError: mapAsync: chunksize: a number is needed; "two" was given',
    },
  },
  "methods without their object, and objects that only calls make, are errors that say what to write":
    {
      run: async (w, pool) => {
        const { map, close } = pool;
        const result = pool.mapAsync((x) => x, [1]);
        const { get, then } = result;
        const results = pool.imap((x) => x, [1]);
        const { next } = results;
        const { stop } = w.Program.prototype;
        const errors = await errorsOf({
          map: () => map((x) => x, [1]),
          close: () => close.call({}),
          prototype: () => w.Pool.prototype.applyAsync(() => 1),
          get: () => get(),
          then: () => then.call(Promise.resolve(), () => {}),
          next: () => next(),
          stop: () => stop(),
          joinAsync: () => {
            const joined = w.Pool.prototype.joinAsync.call({});
            return joined.finally(() => {});
          },
          rows: () => w.Matrix.prototype.rows.call(null),
          result: () => new w.AsyncResult(),
          results: () => new w.ImapIterator(),
          matrix: () => new w.Matrix(2, 2),
        });
        const { name, length } = map;
        return [errors, await result, [...results], [name, length]];
      },
      expect: [
        {
          map: "TypeError: map was called without its Pool: write pool.map(…), or pass (…args) => pool.map(…args)",
          close:
            "TypeError: close was called without its Pool: write pool.close(…), or pass (…args) => pool.close(…args)",
          prototype:
            "TypeError: applyAsync was called without its Pool: write pool.applyAsync(…), or pass (…args) => pool.applyAsync(…args)",
          get: "TypeError: get was called without its AsyncResult: write result.get(…), or pass (…args) => result.get(…args)",
          then: "TypeError: then was called without its AsyncResult: write result.then(…), or pass (…args) => result.then(…args)",
          next: "TypeError: next was called without its ImapIterator: write results.next(…), or pass (…args) => results.next(…args)",
          stop: "TypeError: stop was called without its Program: write program.stop(…), or pass (…args) => program.stop(…args)",
          joinAsync:
            "TypeError: joinAsync was called without its Pool: write pool.joinAsync(…), or pass (…args) => pool.joinAsync(…args)",
          rows: "TypeError: rows was called without its Matrix: write matrix.rows(…), or pass (…args) => matrix.rows(…args)",
          result:
            "TypeError: new AsyncResult() makes nothing that works: pool.mapAsync and the other async calls return one",
          results:
            "TypeError: new ImapIterator() makes nothing that works: pool.imap and imapUnordered return one",
          matrix:
            "TypeError: new Matrix() makes nothing that works: write Matrix.zeros(rows, columns) or Matrix.random(…)",
        },
        [1],
        [1],
        ["map", 2],
      ],
    },
  "options in the place of others, or of the wrong kind, are errors that name them": {
    run: (w, pool) => {
      const f = (x) => x;
      return errorsOf({
        number: () => pool.mapAsync(f, [1], 50),
        map: () => pool.mapAsync(f, [1], new Map([["chunksize", 5]])),
        signalAlone: () => pool.mapAsync(f, [1], AbortSignal.abort()),
        functionText: () => pool.mapAsync("x => x", [1]),
        swapped: () => pool.starmapAsync([[1]], f),
        moduleName: () => pool.applyAsync({ module: "./tasks.js", name: 5 }),
        kernelRange: () => w.kernels.howmanyWithinRange("4", 8),
        random: () => w.Matrix.random(10, 5),
        randomSeed: () => w.Matrix.random(10, 5, { low: 0, high: 3 }),
        randomRows: () => w.Matrix.random("10", 5, { seed: 1, low: 0, high: 3 }),
        function: () => pool.applyAsync(f, [1], (result) => result),
        initializer: () => w.Pool.create(2, () => 1),
        first: () => w.Pool.create({ maxtasksperchild: 1 }),
        text: () => w.Pool.create("4"),
        fourth: () => pool.mapAsync(f, [1], {}, f),
        null: () => pool.map(f, [1], null),
        callback: () => pool.mapAsync(f, [1], { callback: 5 }),
        signal: () => pool.mapAsync(f, [1], { signal: new AbortController() }),
        chunksize: () => pool.map(f, [1], { chunksize: "2" }),
        zero: () => pool.map(f, [1], { chunksize: 0 }),
        maxtasksperchild: () => w.Pool.create(2, { maxtasksperchild: 0 }),
        initargs: () => w.Pool.create(2, { initializer: f, initargs: "xy" }),
        kwds: () => pool.apply(f, [1], { kwds: 5 }),
        kwdsArray: () => pool.applyAsync(f, [], { kwds: [1] }),
        kwdsMap: () => pool.applyAsync(f, [], { kwds: new Map() }),
        zeros: () => w.Matrix.zeros(1, 1, { seed: 1 }),
        rows: () => w.Matrix.prototype.rows.call(w.Matrix.zeros(1, 1), { block: 1 }, 2),
        freed: () => {
          const matrix = w.Matrix.zeros(1, 1);
          matrix.free();
          matrix.row(0);
        },
        join: () => pool.join(1000),
        joinAsync: () => pool.joinAsync(1000),
        cancel: () => pool.applyAsync(f, [1]).cancel(true),
        get: () => pool.applyAsync(f, [1]).get("soon"),
        wait: () => pool.applyAsync(f, [1]).wait({ timeout: 5 }),
        next: () => pool.imap(f, [1]).next("soon"),
        ready: () => pool.waitUntilReady(NaN),
        items: () => pool.mapAsync(f, Promise.resolve([1])),
        imapItems: () => pool.imap(f, Promise.resolve([1])),
        tuples: () => pool.starmapAsync(f, [5]),
        args: () => pool.applyAsync(f, 5),
        kernelInitializer: () => w.Pool.create(1, { initializer: w.kernels.howmanyWithinRange }),
        kernelArguments: () => pool.apply(w.kernels.howmanyWithinRange(1, 2), [[1], 5]),
        kernelNames: () =>
          pool.apply(w.kernels.howmanyWithinRange(1, 2), [[1]], { kwds: { a: 1 } }),
        program: () => new w.Program(() => 1),
        onOutput: () => new w.Program("", { onOutput: true }),
        language: () => new w.Program("", { language: "ruby" }),
        processes: () => new w.Program("", { processes: -1 }),
        halfProcess: () => new w.Program("", { processes: 1.5 }),
        fileText: () => new w.Program("", { files: { "a.txt": "text" } }),
        fileAbove: () => new w.Program("", { files: { "../a.txt": new Uint8Array() } }),
        fileRoot: () => new w.Program("", { files: { "/a.txt": new Uint8Array() } }),
        fileInFile: () =>
          new w.Program("", { files: { a: new Uint8Array(), "a/b": new Uint8Array() } }),
      });
    },
    expect: {
      number: "TypeError: mapAsync: the options are an object: { chunksize: … }; 50 was given",
      map: "TypeError: mapAsync: the options are an object; a Map was given",
      signalAlone:
        "TypeError: mapAsync: the options are an object: { signal: … }; an AbortSignal was given",
      functionText:
        'TypeError: mapAsync: a function, a kernel, or { module, name } is needed first; "x => x" was given; pass the function itself, not its text',
      swapped:
        "TypeError: starmapAsync: a function, a kernel, or { module, name } is needed first; an array was given",
      moduleName: "TypeError: a function by its module: name: a string is needed; 5 was given",
      kernelRange: 'RangeError: the minimum of a kernel is a 32-bit integer; "4" was given',
      random:
        "TypeError: Matrix.random: the third argument is missing: write Matrix.random(10, 5, { seed: 100, low: 0, high: 10 }) for numbers from 0 to 9",
      randomSeed:
        "TypeError: Matrix.random: seed is missing: write Matrix.random(10, 5, { seed: 100, low: 0, high: 10 }) for numbers from 0 to 9",
      randomRows: 'RangeError: rows: "10" is not an integer from 0 to 2147483647',
      function:
        "TypeError: applyAsync: the options are an object: { callback: … }; a function was given",
      initializer:
        "TypeError: Pool.create: the options are an object: { initializer: … }; a function was given",
      first:
        "TypeError: processes: expected a number, followed by the options: Pool.create(4, { … }); got an object",
      text: 'RangeError: processes: "4" is not a number from 1 to 1024',
      fourth:
        "TypeError: mapAsync takes 3 arguments, the last one an object of options (chunksize, out, timeout, callback, errorCallback, onProgress, signal); 4 were given",
      null: "TypeError: map: the options are an object; null was given",
      callback: "TypeError: mapAsync: callback: a function is needed; 5 was given",
      signal: "TypeError: mapAsync: signal: an AbortSignal is needed; an AbortController was given",
      chunksize: 'TypeError: map: chunksize: a number is needed; "2" was given',
      zero: "RangeError: chunksize: 0 is out of range; an integer of at least 1 is needed",
      maxtasksperchild:
        "RangeError: maxtasksperchild: 0 is out of range; an integer of at least 1 is needed",
      initargs: 'TypeError: Pool.create: initargs: an array is needed; "xy" was given',
      kwds: "TypeError: apply: kwds: an object is needed; 5 was given",
      kwdsArray: "TypeError: applyAsync: kwds: an object is needed; an array was given",
      kwdsMap: "TypeError: applyAsync: kwds: an object is needed; a Map was given",
      zeros: "TypeError: Matrix.zeros takes the rows and the columns; Matrix.random takes options",
      rows: "TypeError: rows takes 1 argument, an object of options (block); 2 were given",
      freed: "TypeError: the matrix was freed; make another one",
      join: "TypeError: join() takes no timeout: terminate() ends tasks that take too long",
      joinAsync:
        "TypeError: joinAsync() takes no timeout: terminate() ends tasks that take too long",
      cancel: "TypeError: cancel: the options are an object; true was given",
      get: 'TypeError: get takes a number of milliseconds; "soon" was given',
      wait: "TypeError: wait takes a number of milliseconds; an object was given",
      next: 'TypeError: next takes a number of milliseconds; "soon" was given',
      ready: "TypeError: waitUntilReady takes a number of milliseconds; NaN was given",
      items: "TypeError: mapAsync: the items must be iterable; a Promise was given; await it first",
      imapItems: "TypeError: imap: the items must be iterable; a Promise was given; await it first",
      tuples: "TypeError: item 0: starmapAsync takes arrays of arguments",
      args: "TypeError: applyAsync takes the arguments as an array: pool.applyAsync(f, [a, b])",
      kernelInitializer:
        "TypeError: initializer: a function or { module, name } is needed; a kernel was given",
      kernelArguments: "TypeError: apply: a kernel takes one argument, a row; 2 were given",
      kernelNames: "TypeError: apply: a kernel has no named arguments (kwds)",
      program: "TypeError: Program: its source text is needed, a string; a function was given",
      onOutput: "TypeError: Program: onOutput: a function is needed; true was given",
      language:
        'TypeError: Program: language: "javascript" or "python" is needed; "ruby" was given',
      processes: "RangeError: processes: -1 is not a number from 1 to 1024",
      halfProcess: "RangeError: processes: 1.5 is not a number from 1 to 1024",
      fileText: 'TypeError: Program: files: "a.txt": a Uint8Array is needed; "text" was given',
      fileAbove:
        'TypeError: Program: files: "../a.txt" is no path within the working directory, such as "data/in.txt"',
      fileRoot:
        'TypeError: Program: files: "/a.txt" is no path within the working directory, such as "data/in.txt"',
      fileInFile: 'TypeError: Program: files: "a/b": its folder "a" is also a file',
    },
  },
  "arrays, maps and sets of subclasses cross as what they hold, whatever their iterators give": {
    run: async (w, pool) => {
      class Numbers extends Array {
        *[Symbol.iterator]() {
          yield* [9, 9];
        }
      }
      class Entries extends Map {
        forEach() {}
        *[Symbol.iterator]() {}
      }
      class Elements extends Set {
        forEach() {}
        *[Symbol.iterator]() {}
      }
      const numbers = Numbers.from([1, 2, 3, 4, 5.5]);
      const values = [
        numbers,
        Numbers.from([1, 2, 3, 4]),
        new Entries([[1, 2]]),
        new Elements([3]),
      ];
      const kernel = w.kernels.howmanyWithinRange(2, 3);
      return [
        await pool.mapAsync((value) => [...value], values),
        await pool.applyAsync((...all) => all, numbers, { kwds: { b: 6 } }),
        await pool.applyAsync(kernel, [Numbers.from([1, 2, 3])]),
      ];
    },
    expect: [[[1, 2, 3, 4, 5.5], [1, 2, 3, 4], [[1, 2]], [3]], [1, 2, 3, 4, 5.5, { b: 6 }], 2],
  },
  "as many items are taken as there were, whatever their getters do to the list meanwhile": {
    run: async (w, pool) => {
      const listWith = (items, change) => {
        const get = () => (change(items), items.length);
        return Object.defineProperty(items, 0, { get, configurable: true });
      };
      const grow = (items) => items.length < 10 && items.push(...Array(40).fill("more"));
      const f = (x) => x;
      return [
        await pool.mapAsync(f, listWith(["a", 1], grow), { chunksize: 1 }),
        await pool.mapAsync(f, listWith([1, 2, 3, 4], grow)),
        await pool.mapAsync(
          f,
          listWith([1, 2, 3, 4], (items) => (items.length = 2)),
        ),
        await pool.mapAsync(
          f,
          listWith(["a", "b"], () => pool.map(f, [1])),
        ),
      ];
    },
    expect: [
      [42, 1],
      [44, 2, 3, 4],
      [2, 2, null, null],
      [2, "b"],
    ],
  },
  "a list that says another length each time, or none, is an error or taken by the first": {
    run: (w, pool) => {
      const says = (...lengths) =>
        new Proxy([1, 2, 3], {
          get: (list, key) =>
            key === "length" ? (lengths.length > 1 ? lengths.shift() : lengths[0]) : list[key],
        });
      return errorsOf({
        none: () => pool.mapAsync((x) => x, says(NaN)),
        negative: () => pool.mapAsync((x) => x, says(-1)),
        half: () => pool.starmapAsync((x) => x, says(1.5)),
        text: () => pool.mapAsync((x) => x, says("3")),
        endless: () => pool.mapAsync((x) => x, says(Infinity)),
        longer: () => pool.mapAsync((x) => x, says(1, 1000)),
      });
    },
    expect: {
      none: "TypeError: mapAsync: the items have a length of NaN",
      negative: "TypeError: mapAsync: the items have a length of -1",
      half: "TypeError: starmapAsync: the items have a length of 1.5",
      text: 'TypeError: mapAsync: the items have a length of "3"',
      endless: "TypeError: mapAsync: the items have a length of Infinity",
      longer: "nothing",
    },
  },
  "more arguments than a function can be called with are an error that says so": {
    run: async (w, pool) => {
      const count = (...all) => all.length;
      const many = Array(10_000).fill(1);
      const sparse = [1];
      sparse.length = 2 ** 31;
      const said = await errorsOf({
        apply: () => pool.applyAsync(count, sparse),
        starmap: () => pool.starmapAsync(count, [[1], sparse]),
        initargs: () => w.Pool.create(1, { initializer: count, initargs: Array(65_536).fill(1) }),
      });
      return [await pool.applyAsync(count, many), said];
    },
    expect: [
      10_000,
      {
        apply:
          "RangeError: applyAsync: 2147483648 arguments are more than a function can be called with; pass them as one array, [[…]]",
        starmap:
          "RangeError: item 1: 2147483648 arguments are more than a function can be called with; pass them as one array, [[…]]",
        initargs:
          "RangeError: initargs: 65536 arguments are more than a function can be called with; pass them as one array, [[…]]",
      },
    ],
  },
  "get(null), wait(null) and next(null) wait without limit, as None does in Python": {
    run: (w, pool) => {
      const slowly = (x) => {
        for (const end = Date.now() + 50; Date.now() < end;);
        return x + 1;
      };
      return [
        pool.mapAsync(slowly, [1, 2]).get(null),
        pool.applyAsync(slowly, [1]).wait(null),
        pool.imap(slowly, [1]).next(null),
      ];
    },
    expect: [[2, 3], true, { done: false, value: 2 }],
  },
  "an input that closes its own iterator ends it, whatever it gives afterwards": {
    run: async (w, pool) => {
      const seen = [];
      for (const settings of [
        { buffersize: 1 },
        { chunksize: 3 },
        { buffersize: 2, chunksize: 2 },
      ]) {
        for (const call of ["imap", "imapUnordered"]) {
          let results;
          let closed = false;
          const input = (function* () {
            try {
              yield 1;
              yield 2;
              results?.close();
              yield 3;
              yield 4;
            } finally {
              closed = true;
            }
          })();
          results = pool[call]((x) => x, input, settings);
          let count = 0;
          while (!results.next().done && count < 10) ++count;
          seen.push(count < 10 && closed);
        }
      }
      let results;
      const input = (async function* () {
        yield 1;
        results.close();
        yield 2;
      })();
      results = pool.imap((x) => x, input);
      let count = 0;
      for await (const _ of results) ++count;
      return [seen, count <= 1];
    },
    expect: [[true, true, true, true, true, true], true],
  },
  "an iterator of results can be left while its input has nothing to give": {
    run: async (w, pool) => {
      const input = async function* () {
        yield 1;
        await new Promise(() => {});
      };
      for await (const y of pool.imap((x) => x + 1, input())) return y;
    },
    expect: 2,
  },
  "an AbortSignal ends an iterator, also one that was aborted before": {
    run: async (w, pool) => {
      const seen = [];
      let closed = false;
      const input = function* () {
        try {
          for (;;) yield 1;
        } finally {
          closed = true;
        }
      };
      const controller = new AbortController();
      const { signal } = controller;
      const results = pool.imap((x) => x + 1, input(), { signal, chunksize: 2 });
      seen.push((await results.nextAsync()).value);
      controller.abort(new RangeError("enough"));
      const failed = await results.nextAsync().catch((error) => error);
      seen.push(failed.name, failed.cause.message, closed, (await results.nextAsync()).done);
      const waiting = async function* () {
        await new Promise(() => {});
      };
      const later = new AbortController();
      const next = pool.imapUnordered((x) => x, waiting(), { signal: later.signal }).nextAsync();
      later.abort();
      seen.push(await next.catch((error) => error.name));
      try {
        pool.imap((x) => x, [1], { signal }).next();
      } catch (error) {
        seen.push(error.name);
      }
      return seen;
    },
    expect: [2, "CancelledError", "enough", true, true, "CancelledError", "CancelledError"],
  },
  "a list of two thousand million places, and an input without end, are errors at once": {
    run: async (w, pool) => {
      const sparse = [1];
      sparse.length = 2 ** 31;
      const said = await errorsOf({
        map: () => pool.mapAsync((x) => x, sparse),
        starmap: () => pool.starmapAsync((x) => x, sparse),
        kernel: () => pool.mapAsync(w.kernels.howmanyWithinRange(0, 1), sparse),
        endless: () =>
          pool.mapAsync(
            (x) => x,
            (function* () {
              for (;;) yield 1;
            })(),
          ),
      });
      return Object.values(said).map((text) => text.slice(0, text.indexOf(":")));
    },
    expect: ["RangeError", "TypeError", "RangeError", "RangeError"],
  },
};

/** @type {typeof misuseContract} Each with a pool of its own, which they may end. */
export const misuseEndings = {
  "terminate() ends an iterator whose input has nothing to give": {
    run: async (w, make) => {
      const pool = await make(2);
      const seen = [];
      const input = async function* () {
        yield 1;
        await new Promise(() => {});
      };
      const all = [pool.imap, pool.imapUnordered].map((call) =>
        call.call(pool, (x) => x, input())[Symbol.asyncIterator](),
      );
      for (const results of all) seen.push((await results.next()).value);
      const waiting = all.map((results) => results.next().catch((error) => error.name));
      pool.terminate();
      seen.push(...(await Promise.all(waiting)));
      for (const results of all) seen.push((await results.next()).done);
      await pool.joinAsync();
      return seen;
    },
    expect: [1, 1, "PoolTerminatedError", "PoolTerminatedError", true, true],
  },
  "an input that terminates the pool of its iterator ends it as terminate() does": {
    run: async (w, make) => {
      const seen = [];
      for (const call of ["imap", "imapUnordered"]) {
        for (const before of [[], [1, 2]]) {
          const pool = await make(2);
          const input = function* () {
            yield* before;
            pool.terminate();
            yield 3;
          };
          const results = pool[call]((x) => x, input(), { buffersize: 1 });
          let sum = 0;
          try {
            for await (const x of results) sum += x;
          } catch (error) {
            seen.push(sum, error.name);
          }
          await pool.joinAsync();
        }
      }
      return seen;
    },
    expect: [0, 3, 0, 3].flatMap((sum) => [sum, "PoolTerminatedError"]),
  },
  "an item whose getter ends the pool gets an error of the call": {
    run: async (w, make) => {
      const said = [];
      for (const items of [
        ["a", 1],
        [1, 2],
      ]) {
        const pool = await make(2);
        const get = () => {
          pool.terminate();
          return 1;
        };
        Object.defineProperty(items, 1, { get });
        said.push(...Object.values(await errorsOf({ map: () => pool.mapAsync((x) => x, items) })));
        await pool.joinAsync();
      }
      return said.map((text) => text.slice(0, text.indexOf(":")));
    },
    expect: ["PoolNotRunningError", "PoolNotRunningError"],
  },
  "close() and joinAsync() end an iterator whose input has nothing to give": {
    run: async (w, make) => {
      const pool = await make(2);
      const input = async function* () {
        yield 1;
        await new Promise(() => {});
      };
      const results = pool.imap((x) => x, input())[Symbol.asyncIterator]();
      const seen = [(await results.next()).value];
      const waiting = results.next().catch((error) => error.name);
      pool.close();
      await pool.joinAsync();
      seen.push(await waiting, (await results.next()).done);
      return seen;
    },
    expect: [1, "PoolNotRunningError", true],
  },
};
