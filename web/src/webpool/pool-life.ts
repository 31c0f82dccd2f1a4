import { WorkerWatch } from "../bindings/blocking-wait";
import { DeadlockError, ProcessorCrashedError } from "../bindings/errors";
import type { NativePool } from "../bindings/native-pool";
import { onDemandParts } from "../bindings/on-demand";
import { kindOf } from "../bindings/options";
import { serverRuntime } from "../bindings/platform";

/** How the workers of a pool start and end, for whoever waits for it. */

/** How long `Pool.create` waits for the next worker to start, in milliseconds. */
const startTimeout = 30_000;

/** Throws a `TypeError` or `RangeError` for what is not a number of processes. */
export function requireProcesses(processes: unknown): void {
  if (processes === undefined || processes === null) return;
  if (typeof processes === "object" || typeof processes === "function") {
    throw new TypeError(
      `processes: expected a number, followed by the options: Pool.create(4, { … }); got ${kindOf(processes)}`,
    );
  }
  if (Number.isInteger(processes) && (processes as number) >= 1 && (processes as number) <= 1024)
    return;
  throw new RangeError(`processes: ${kindOf(processes)} is not a number from 1 to 1024`);
}

/**
 * Resolves when all workers have started and are initialized, or with why they did not. There is no timeout with an
 * initializer, which may take as long as it needs.
 */
export async function whenReady(native: NativePool): Promise<(() => Promise<unknown>) | undefined> {
  const expected = native.runtime.scheduler ? 1 : native.size;
  let started = 0;
  let lastStart = performance.now();
  let timedOut = false;
  await native.whenStarted(() => {
    if (native.started === native.size || native.alive < expected) return true;
    if (native.started > started) lastStart = performance.now();
    started = native.started;
    timedOut = performance.now() - lastStart > startTimeout && !native.options.initializer;
    return timedOut;
  });
  const failure = native.failure();
  if (!failure && native.started === native.size) return undefined;
  return async () => {
    // In browsers the event of a worker that crashed does not say why.
    if (failure && (serverRuntime || !(failure.error instanceof ProcessorCrashedError)))
      return failure.error;
    const count = timedOut ? `${started} of ${native.size}` : undefined;
    return (await onDemandParts()).startError(failure?.error, count, startTimeout);
  };
}

/** Blocks until all workers have ended. Where this realm is their host, it must keep serving their messages meanwhile. */
export function waitForEnd(native: NativePool): void {
  const { host, scheduler } = native.runtime;
  scheduler?.workUntil(() => native.alive === 0, -1);
  const workers = new WorkerWatch(native);
  for (let { alive } = native; alive !== 0; alive = native.alive) {
    host?.look();
    if (host && workers.hasNone() && native.starting !== 0) {
      throw new DeadlockError(
        "join() blocks the event loop that a new worker of the pool needs to start; use `await pool.joinAsync()`",
      );
    }
    native.waitForEnd(alive, host ? 5 : 1000);
  }
}

/** Throws a `DeadlockError` in a call that blocks the event loop which the pool needs to replace its workers. */
export function requireLoop(native: NativePool, call: string): void {
  if (!native.replacesWorkers) return;
  throw new DeadlockError(
    `${call} blocks the event loop that a pool with maxtasksperchild needs for its workers; use the async call, or a Program`,
  );
}
