import { DeadlockError } from "./errors";
import type { NativePool } from "./native-pool";

/** How a thread waits that has to look up now and then, in milliseconds. */
const slice = { page: 10, worker: 50, program: 50 };

export interface Waiting {
  /** Waits for at most so long, for ever if negative; whether it is over. */
  wait: (milliseconds: number) => boolean;
  /** Whether a task at hand awaits a promise. */
  awaits: () => boolean;
  /** Called now and then. */
  meanwhile?: (() => void) | undefined;
}

/**
 * Blocks until it is over, for at most `limit` milliseconds (for ever if negative); returns whether it is. Throws
 * `DeadlockError` where this realm would keep what it waits for from happening: a page's main thread by standing still, the
 * host of the workers by not starting one, the only thread that there is by not serving promises.
 */
export function block(pool: NativePool, limit: number, waiting: Waiting): boolean {
  const { runtime } = pool;
  const { host, scheduler, role } = runtime;
  if (scheduler) return scheduler.workUntil(() => waiting.wait(0), limit, waiting.meanwhile);
  if (!host && !waiting.meanwhile) return waiting.wait(limit);
  const end = limit < 0 ? Infinity : performance.now() + limit;
  for (;;) {
    const left = end - performance.now();
    if (waiting.wait(Math.max(0, Math.min(slice[role], left)))) return true;
    if (left <= slice[role]) return false;
    waiting.meanwhile?.();
    if (!host) continue;
    host.look();
    if (role === "page" && limit < 0 && waiting.awaits()) {
      throw new DeadlockError(
        "a task of the job awaits a promise, which may need the page that this call blocks; use `await result`",
      );
    }
    if (pool.alive > 0 && pool.running === 0) {
      throw new DeadlockError(
        "all workers of the pool are being replaced, and a new one needs the event loop that this call blocks; use the " +
          "async call",
      );
    }
  }
}
