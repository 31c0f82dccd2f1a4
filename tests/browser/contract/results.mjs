// What an AsyncResult tells of its job: waiting for it, callbacks, progress; and the statistics of a pool. Cases of ../contract.mjs.

/** @type {import("../contract.mjs").Cases} */
export const contract = {
  "get() blocks for the result, and may be called again": {
    run: (w, pool) => {
      const result = pool.mapAsync((x) => x * x, [1, 2, 3]);
      return [result.get(), result.get(1000), result.ready(), result.successful()];
    },
    expect: [[1, 4, 9], [1, 4, 9], true, true],
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
  "onProgress rises to the number of the items before the result is delivered": {
    run: async (w, pool) => {
      const seen = [];
      let atCallback;
      await pool.mapAsync((x) => x, new Array(200).fill(1), {
        chunksize: 1,
        onProgress: (done, total) => seen.push([done, total]),
        callback: () => (atCallback = seen.at(-1)?.[0]),
      });
      return [
        atCallback,
        seen.at(-1),
        seen.every(([done, total], i) => total === 200 && (i === 0 || done >= seen[i - 1][0])),
      ];
    },
    expect: [200, [200, 200], true],
  },
  "stats report what each processor has done and runs now": {
    needs: "threads",
    run: async (w, pool) => {
      // Tasks of cancelled jobs may be on their way out.
      while (pool.stats().some(({ current }) => current !== null))
        await new Promise((resolve) => setTimeout(resolve));
      const sum = (field) => pool.stats().reduce((total, one) => total + one[field], 0);
      const before = sum("items");
      const state = w.share(new Int32Array(2));
      const held = pool.applyAsync(
        (view) => {
          Atomics.store(view, 0, 1);
          Atomics.notify(view, 0);
          Atomics.wait(view, 1, 0);
        },
        [state],
      );
      while (Atomics.load(state, 0) === 0) await new Promise((resolve) => setTimeout(resolve));
      const holding = pool.stats().filter(({ current }) => current !== null);
      Atomics.store(state, 1, 1);
      Atomics.notify(state, 1);
      await held;
      await pool.mapAsync((x) => x, new Array(10).fill(0));
      await pool.mapAsync((x) => x, new Array(10).fill(0)); // the last group of the first is counted by now
      const { length } = pool.stats();
      return [length, holding.length, holding[0].current.items, sum("items") - before >= 11];
    },
    expect: [2, 1, 1, true],
  },
};
