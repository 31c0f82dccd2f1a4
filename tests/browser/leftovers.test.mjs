// What pools leave behind that were ended, or dropped.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { countWorkers } from "./count-workers.mjs";
import { browsers } from "./drivers/index.mjs";
import { librarySite } from "./library-site.mjs";
import { withSite } from "./with-site.mjs";

/** In the page, where garbage can be collected: drops pools without an end; the warnings, and the workers that are left. */
async function drop(library) {
  const { Pool } = await import(library);
  const warnings = [];
  const warn = console.warn;
  console.warn = (text) => warnings.push(String(text));
  const kept = await Pool.create(1);
  await (async () => {
    const dropped = await Pool.create(2);
    await dropped.mapAsync((x) => x, [1, 2]);
    const closed = await Pool.create(1);
    closed.close();
  })();
  const until = performance.now() + 60_000;
  while (globalThis.webpoolWorkerCount() > 1 && performance.now() < until) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  console.warn = warn;
  const left = globalThis.webpoolWorkerCount();
  return { left, warnings, kept: await kept.applyAsync(() => "works") };
}

/** In the page: makes and ends pools in every way; how many workers are left, and how much memory can be had. */
async function comeAndGo(library, rounds) {
  const { Matrix, Pool } = await import(library);
  const largest = () => {
    // The memory that is left, in rows of 64 kB, by trying.
    let low = 0;
    let high = 8192;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      try {
        Matrix.zeros(middle, 16384).free();
        low = middle;
      } catch {
        high = middle;
      }
    }
    return low;
  };
  const before = largest();
  for (let round = 0; round < rounds; ++round) {
    const pool = await Pool.create(2);
    await pool.mapAsync(async (x) => x, [1, 2, 3]);
    if (round % 2 === 0) {
      pool.close();
    } else {
      const busy =
        round % 10 === 1
          ? pool.mapAsync(() => {
              for (;;);
            }, [1])
          : pool.applyAsync((x) => x, [1]);
      busy.catch(() => {});
      pool.terminate();
      if (round % 4 === 3) continue; // nobody joins it
    }
    await pool.joinAsync();
  }
  // Threads exit after the pool's join; their workers are gone soon after. Four killed processors' stacks (1 MB each) rest in
  // quarantine for ten seconds; more would be a leak.
  const kept = 4 * 17 + 32;
  const until = performance.now() + 60_000;
  let workers, lost;
  do {
    await new Promise((resolve) => setTimeout(resolve, 50));
    workers = globalThis.webpoolWorkerCount();
    lost = before - largest();
  } while ((workers !== 0 || lost > kept) && performance.now() < until);
  return { workers, lost, kept };
}

for (const { name, launch } of browsers) {
  describe(name, () => {
    const { onPage } = withSite(launch, { root: librarySite });

    test("pools that have ended leave no worker and no memory behind", () =>
      onPage(async (page, url) => {
        await page.evaluate(countWorkers);
        const { workers, lost, kept } = await page.evaluate(comeAndGo, `${url}lib/webpool.js`, 40);
        assert.equal(workers, 0);
        assert.ok(lost <= kept, `${lost * 64} kB are gone`);
      }));

    test("a pool that is dropped without close warns once and gives up its workers", (t) =>
      onPage(async (page, url) => {
        if (!(await page.evaluate(() => typeof globalThis.gc === "function")))
          return t.skip("garbage cannot be collected on demand here");
        await page.evaluate(countWorkers);
        const { left, warnings, kept } = await page.evaluate(drop, `${url}lib/webpool.js`);
        assert.deepEqual(
          { left, kept, warned: warnings.length },
          { left: 1, kept: "works", warned: 1 },
        );
        assert.match(warnings[0], /dropped without close/);
      }));
  });
}
