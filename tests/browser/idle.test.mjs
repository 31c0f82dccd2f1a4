// Pools that have nothing to do cost nothing: their workers sleep, and do not spin. Measured as the processor time of the
// browser's threads, which Linux reports for each, so that other processes do not matter. A thread that spins takes a second
// of it each second, so the bound is generous. A thread that is not asleep yet, or cleans up, is measured again.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { processorTime } from "./drivers/children.mjs";
import { browsers, serve } from "./drivers/index.mjs";
import { librarySite } from "./library-site.mjs";

const workers = { chromium: /^DedicatedWorker/, firefox: /^DOM Worker/ };
const tries = 20;

/** Milliseconds in a second that the workers are at work. */
async function load(name) {
  const before = processorTime(workers[name]);
  await sleep(1000);
  return processorTime(workers[name]) - before;
}

async function becomes(name, asWanted) {
  const seen = [];
  while (seen.length < tries) {
    seen.push(await load(name));
    if (asWanted(seen.at(-1))) return;
  }
  assert.fail(`milliseconds of work in a second: ${seen.join(", ")}`);
}

/** In the page: a program that runs on; resolves when it has printed something. */
async function begin(library, text) {
  const { Program } = await import(library);
  await new Promise((resolve, reject) => {
    globalThis.program = new Program(text, { onOutput: resolve });
    globalThis.program.run().catch(reject);
  });
}

for (const { name, launch } of browsers) {
  describe(name, { skip: process.platform !== "linux" && "processor times are Linux's" }, () => {
    let server, browser, library;
    before(async () => {
      server = await serve({ root: librarySite() });
      library = `${server.url}lib/webpool.js`;
      browser = await launch();
    });
    after(async () => {
      await browser?.close();
      await server?.close();
    });

    /** With a page of its own. */
    const testPage = (title, run) =>
      test(title, async () => {
        const page = await browser.open(server.url);
        try {
          await run(page);
        } finally {
          await page.close();
        }
      });
    const asleep = () => becomes(name, (time) => time <= 100);

    testPage("the work of a processor is seen", async (page) => {
      await page.evaluate(async (library) => {
        const { Pool } = await import(library);
        globalThis.pool = await Pool.create(1);
        globalThis.pool.applyAsync(() => {
          for (;;);
        });
      }, library);
      await becomes(name, (time) => time > 100);
      await page.evaluate(async () => {
        globalThis.pool.terminate();
        await globalThis.pool.joinAsync();
      });
    });

    for (const processes of [2, 8]) {
      testPage(
        `a page's pool of ${processes} processors sleeps when it has no work`,
        async (page) => {
          await page.evaluate(
            async (library, processes) => {
              const { Pool } = await import(library);
              globalThis.pool = await Pool.create(processes);
              for (let i = 0; i < 20; ++i) {
                await globalThis.pool.mapAsync((x) => x, Array(1000).fill(i), { chunksize: 1 });
                await globalThis.pool.applyAsync((x) => x, [i]);
              }
            },
            library,
            processes,
          );
          await asleep();
        },
      );

      testPage(
        `a program's pool of ${processes} processors sleeps when it has no work`,
        async (page) => {
          await page.evaluate(
            begin,
            library,
            `import { Pool } from "webpool";
           const pool = new Pool(${processes});
           for (let i = 0; i < 20; ++i) {
             pool.map((x) => x, Array(1000).fill(i), { chunksize: 1 });
             pool.apply((x) => x, [i]);
           }
           print("begun");
           await new Promise(() => {});`,
          );
          await asleep();
        },
      );
    }

    testPage("a program sleeps while it waits for tasks that sleep", async (page) => {
      await page.evaluate(
        begin,
        library,
        `import { Pool } from "webpool";
         const pool = new Pool(2);
         for (let i = 0; i < 1000; ++i) pool.apply((x) => x, [i]);
         print("begun");
         pool.map((ms) => sleep(ms), [1e9, 1e9]);`,
      );
      await asleep();
      await page.evaluate(() => globalThis.program.stop());
    });
  });
}
