import { type ChunkEnd, givenUp } from "./chunk-end";

/** How often the stop flag of a job is read while one of its tasks is awaited, in milliseconds. */
const tick = 10;

/** For how many ticks a task that has used `processor.signal` may clean up once its job was stopped: a second. */
const cleanUpTicks = 100;

// The originals, since a task may replace the globals.
const { Promise, setTimeout } = globalThis;

/**
 * Waits for the end of the chunk that a processor awaits, and gives it up if the job was stopped, since a promise that nobody
 * waits for any more may never settle.
 */
export class AwaitedChunk {
  private giveUp: (() => void) | undefined;
  // How often the flag was seen set.
  private stoppedFor = 0;
  // Stays set after the chunk has ended, so that many short chunks need one timer.
  private timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param stopped - whether the job was stopped
   * @param cleansUp - whether its task has used `processor.signal`
   */
  constructor(
    private readonly stopped: () => boolean,
    private readonly cleansUp: () => boolean,
  ) {}

  /** Resolves with the end of the chunk. Calls `abandon` before it resolves without. */
  end(chunk: Promise<ChunkEnd>, abandon: () => void): Promise<ChunkEnd> {
    return new Promise((resolve, reject) => {
      this.stoppedFor = 0;
      const giveUp = (): void => {
        this.giveUp = undefined;
        abandon();
        resolve(givenUp);
      };
      this.giveUp = giveUp;
      const unlessGivenUp =
        <Value>(settle: (value: Value) => void) =>
        (value: Value): void => {
          if (this.giveUp !== giveUp) return;
          this.giveUp = undefined;
          settle(value);
        };
      chunk.then(unlessGivenUp(resolve), unlessGivenUp(reject));
      this.watch();
    });
  }

  private watch(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.look();
      if (this.giveUp) this.watch();
    }, tick);
  }

  private look(): void {
    if (!this.giveUp || !this.stopped()) return;
    if (++this.stoppedFor > cleanUpTicks || !this.cleansUp()) this.giveUp();
  }
}
