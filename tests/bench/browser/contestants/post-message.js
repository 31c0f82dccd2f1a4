import { byCalls } from "./by-calls.js";

// Workers and messages, written by hand: a number for each call, workers in turn.
export async function create(processes, base) {
  const pending = new Map();
  const workers = Array.from({ length: processes }, () => {
    const worker = new Worker(new URL("workers/post-message.js", base));
    worker.onmessage = ({ data: [number, result] }) => {
      const settle = pending.get(number);
      pending.delete(number);
      settle(result);
    };
    return worker;
  });
  let calls = 0;
  const call = (name, argument) =>
    new Promise((resolve) => {
      const number = calls++;
      pending.set(number, resolve);
      workers[number % processes].postMessage([number, name, argument]);
    });
  return byCalls({ processes, call, end: () => workers.forEach((worker) => worker.terminate()) });
}
