// The text of a program: the sync calls of ours, measured in the program itself, as the page asks.
import * as library from "webpool";
import { webpool } from "./contestants/webpool.js";
import { measure, warmUp } from "./measure.js";

const pools = new Map();
async function contestant(processes, way) {
  const key = `${processes} ${way}`;
  if (!pools.has(key)) {
    const pool = new library.Pool(processes);
    // As Pool.create does on a page: its workers' start is not what is measured.
    while (!pool.stats().every(({ alive }) => alive)) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    pools.set(key, webpool(library, pool, true, way));
  }
  return pools.get(key);
}

const channel = new BroadcastChannel("webpool-bench");
await new Promise((end) => {
  channel.onmessage = async ({ data: { number, processes, way, task, drop } }) => {
    if (number === undefined) return;
    if (number === null) return end();
    try {
      const to = await contestant(processes, way);
      if (drop) await measure(to, warmUp(processes, task));
      const value = await measure(to, task);
      if (drop) {
        pools.get(`${processes} ${way}`).end();
        pools.delete(`${processes} ${way}`);
      }
      channel.postMessage({ answer: number, value });
    } catch (error) {
      channel.postMessage({ answer: number, error: `${error.message}\n${error.stack}` });
    }
  };
  channel.postMessage({ answer: "ready" });
});
