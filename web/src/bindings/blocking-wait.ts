import { DeadlockError } from "./errors";
import type { NativePool } from "./native-pool";
import { serverRuntime } from "./platform";

/** A thread that has other duties waits in slices of this length, in milliseconds. */
const slice = { page: 10, worker: 50, program: 50 };

/** How long a pool outside of browsers may be without a running worker while a thread is blocked, in milliseconds. */
const startLimit = 30_000;

/**
 * Tells a call that blocks the event loop whether its pool has no worker and gets none: in browsers a new one needs that event
 * loop; elsewhere it starts meanwhile.
 */
export class WorkerWatch {
  private lastSeen = performance.now();

  constructor(private readonly pool: NativePool) {}

  hasNone(): boolean {
    if (this.pool.running === 0)
      return !serverRuntime || performance.now() - this.lastSeen > startLimit;
    this.lastSeen = performance.now();
    return false;
  }
}

export interface Waiting {
  /** Waits for at most `milliseconds`, without limit if negative; returns whether the wait is over. */
  wait: (milliseconds: number) => boolean;
  /** Whether a running task awaits a promise. */
  awaits: () => boolean;
  /** Called between the slices of the wait. */
  meanwhile?: (() => void) | undefined;
}

/**
 * Blocks until the wait is over, for at most `limit` milliseconds (without limit if negative); returns whether it is. Throws
 * `DeadlockError` if blocking this thread prevents the end of the wait: a page's main thread that a task may need, the host
 * that must start a worker, or the only thread, on which a promise must settle.
 */
export function block(pool: NativePool, limit: number, waiting: Waiting): boolean {
  const { runtime } = pool;
  const { host, scheduler, role } = runtime;
  if (scheduler) return scheduler.workUntil(() => waiting.wait(0), limit, waiting.meanwhile);
  if (!host && !waiting.meanwhile) return waiting.wait(limit);
  const end = limit < 0 ? Infinity : performance.now() + limit;
  const workers = new WorkerWatch(pool);
  for (;;) {
    const left = end - performance.now();
    if (waiting.wait(Math.max(0, Math.min(slice[role], left)))) return true;
    if (left <= slice[role]) return false;
    waiting.meanwhile?.();
    if (!host) continue;
    host.look();
    if (waiting.wait(0)) return true; // the job of a worker that has died
    if (role === "page" && limit < 0 && waiting.awaits()) {
      throw new DeadlockError(
        "a task of the job awaits a promise, which may need the page that this call blocks; use `await result`",
      );
    }
    if (pool.alive > 0 && workers.hasNone()) {
      throw new DeadlockError(
        "all workers of the pool are being replaced, and a new one needs the event loop that this call blocks; use the " +
          "async call",
      );
    }
  }
}
