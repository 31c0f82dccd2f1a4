// How pools end: close, terminate, join, and what waits for them. Cases of ../contract.mjs.

/** @type {import("../contract.mjs").Cases} */
export const endings = {
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
  "leaving a scope ends the pool": {
    run: async (w, make) => {
      const pool = await make(1);
      const waiting = pool.applyAsync(() => {
        for (;;) continue;
      });
      const name = waiting.catch((error) => error.name);
      await pool[Symbol.asyncDispose](); // what `await using` calls
      const other = await make(1);
      other[Symbol.dispose](); // what `using` calls
      let refusal;
      try {
        await other.applyAsync(() => 1);
      } catch (error) {
        refusal = error.name;
      }
      return [await name, refusal];
    },
    expect: ["PoolTerminatedError", "PoolNotRunningError"],
  },
};
