import { Pool, spawn, Worker } from "threads";
import { byCalls } from "./by-calls.js";

export async function create(processes, base) {
  const pool = Pool(() => spawn(new Worker(new URL("workers/threads.js", base).href)), processes);
  return byCalls({
    processes,
    call: (name, argument) => pool.queue((worker) => worker[name](argument)),
    end: () => pool.terminate(true),
  });
}
