import { pool as createPool } from "workerpool";
import { byCalls } from "./by-calls.js";

// Dedicated workers with registered functions: no text of a function crosses.
export async function create(processes, base) {
  const pool = createPool(new URL("workers/workerpool.js", base).href, {
    minWorkers: processes,
    maxWorkers: processes,
    workerType: "web",
  });
  return byCalls({
    processes,
    call: (name, argument) => pool.exec(name, [argument]),
    end: () => pool.terminate(true),
  });
}
