// Options that do not exist, or are of the wrong kind or in the wrong place. Cases of ../contract.mjs.

/** @type {import("../contract.mjs").Cases} */
export const contract = {
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
};
