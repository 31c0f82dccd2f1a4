import type { Level } from "../processor/output";
import { more } from "../bindings/on-demand";
import type { ProgramHost } from "../program/program-host";
import type { ProgramSpan } from "../bindings/program-state";
import type { TraceEvent } from "../bindings/trace";

/** A line that a program or one of its tasks printed. */
export interface ProgramOutput {
  text: string;
  level: Level;
  /** Index of the processor that printed it, null for the program itself. */
  processor: number | null;
  /** Milliseconds since the program began. */
  time: number;
}

/** Settings of a program. A callback that throws is reported on the console and harms nothing. */
export interface ProgramOptions {
  /** Called with the lines that have come, soon after they were printed, also while the program is blocked. */
  onOutput?(lines: ProgramOutput[]): void;
  /** Called with what the processors did, also while the program is blocked. */
  onTrace?(events: TraceEvent[]): void;
  /**
   * Called with what the program's own thread did, also while it is blocked: it ran, it was locked inside a sync call of a
   * pool, or it was free. A compiled program counts as running all the time.
   */
  onProgramState?(spans: ProgramSpan[]): void;
  /** How many processors `new Pool()` has in the program; by default `cpuCount()`. */
  processes?: number;
}

/** What `run()` rejects with. */
export interface ProgramError extends Error {
  /** Where in the program's text, from 1, when known. */
  line?: number;
  column?: number;
  /** For an error of a task: its stack in the processor, the processor and the item. */
  remoteStack?: string;
  processor?: number;
  item?: number;
}

/**
 * A main program, run in a thread of its own: sync calls of a pool block it for real, while the page goes on. The text is
 * that of an ES module: `import { Pool } from "webpool"`, top-level `await`, and `print(...)` and `sleep(milliseconds)`
 * exist. Each program has a memory and workers of its own, which end with it.
 */
export class Program {
  private host: ProgramHost | undefined;
  private stopped = false;
  private readonly loading: Promise<ProgramHost>;
  private running: Promise<void> | undefined;

  constructor(source: string, options: ProgramOptions = {}, compiledName?: string) {
    this.loading = more().then(({ ProgramHost: Host }) => {
      this.host = new Host(source, options, compiledName);
      if (this.stopped) this.host.stop();
      return this.host;
    });
    this.loading.catch(() => {}); // told to who prepares or runs it
  }

  /** One of the guide's programs in C++, which the module contains: "cpu_count", "pool_map", … */
  static compiled(name: string, options: ProgramOptions = {}): Program {
    return new Program("", options, name);
  }

  /** Loads the module and has workers load it, so that `run()` starts at once. Optional. */
  async prepare(): Promise<void> {
    await (await this.loading).prepare();
  }

  /**
   * Runs the program, once. Resolves when its module has been evaluated, to the end of its top-level `await`s; rejects with
   * a {@link ProgramError}, or what it threw. An error or rejection that nobody catches ends it, too.
   */
  run(): Promise<void> {
    this.running ??= this.loading.then((host) => host.run());
    return this.running;
  }

  /**
   * Ends the program, whatever it and its tasks do; `run()` rejects with a `CancelledError`, unless the program has ended
   * before. What was printed until now still comes.
   */
  stop(): void {
    this.stopped = true;
    this.host?.stop();
  }
}
