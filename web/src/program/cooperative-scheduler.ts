import { DeadlockError } from "../bindings/errors";
import type { WebpoolModule } from "../bindings/module";
import type { OneProcessorScheduler } from "../bindings/one-processor-scheduler";
import { sleep } from "../processor/output";
import { CooperativeProcessor, promiseRefusal } from "./cooperative-processor";

const blocked =
  "a task awaits a promise, which needs the thread that this call blocks: on one processor the program and its tasks share " +
  "it; use `await`";

// How often a program may look whether a job has ended, in one turn of its event loop, while nothing can go on.
const longestPolling = 10_000;

// For how many milliseconds tasks have the thread before the rest of the event loop has its turn.
const turnLength = 8;

/**
 * Where the browser gives no threads: the one thread that there is, which the pools' processors share with the program. They
 * work while it waits (`get`, `wait`, `join`, a sync call, `sleep`) and in turns of its event loop.
 */
export class CooperativeScheduler implements OneProcessorScheduler {
  /** Why a sync call refuses promises here. */
  readonly refusal = promiseRefusal;
  private readonly processors = new Set<CooperativeProcessor>();
  private readonly turns = new MessageChannel();
  private expectsTurn = false;
  // Looks at results since something was done, and since when.
  private polls = 0;
  private polledSince = 0;

  /**
   * @param mayBlock - false on a page's main thread
   * @param afterwards - called after each piece of work
   */
  constructor(
    private readonly module: WebpoolModule,
    private readonly mayBlock: boolean,
    private readonly afterwards: () => void = () => {},
  ) {
    this.turns.port1.onmessage = () => this.turn();
  }

  /** Takes the processor of that pool. */
  add(pool: number): void {
    this.take(this.module._webpool_cooperative_pool(pool));
  }

  private take(scheduler: number): void {
    const { module } = this;
    const context = module._webpool_cooperative_context(scheduler);
    if (context === 0) return;
    const processor: CooperativeProcessor = new CooperativeProcessor(
      module,
      context,
      this.sleepInTask,
      {
        resumed: () => this.wake(),
        ended: () => {
          this.processors.delete(processor);
          this.take(scheduler); // another one has taken its place, where it had done its share
        },
      },
    );
    this.processors.add(processor);
    this.wake();
  }

  /** Whether a task has the thread. */
  get inTask(): boolean {
    for (const processor of this.processors) if (processor.busy) return true;
    return false;
  }

  /** There may be work, for a turn of the event loop. */
  wake(): void {
    if (this.expectsTurn) return;
    this.expectsTurn = true;
    this.turns.port2.postMessage(null);
  }

  /**
   * Works until `done()`, for at most about `milliseconds`, without limit if they are negative: a task that has begun is
   * not interrupted. Returns `done()`. Throws `DeadlockError` where nothing that could be waited for goes on.
   */
  workUntil(done: () => boolean, milliseconds: number, meanwhile?: () => void): boolean {
    const end = milliseconds < 0 ? Infinity : performance.now() + milliseconds;
    while (!done()) {
      const left = end - performance.now();
      if (left <= 0) return false;
      const worked = this.step();
      meanwhile?.();
      if (worked || done()) continue;
      if (end === Infinity) {
        throw new DeadlockError(blocked);
      }
      this.rest(left);
      return done();
    }
    return true;
  }

  /** The program's own `sleep`: its processors work meanwhile. */
  readonly sleep = (milliseconds: number): void => {
    this.workUntil(() => false, Math.max(0, Number(milliseconds) || 0));
  };

  /** The program looks whether a job has ended; one that looks again and again gives the thread away by it. */
  poll(done: () => boolean): boolean {
    const now = performance.now();
    if (++this.polls === 1) {
      this.polledSince = now;
      this.wake(); // a turn begins the count anew
    } else if (this.step()) return done();
    else if (this.polls > longestPolling && now - this.polledSince > 1000)
      throw new DeadlockError(blocked);
    return false;
  }

  private step(): boolean {
    for (const processor of this.processors) {
      this.afterwards();
      if (!processor.step()) continue;
      this.polls = 0;
      this.afterwards();
      return true;
    }
    return false;
  }

  private turn(): void {
    this.expectsTurn = false;
    this.polls = 0;
    const end = performance.now() + turnLength;
    let more = true;
    while (more && performance.now() < end) more = this.step();
    if (more) this.wake();
  }

  private readonly sleepInTask = (milliseconds: number): void => {
    this.rest(Math.max(0, Number(milliseconds) || 0));
  };

  private rest(milliseconds: number): void {
    if (this.mayBlock) {
      sleep(milliseconds);
      return;
    }
    const end = performance.now() + milliseconds;
    while (performance.now() < end); // a page's main thread cannot sleep
  }
}
