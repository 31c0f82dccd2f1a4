// Calls that are cancelled, by themselves or by an AbortSignal. Cases of ../contract.mjs.

/** @type {import("../contract.mjs").Cases} */
export const contract = {
  "the reason of an abort is the cause of the CancelledError": {
    run: async (w, pool) => {
      const reason = { why: "enough" };
      const controller = new AbortController();
      // The job may be cancelled before the task listens.
      const wait = () =>
        new Promise((resolve) => {
          if (processor.signal.aborted) resolve();
          else processor.signal.addEventListener("abort", resolve);
        });
      const running = pool.mapAsync(wait, [1, 2], { signal: controller.signal });
      controller.abort(reason);
      const late = pool.mapAsync((x) => x, [1], { signal: controller.signal });
      const cancelled = pool.mapAsync(wait, [1]);
      cancelled.cancel();
      return Promise.all(
        [running, late, cancelled].map((job) =>
          job.catch((error) => [
            error instanceof w.CancelledError,
            error.cause === reason,
            "cause" in error,
          ]),
        ),
      );
    },
    expect: [
      [true, true, true],
      [true, true, true],
      [true, false, false],
    ],
  },
  "a cancelled job ends at once, its task is asked to stop, other jobs are not touched": {
    needs: "threads",
    run: async (w, pool) => {
      const state = w.share(new Int32Array(2));
      const result = pool.applyAsync(
        (view) => {
          Atomics.store(view, 0, 1);
          Atomics.notify(view, 0);
          while (!processor.signal.aborted) continue;
          Atomics.store(view, 1, 1);
          Atomics.notify(view, 1);
        },
        [state],
      );
      while (Atomics.load(state, 0) === 0) await new Promise((resolve) => setTimeout(resolve));
      const other = pool.mapAsync((x) => x * x, [1, 2, 3]);
      const cancelled = [result.cancel(), result.ready(), result.successful(), result.cancel()];
      const error = await result.catch((error) => error);
      while (Atomics.load(state, 1) === 0) await new Promise((resolve) => setTimeout(resolve));
      return [cancelled, error.name, await other, await pool.applyAsync(() => 7)];
    },
    expect: [[true, true, false, false], "CancelledError", [1, 4, 9], 7],
  },
  "cancel with force ends an endless loop, and the pool is at full strength": {
    needs: "threads",
    run: async (w, pool) => {
      const state = w.share(new Int32Array(3));
      const result = pool.applyAsync(
        (view) => {
          Atomics.store(view, 0, 1);
          Atomics.notify(view, 0);
          for (;;) continue;
        },
        [state],
      );
      while (Atomics.load(state, 0) === 0) await new Promise((resolve) => setTimeout(resolve));
      const replacedBefore = pool.stats().reduce((sum, { replacements }) => sum + replacements, 0);
      const other = pool.mapAsync((x) => x + 1, [1, 2, 3]);
      const ended = result.cancel({ force: true });
      const error = await result.catch((error) => error);
      // Two tasks that wait for each other need two processors.
      const meet = (view) => {
        if (Atomics.add(view, 1, 1) === 1) {
          Atomics.store(view, 2, 1);
          Atomics.notify(view, 2);
        }
        Atomics.wait(view, 2, 0);
        return Atomics.load(view, 1);
      };
      const met = await pool.mapAsync(meet, [state, state], { chunksize: 1 });
      const replaced = pool.stats().reduce((sum, { replacements }) => sum + replacements, 0);
      return [ended, error.name, await other, met, replaced - replacedBefore];
    },
    expect: [true, "CancelledError", [2, 3, 4], [2, 2], 1],
  },
  "an AbortSignal cancels a job, also one that was aborted before": {
    run: async (w, pool) => {
      const controller = new AbortController();
      const state = w.share(new Int32Array(1));
      const result = pool.mapAsync(
        async (view) => {
          const aborted = new Promise((resolve) =>
            processor.signal.addEventListener("abort", resolve),
          );
          Atomics.store(view, 0, 1);
          Atomics.notify(view, 0);
          await aborted;
        },
        [state],
        { signal: controller.signal },
      );
      while (Atomics.load(state, 0) === 0) await new Promise((resolve) => setTimeout(resolve));
      controller.abort();
      const names = [(await result.catch((error) => error)).name];
      const late = pool.mapAsync((x) => x, [1], { signal: AbortSignal.abort() });
      names.push((await late.catch((error) => error)).name);
      return [names, await pool.mapAsync((x) => x, [1, 2])];
    },
    expect: [
      ["CancelledError", "CancelledError"],
      [1, 2],
    ],
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
  "a processor goes on when the call whose task it awaits for ever was cancelled": {
    run: async (w, pool) => {
      const state = w.share(new Int32Array(3));
      const turn = () => new Promise((resolve) => setTimeout(resolve));
      const until = async (index, value) => {
        while (Atomics.load(state, index) < value) await turn();
      };
      const forever = (view) => {
        Atomics.add(view, 0, 1);
        return new Promise(() => {});
      };
      const ways = {
        cancel: () => {
          const result = pool.mapAsync(forever, [state, state], { chunksize: 1 });
          return [() => result.cancel(), () => result];
        },
        signal: () => {
          const controller = new AbortController();
          const { signal } = controller;
          const result = pool.applyAsync(forever, [state], { signal, timeout: 60_000 });
          return [() => controller.abort(), () => result];
        },
        imap: () => {
          const results = pool.imap(forever, [state, state]);
          return [() => results.return(), () => results.nextAsync().then(({ done }) => done)];
        },
      };
      const seen = [];
      for (const start of Object.values(ways)) {
        Atomics.store(state, 0, 0);
        const [end, ended] = start();
        await until(0, 1);
        end();
        seen.push(await ended().catch((error) => error.name));
        seen.push(await pool.mapAsync((x) => x + 1, [1, 2]));
      }
      // What the task does later calls it for no other item.
      const result = pool.mapAsync(
        (view) => {
          Atomics.add(view, 1, 1);
          return new Promise((resolve) => (globalThis.endTask = resolve));
        },
        [state, state, state],
        { chunksize: 3 },
      );
      await until(1, 1);
      result.cancel();
      const goOn = async () => {
        globalThis.endTask?.();
        await new Promise((resolve) => setTimeout(resolve));
      };
      await pool.mapAsync(goOn, Array(20).fill(0), { chunksize: 1 });
      seen.push(Atomics.load(state, 1));
      // A task that uses its signal can clean up.
      const cleans = pool.applyAsync(
        async (view) => {
          const { signal } = processor;
          const aborted = new Promise((resolve) => signal.addEventListener("abort", resolve));
          Atomics.store(view, 2, 1);
          await aborted;
          for (let i = 0; i < 100; ++i) await null;
          Atomics.store(view, 2, 2);
        },
        [state],
      );
      await until(2, 1);
      cleans.cancel();
      await until(2, 2);
      w.unshare(state);
      return seen;
    },
    expect: ["CancelledError", [2, 3], "CancelledError", [2, 3], true, [2, 3], 1],
  },
};
