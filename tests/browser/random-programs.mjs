// Random programs of calls of a pool, each call checked against what it has to give; tests/native/differential.hpp does the
// same in C++. Sent as text into a worker, where calls of both kinds work: nothing here sees the rest of this file.

/** Runs programs from `seed` on; gives how many agreed, or the seed of the first that did not, and why. */
export async function runPrograms({ library, seed, programs, seconds = Infinity }) {
  const { CancelledError, Pool, PoolNotRunningError, PoolTerminatedError } = await import(library);
  const transform = (x) => 3 * x + 1;
  const end = performance.now() + seconds * 1000;

  // Mulberry32, so that a seed is a program.
  function choices(start) {
    let state = start >>> 0;
    return (most) => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) % (most + 1);
    };
  }

  function require(condition, what) {
    if (!condition) throw new Error(what);
  }

  // A list of items, of which some throw. Items are [number, bad], so that functions need nothing around them.
  function makeWork(choose) {
    const count = choose(4) === 0 ? choose(200) : choose(10);
    const bad = new Set();
    if (count > 0 && choose(2) === 0)
      for (let n = choose(2); n >= 0; --n) bad.add(choose(count - 1));
    const chunksize = choose(1) === 0 ? 1 : 1 + choose(15);
    const items = Array.from({ length: count }, (_, x) => [x, bad.has(x) ? 1 : 0]);
    const forms = [
      ([x, bad]) => {
        if (bad) throw new RangeError(`item ${x}`);
        return 3 * x + 1;
      },
      async ([x, bad]) => {
        if (x % 5 === 0) await Promise.resolve();
        if (bad) throw new RangeError(`item ${x}`);
        return 3 * x + 1;
      },
      ([x, bad]) => {
        if (bad) throw new RangeError(`item ${x}`);
        return { y: 3 * x + 1, text: "y".repeat(x % 7) };
      },
    ];
    const form = choose(2);
    const results = items.map(([x]) => transform(x));
    const plain = (values) => (form === 2 ? values.map((value) => value.y) : values);
    // An error ends its chunk: only the first bad item of a chunk can throw.
    const mayThrow = (error) => {
      const x = Number(/^item (\d+)$/.exec(error?.message)?.[1] ?? -1);
      if (error?.name !== "RangeError" || error.item === undefined || !bad.has(x)) return false;
      for (let before = x - (x % chunksize); before < x; ++before)
        if (bad.has(before)) return false;
      return true;
    };
    return { items, bad, chunksize, fn: forms[form], results, plain, mayThrow };
  }

  function agrees(work, values) {
    require(work.bad.size === 0, "a job with bad items gave results");
    require(JSON.stringify(work.plain(values)) ===
      JSON.stringify(work.results), "map gave other results");
  }

  function checkError(work, error, stopped) {
    if (error instanceof CancelledError || error instanceof PoolTerminatedError)
      require(stopped, `${error.name}, by nobody`);
    else require(work.mayThrow(error), `another error: ${error?.name}: ${error?.message}`);
  }

  async function settle(one, stopped) {
    let values;
    try {
      values = await one.result;
    } catch (error) {
      return checkError(one.work, error, stopped || one.cancelled);
    }
    require(!one.cancelled, "a cancelled job gave results");
    agrees(one.work, values);
  }

  async function imap(pool, choose, ordered) {
    const work = makeWork(choose);
    const { items, bad, chunksize, plain } = work;
    const options = { chunksize, buffersize: 1 + choose(5) };
    const results = ordered
      ? pool.imap(work.fn, items, options)
      : pool.imapUnordered(work.fn, items, options);
    const blocking = choose(1) === 0;
    const wanted = choose(2) === 0 ? choose(items.length) : Infinity;
    const expected = [];
    let errors = 0;
    for (let first = 0; first < items.length; first += chunksize) {
      const chunk = items.slice(first, first + chunksize);
      if (chunk.some(([x]) => bad.has(x))) ++errors;
      else expected.push(...chunk.map(([x]) => transform(x)));
    }
    const left = new Set(expected);
    let read = 0;
    let thrown = 0;
    for (let turn = 0; turn < wanted; ++turn) {
      try {
        const { done, value } = blocking ? results.next() : await results.nextAsync();
        if (done) {
          require(read === expected.length && thrown === errors, "imap ended early");
          return;
        }
        const [y] = plain([value]);
        if (ordered) require(y === expected[read], "imap gave another result");
        require(left.delete(y), "imap gave a result twice");
        ++read;
      } catch (error) {
        if (!work.mayThrow(error)) throw error;
        ++thrown;
      }
    }
    results.close();
  }

  async function step(pool, choose, pending) {
    switch (choose(8)) {
      case 0:
      case 1: {
        const work = makeWork(choose);
        let values;
        try {
          values = pool.map(work.fn, work.items, { chunksize: work.chunksize });
        } catch (error) {
          return checkError(work, error, false);
        }
        return agrees(work, values);
      }
      case 2: {
        const x = choose(1000);
        require(pool.apply((a, b) => a + b, [x, 1]) === x + 1, "apply gave another result");
        const sums = pool.starmap((a, b = 0) => a + b, [[x, 2], [x]]);
        require(sums[0] === x + 2 && sums[1] === x, "starmap gave other results");
        return;
      }
      case 3:
        return imap(pool, choose, true);
      case 4:
        return imap(pool, choose, false);
      case 5: {
        if (pending.length === 0) return;
        const one = pending[choose(pending.length - 1)];
        const force = choose(3) === 0;
        const cancelled = one.result.cancel({ force });
        require(!(cancelled && one.cancelled), "a job was cancelled twice");
        one.cancelled ||= cancelled;
        if (cancelled) require(one.result.ready(), "a cancelled job has not ended");
        // The workers that were ended are replaced by the event loop, which sync calls would block here.
        while (force && pool.stats().some(({ alive }) => !alive))
          await new Promise((resolve) => setTimeout(resolve));
        return;
      }
      case 6:
        for (const one of pending.splice(0)) await settle(one, false);
        return;
      default: {
        const work = makeWork(choose);
        const result = pool.mapAsync(work.fn, work.items, { chunksize: work.chunksize });
        result.catch(() => {});
        pending.push({ work, result, cancelled: false });
      }
    }
  }

  async function refused(pool) {
    try {
      await pool.applyAsync(() => 1);
    } catch (error) {
      return require(error instanceof PoolNotRunningError, `another refusal: ${error}`);
    }
    require(false, "a pool that has ended took work");
  }

  async function program(pool, choose) {
    const pending = [];
    for (let calls = 3 + choose(9); calls > 0; --calls) await step(pool, choose, pending);
    const way = choose(9);
    if (way === 0) {
      pool.terminate();
      for (const one of pending) await settle(one, true);
      await refused(pool);
      await pool.joinAsync();
      return false;
    }
    if (way === 1) {
      pool.close();
      await refused(pool);
      for (const one of pending) await settle(one, false);
      await pool.joinAsync();
      return false;
    }
    for (const one of pending) await settle(one, false);
    return true;
  }

  let pool;
  let done = 0;
  for (; done < programs && performance.now() < end; ++done) {
    const choose = choices(seed + done);
    try {
      const processes = 1 + choose(2);
      if (!pool || choose(19) === 0) {
        pool?.terminate();
        pool = await Pool.create(processes);
      }
      if (!(await program(pool, choose))) pool = undefined;
    } catch (error) {
      return { seed: seed + done, why: String(error?.stack ?? error) };
    }
  }
  pool?.terminate();
  await pool?.joinAsync();
  return { done };
}
