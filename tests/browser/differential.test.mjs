// Random programs of calls against a sequential model, in a worker of each browser. They are always the same: WEBPOOL_SEED
// chooses the first of others, WEBPOOL_PROGRAMS says how many are tried.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { browsers } from "./drivers/index.mjs";
import { librarySite } from "./library-site.mjs";
import { withSite } from "./with-site.mjs";
import { runPrograms } from "./random-programs.mjs";

const seed = Number(process.env.WEBPOOL_SEED ?? 1);
const programs = Number(process.env.WEBPOOL_PROGRAMS ?? 300);

async function inWorker(text, settings) {
  const url = URL.createObjectURL(
    new Blob([`${text}\nonmessage = async ({ data }) => postMessage(await runPrograms(data));`], {
      type: "text/javascript",
    }),
  );
  const worker = new Worker(url, { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(settings);
  }).finally(() => worker.terminate());
}

for (const { name, launch } of browsers) {
  describe(name, () => {
    const { onPage } = withSite(launch, { root: librarySite });

    test(`${programs} random programs of calls give the results of a sequential model`, () =>
      onPage(async (page, url) => {
        page.timeout = 120_000 + programs * 1000;
        const library = `${url}lib/webpool.js`;
        const settings = { library, seed, programs };
        const outcome = await page.evaluate(inWorker, String(runPrograms), settings);
        assert.deepEqual(
          outcome,
          { done: programs },
          `WEBPOOL_PROGRAMS=1 WEBPOOL_SEED=${outcome.seed}`,
        );
      }));
  });
}
