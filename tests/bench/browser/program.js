// The text of a program: the sync calls of ours, measured in the program itself, as the page asks.
import * as library from "webpool";
import { webpool } from "./contestants/webpool.js";
import { measure, warmUp } from "./measure.js";

const pools = new Map();
function contestant(processes, functions) {
  const key = `${processes} ${functions}`;
  if (!pools.has(key)) {
    pools.set(key, webpool(library, new library.Pool(processes), true, functions));
  }
  return pools.get(key);
}

const channel = new BroadcastChannel("webpool-bench");
await new Promise((end) => {
  channel.onmessage = async ({ data: { number, processes, functions, task, drop } }) => {
    if (number === undefined) return;
    if (number === null) return end();
    try {
      const to = contestant(processes, functions);
      if (drop) await measure(to, warmUp(processes, task));
      const value = await measure(to, task);
      if (drop) {
        pools.get(`${processes} ${functions}`).end();
        pools.delete(`${processes} ${functions}`);
      }
      channel.postMessage({ answer: number, value });
    } catch (error) {
      channel.postMessage({ answer: number, error: `${error.message}\n${error.stack}` });
    }
  };
  channel.postMessage({ answer: "ready" });
});
