import { releaseProxy, wrap } from "comlink";
import { byCalls } from "./by-calls.js";

// comlink has no pool: a proxy for each worker, in turn.
export async function create(processes, base) {
  const workers = Array.from(
    { length: processes },
    () => new Worker(new URL("workers/comlink.js", base)),
  );
  const proxies = workers.map((worker) => wrap(worker));
  let calls = 0;
  return byCalls({
    processes,
    call: (name, argument) => proxies[calls++ % processes][name](argument),
    end() {
      for (const proxy of proxies) proxy[releaseProxy]();
      for (const worker of workers) worker.terminate();
    },
  });
}
