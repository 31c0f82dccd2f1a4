// Many small jobs with a fault in one of a hundred: nothing is lost, nothing is left waiting, memory and workers stay as they
// were. WEBPOOL_SOAK says how many jobs: `WEBPOOL_SOAK=1000000 node --test tests/browser/soak.test.mjs` is the long form.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { countWorkers } from "./count-workers.mjs";
import { browsers } from "./drivers/index.mjs";
import { librarySite } from "./library-site.mjs";
import { withSite } from "./with-site.mjs";

const jobs = Number(process.env.WEBPOOL_SOAK ?? 20_000);

/** In the page: gives how the jobs of each kind ended, and what is left. */
async function soak(library, jobs) {
  const { Kernel, Matrix, Pool, share } = await import(library);
  // How much memory can be had, in blocks of 256 kB: wherever they lie, since workers' stacks move about.
  const free = () => {
    const blocks = [];
    try {
      for (;;) blocks.push(Matrix.zeros(1, 65536));
    } catch {
      for (const block of blocks) block.free();
    }
    return blocks.length;
  };
  const pool = await Pool.create(2);
  const begun = share(new Int32Array(1));
  const rows = [[1]];
  // Each fault, and the error with which its job has to end.
  const faults = [
    [
      "RangeError",
      () =>
        pool.applyAsync(
          (x) => {
            throw new RangeError(`no ${x}`);
          },
          [1],
        ),
    ],
    [
      "nothing at all",
      () =>
        pool.applyAsync(() => {
          throw null;
        }),
    ],
    [
      "RangeError|InternalError",
      () =>
        pool.applyAsync(() => {
          const f = () => f() + 1;
          return f();
        }),
    ],
    ["SerializationError", () => pool.applyAsync(() => () => 1)],
    ["RuntimeError", () => pool.mapAsync(new Kernel("trap", [0, 0]), rows)],
    ["RuntimeError", () => pool.mapAsync(new Kernel("outOfBounds", [0, 0]), rows)],
    ["Error", () => pool.mapAsync(new Kernel("throwNumber", [0, 0]), rows)],
    [
      "CancelledError",
      () => {
        const result = pool.applyAsync(() => new Promise(() => {}));
        result.cancel({ force: true });
        return result;
      },
    ],
  ];
  // The rarest: a task that never ends, whose worker is ended and replaced.
  const endless = async () => {
    Atomics.store(begun, 0, 0);
    const result = pool.applyAsync(
      (view) => {
        Atomics.store(view, 0, 1);
        Atomics.notify(view, 0);
        for (;;);
      },
      [begun],
    );
    while (Atomics.load(begun, 0) === 0) await new Promise((resolve) => setTimeout(resolve));
    result.cancel({ force: true });
    return result.then(
      () => "results",
      (error) => error.name,
    );
  };
  const nameOf = (error) => (error === null ? "nothing at all" : String(error?.name));
  const wrong = [];
  let ended = 0;
  let before;
  const run = async (count) => {
    const results = [];
    for (let i = 0; i < count; ++i) {
      if (i % 100 === 99) {
        const [expected, start] = faults[Math.floor(i / 100) % faults.length];
        results.push(
          start().then(
            () => wrong.push(`${expected}: gave results`),
            (error) =>
              new RegExp(`^(${expected})$`).test(nameOf(error)) ||
              wrong.push(`${expected}: ${nameOf(error)} ${error?.message}`),
          ),
        );
      } else {
        results.push(
          pool
            .applyAsync((x) => x * 2, [i])
            .then(
              (value) => value === 2 * i || wrong.push(`${i}: ${value}`),
              (error) => wrong.push(`${i}: ${error}`),
            ),
        );
      }
    }
    await Promise.all(results);
    ended += count;
  };
  const batch = 800;
  while (ended < jobs) {
    await run(Math.min(batch, jobs - ended));
    if (ended % (5 * batch) === 0) {
      const name = await endless();
      if (name !== "CancelledError") wrong.push(`an endless task: ${name}`);
    }
    // After the first rounds: what is made once has been made.
    if (ended === 2 * batch) before = free();
    if (wrong.length > 20) break;
  }
  const strength = await pool.mapAsync((x) => x, [1, 2, 3, 4], { chunksize: 1 });
  const killed = pool.stats().reduce((sum, { replacements }) => sum + replacements, 0);
  // Holes that are smaller than a block do not count as free, and of a killed thread up to 20 kB stay. A leak by the job
  // would be many times as much. The stacks of killed threads come back ten seconds later.
  const kept = 8 + Math.ceil((killed * 20 * 1024) / (256 * 1024));
  const until = performance.now() + 60_000;
  let lost;
  while ((lost = before - free()) > kept && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 500));
  const alive = pool.stats().filter((one) => one.alive).length;
  const workers = globalThis.webpoolWorkerCount();
  pool.terminate();
  await pool.joinAsync();
  return { ended, wrong, strength, alive, workers, lost, kept, killed };
}

for (const { name, launch } of browsers) {
  describe(name, () => {
    const { onPage } = withSite(launch, { root: librarySite });

    test(`${jobs} jobs with a fault in one of a hundred`, (t) =>
      onPage(async (page, url) => {
        page.timeout = 120_000 + jobs;
        await page.evaluate(countWorkers);
        const seen = await page.evaluate(soak, `${url}faulty/webpool.js`, jobs);
        t.diagnostic(`memory lost: ${seen.lost} × 256 kB, ${seen.killed} workers killed`);
        const { lost, kept, workers, killed, ...rest } = seen;
        assert.deepEqual(rest, { ended: jobs, wrong: [], strength: [1, 2, 3, 4], alive: 2 });
        assert.equal(workers, 2, "workers that are left");
        assert.ok(lost <= kept, `${lost} × 256 kB of memory lost, ${killed} workers killed`);
      }));
  });
}
