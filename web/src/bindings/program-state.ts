import { StateRing } from "./layout";
import type { WebpoolModule } from "./module";

/**
 * What the thread of a program does: `"running"`: its code runs; `"locked"`: it is blocked inside a sync call of a pool;
 * `"free"`: it waits for events; `"starting"`: the interpreter of its language starts, or it is blocked until processors have
 * started, which Python forks meanwhile.
 */
export type ProgramState = "running" | "locked" | "free" | "starting";

/** A period in which a program's thread was in one state. */
export interface ProgramSpan {
  /** What the thread did. */
  state: ProgramState;
  /** Milliseconds on the clock of `performance.timeOrigin + performance.now()`, as in `TraceEvent`. */
  begin: number;
  /** On the same clock; null while the span lasts. The span is reported again when it has ended. */
  end: number | null;
}

const states: readonly ProgramState[] = ["running", "locked", "free", "starting"];

function now(): number {
  return performance.timeOrigin + performance.now();
}

/**
 * The program's side: records when the state of its thread changes. It notices a turn of the event loop when the program
 * starts, a pool delivers results, a timer fires, or a pool is called. In a turn that another event started, the time before
 * that counts as free.
 */
export class StateClock {
  private state: ProgramState | undefined;
  private readonly turn = new MessageChannel();
  private expectsTurn = false;
  private isStarting = false;

  /** @param address - address of the ring that the host reads */
  constructor(
    private readonly module: WebpoolModule,
    private readonly address: number,
  ) {
    // A message that was posted in a turn of the event loop arrives after it.
    this.turn.port1.onmessage = () => {
      this.expectsTurn = false;
      this.enter("free");
    };
    this.watchTimers();
    this.running();
  }

  /** Records that the program's code runs, until the end of this turn of the event loop. */
  running(): void {
    this.enter("running");
    if (this.expectsTurn) return;
    this.expectsTurn = true;
    this.turn.port2.postMessage(null);
  }

  /** Runs a sync call of a pool; in the state `"starting"` if it starts processors. */
  locked<T>(run: () => T, state: "locked" | "starting" = "locked"): T {
    if (this.state === "locked" || this.state === "starting") return run();
    this.running();
    this.enter(state);
    try {
      return run();
    } finally {
      this.enter("running");
    }
  }

  /** Records that a compiled program starts or stops waiting inside a call of a pool. */
  waits(isWaiting: boolean): void {
    this.enter(isWaiting ? "locked" : "running");
  }

  /** Records everything until `begins` as the start of the language's interpreter. */
  starts(): void {
    this.enter("starting");
    this.isStarting = true;
  }

  begins(): void {
    this.isStarting = false;
    this.running();
  }

  private enter(state: ProgramState): void {
    if (state === this.state || this.isStarting) return;
    this.state = state;
    const { HEAP32, HEAPF64 } = this.module.memory;
    const count = HEAP32[this.address >> 2]!; // this thread alone writes it
    const at = StateRing.entry(this.address, count);
    HEAPF64[at] = states.indexOf(state);
    HEAPF64[at + 1] = now();
    Atomics.store(HEAP32, this.address >> 2, count + 1); // publishes the entry
  }

  private watchTimers(): void {
    const scope = globalThis as unknown as Record<string, (...args: unknown[]) => unknown>;
    for (const name of ["setTimeout", "setInterval"]) {
      const start = scope[name]!;
      scope[name] = (handler, ...rest) =>
        typeof handler !== "function"
          ? start(handler, ...rest)
          : start(
              (...args: unknown[]) => {
                this.running();
                (handler as (...args: unknown[]) => void)(...args);
              },
              ...rest,
            );
    }
  }
}

/** The host's side: reads what the program has recorded. */
export class StateReader {
  /** Address of the ring; 0 if there was no memory for it. */
  readonly address: number;
  private next = 0;

  constructor(private readonly module: WebpoolModule) {
    this.address = module._malloc(StateRing.bytes);
    if (this.address !== 0) module.memory.HEAP32[this.address >> 2] = 0;
  }

  /**
   * Returns the spans since the last call. The last one has no end, unless the program is `over`. If the state changed more
   * than 4,000 times since the last call, the oldest spans are missing.
   */
  read(over = false): ProgramSpan[] {
    if (this.address === 0) return [];
    const { HEAP32, HEAPF64 } = this.module.memory;
    const count = Atomics.load(HEAP32, this.address >> 2);
    const first = Math.max(this.next, count - StateRing.entries);
    const spans: ProgramSpan[] = [];
    // Starts with the span that had no end in the last call.
    for (let index = Math.max(0, first - 1); index < count; ++index) {
      const at = StateRing.entry(this.address, index);
      spans.push({ state: states[HEAPF64[at]!]!, begin: HEAPF64[at + 1]!, end: null });
    }
    const written = Atomics.load(HEAP32, this.address >> 2);
    spans.forEach((span, index) => (span.end = spans[index + 1]?.begin ?? null));
    const last = spans.at(-1);
    if (over && last) last.end = Math.max(last.begin, now());
    else if (count === this.next) return [];
    this.next = count;
    // Drops entries that the program may have overwritten while they were read.
    return merged(spans.slice(Math.max(0, written - StateRing.entries - Math.max(0, first - 1))));
  }
}

/** Spans shorter than this are merged, in milliseconds: a program may call its pool 300,000 times a second. */
const short = 0.2;
/** Merged spans are about this long, in milliseconds. */
const grain = 1;

// Merges runs of short spans into one span each, with the state that took most of the time.
function merged(spans: ProgramSpan[]): ProgramSpan[] {
  const result: ProgramSpan[] = [];
  let times: Record<ProgramState, number> | undefined;
  let group: ProgramSpan | undefined;
  const flush = (): void => {
    if (!group || !times) return;
    const sums = times;
    group.state = states.reduce((most, state) => (sums[state] > sums[most] ? state : most));
    result.push(group);
    group = undefined;
  };
  for (const span of spans) {
    const length = span.end === null ? Infinity : span.end - span.begin;
    if (length >= short) {
      flush();
      result.push(span);
      continue;
    }
    if (!group) {
      group = { ...span };
      times = { running: 0, locked: 0, free: 0, starting: 0 };
    }
    group.end = span.end;
    times![span.state] += length;
    if (group.end! - group.begin >= grain) flush();
  }
  flush();
  return result;
}
