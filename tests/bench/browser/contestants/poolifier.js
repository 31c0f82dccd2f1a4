import { FixedThreadPool } from "poolifier-web-worker";
import { byCalls } from "./by-calls.js";

// A fixed pool, with its mapExecute for maps of single items.
export async function create(processes, base) {
  const failures = [];
  const pool = new FixedThreadPool(processes, new URL("workers/poolifier.js", base), {
    errorEventHandler: (event) => failures.push(event),
  });
  return byCalls({
    processes,
    call: (name, argument) => pool.execute(argument, name),
    mapEach: (items) => pool.mapExecute(items, "square"),
    end: () => pool.destroy(),
  });
}
