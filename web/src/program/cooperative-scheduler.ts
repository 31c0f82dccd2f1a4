import { DeadlockError } from "../bindings/errors";
import type { WebpoolModule } from "../bindings/module";
import type { OneProcessorScheduler } from "../bindings/one-processor-scheduler";
import { requireSleep, sleep } from "../processor/output";
import { CooperativeProcessor, promiseRefusal } from "./cooperative-processor";

const blocked =
  "a task awaits a promise, which needs the thread that this call blocks: on one processor the program and its tasks share " +
  "it; use `await`";

// How often a program may poll the end of a job in one turn of its event loop while no task can run.
const maxPolls = 10_000;

// For how many milliseconds tasks run before other events get a turn.
const turnLength = 8;

/**
 * Runs the pools' processors on the thread of the program, where the browser has no other threads. They work while the
 * program waits (`get`, `wait`, `join`, a sync call, `sleep`) and in turns of its event loop.
 */
export class CooperativeScheduler implements OneProcessorScheduler {
  readonly refusal = promiseRefusal;
  private readonly processors = new Set<CooperativeProcessor>();
  private readonly turns = new MessageChannel();
  private expectsTurn = false;
  // How often the program has polled since a task last ran, and since when.
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
          this.take(scheduler); // its replacement, if maxtasksperchild ended it
        },
      },
    );
    this.processors.add(processor);
    this.wake();
  }

  get inTask(): boolean {
    for (const processor of this.processors) if (processor.busy) return true;
    return false;
  }

  wake(): void {
    if (this.expectsTurn) return;
    this.expectsTurn = true;
    this.turns.port2.postMessage(null);
  }

  /** The limit is not exact, since a running task is not interrupted. */
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

  readonly sleep = (milliseconds: number): void => {
    this.workUntil(() => false, requireSleep(milliseconds));
  };

  /** The first poll in a turn only counts; each further one runs a task. */
  poll(done: () => boolean): boolean {
    const now = performance.now();
    if (++this.polls === 1) {
      this.polledSince = now;
      this.wake(); // the next turn resets the count
    } else if (this.step()) return done();
    else if (this.polls > maxPolls && now - this.polledSince > 1000)
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
    this.rest(requireSleep(milliseconds));
  };

  private rest(milliseconds: number): void {
    if (this.mayBlock) {
      sleep(milliseconds);
      return;
    }
    const end = performance.now() + milliseconds;
    while (performance.now() < end); // a page's main thread cannot sleep, so it spins
  }
}
