// Cold start in Chromium: from a page in which nothing is loaded yet to the first result of a pool of two.
//
//   ./serve.sh --build-only && node tests/bench/startup.mjs [rounds] [folder of a built library…]
//
// Each measurement has its own browser context with empty caches, and addresses that were never fetched before. The lower
// bound is the time for two bare workers that each run a function sent as text. Every result is checked. Prints the median and
// spread of each step: module imported, pool created, first result.
import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { basename, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { browsers, serve } from "../browser/drivers/index.mjs";

const [rounds = 15, ...given] = process.argv.slice(2);
const build = fileURLToPath(new URL("../../build", import.meta.url));
const folders = given.length > 0 ? given.map((folder) => resolve(folder)) : [`${build}/wasm/lib`];

const root = `${build}/tests/startup-site`;
rmSync(root, { recursive: true, force: true });
mkdirSync(root, { recursive: true });
writeFileSync(
  `${root}/index.html`,
  '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>empty</title>',
);
const bare = `${root}/bare`;
mkdirSync(bare);
writeFileSync(
  `${bare}/worker.js`,
  "onmessage = ({ data: [text, item] }) => postMessage((0, eval)(text)(item));\n",
);

/** In the page: the stations of a pool's way to its first result, in milliseconds, and the result. */
async function startPool(folder) {
  const begin = performance.now();
  const { Pool } = await import(`${folder}/webpool.js`);
  const imported = performance.now();
  const pool = await Pool.create(2);
  const created = performance.now();
  const result = await pool.mapAsync((x) => x * x, [1, 2, 3, 4]);
  const end = performance.now();
  pool.terminate();
  return { result, times: [imported - begin, created - begin, end - begin] };
}

/** The same with bare workers. */
async function startBare(folder) {
  const begin = performance.now();
  const workers = [0, 1].map(() => new Worker(`${folder}/worker.js`));
  const result = await Promise.all(
    [1, 2, 3, 4].map((item) => {
      const worker = workers[item % 2];
      return new Promise((resolve) => {
        worker.addEventListener("message", ({ data }) => data === item * item && resolve(data));
        worker.postMessage(["(x) => x * x", item]);
      });
    }),
  );
  const end = performance.now();
  for (const worker of workers) worker.terminate();
  return { result, times: [0, 0, end - begin] };
}

const ways = [
  { name: "two bare workers (floor)", folder: bare, run: startBare },
  ...folders.map((folder) => ({
    name: `pool of ${basename(dirname(folder))}/${basename(folder)}`,
    folder,
    run: startPool,
  })),
];
const server = await serve({ root });
const { launch } = browsers.find(({ name }) => name === "chromium");
const browser = await launch();
for (let round = -1; round < rounds; ++round) {
  for (const [index, way] of ways.entries()) {
    const place = `cold-${round}-${index}`;
    symlinkSync(way.folder, `${root}/${place}`, "junction");
    const page = await browser.openFresh(server.url);
    // The renderer has started.
    await page.evaluate(() => new Promise((idle) => requestIdleCallback(idle)));
    const { result, times } = await page.evaluate(way.run, server.url + place);
    await page.close();
    assert.deepEqual(result, [1, 4, 9, 16], way.name);
    if (round >= 0) (way.times ??= []).push(times); // the first round warms up the server and the disk
  }
}
await browser.close();
await server.close();

const at = (list, share) =>
  [...list].sort((a, b) => a - b)[Math.floor(share * (list.length - 1))].toFixed(1);
console.log(`${rounds} interleaved rounds, ${cpus()[0].model}, ${cpus().length} cores\n`);
console.log("| ms | imported | created | first result | 10 % to 90 % |\n|---|---:|---:|---:|---:|");
for (const { name, times } of ways) {
  const station = (index, share = 0.5) =>
    at(
      times.map((list) => list[index]),
      share,
    );
  const spread = `${station(2, 0.1)} – ${station(2, 0.9)}`;
  console.log(`| ${name} | ${station(0)} | ${station(1)} | ${station(2)} | ${spread} |`);
}
