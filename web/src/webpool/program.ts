import { serverRuntime } from "../bindings/platform";
import { type CallShape, type Check, checks, kindOf, requireOptions } from "../bindings/options";
import { onDemandParts } from "../bindings/on-demand";
import type { ProgramOptions, ProgramRunner } from "../bindings/program-contract";

const options: Required<Record<keyof ProgramOptions, Check>> = {
  onOutput: checks.function,
  onTrace: checks.function,
  onProgramState: checks.function,
  onCall: checks.function,
  processes: checks.number,
  language: checks.string,
  files: checks.object,
  onLoad: checks.function,
};
const shape: CallShape = {
  call: "Program",
  options,
  positional: { function: "onOutput", number: "processes" },
};

/**
 * A main program, run in a thread of its own: sync calls of a pool block it for real, while the page goes on. The text is
 * that of an ES module: `import { Pool } from "webpool"`, top-level `await`, and `print(...)` and `sleep(milliseconds)`
 * exist. Each program has a memory and workers of its own, which end with it.
 *
 * With `language: "python"` the text is Python's, run as `python main.py` would: `multiprocessing.Pool` works on the
 * processors. `run()` rejects with the error that ends it, whose `stack` is Python's traceback, or with a `SystemExit` for a
 * status that is not 0; `exitCode` is the status.
 */
export class Program {
  private host: ProgramRunner | undefined;
  private stopped = false;
  private readonly loading: Promise<ProgramRunner>;
  private running: Promise<void> | undefined;

  constructor(source: string, options?: ProgramOptions);
  /** @internal */
  constructor(source: string, options: ProgramOptions, compiledName: string);
  constructor(source: string, options: ProgramOptions = {}, compiledName?: string) {
    if (typeof source !== "string")
      throw new TypeError(`Program: its text is needed, a string; ${kindOf(source)} was given`);
    requireOptions(shape, options);
    if (serverRuntime) {
      throw new Error(
        `Program runs in browsers. In ${serverRuntime} calls of a pool may block the main thread: use \`await Pool.create()\``,
      );
    }
    this.loading = onDemandParts().then(({ ProgramHost: Host }) => {
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
   * Asks the program to end by itself, as Ctrl+C does: a Python program gets a `KeyboardInterrupt`. Returns false where it
   * cannot be asked (it does not run, or is in JavaScript or C++) or was asked before; `stop()` ends every program.
   */
  interrupt(): boolean {
    return this.host?.interrupt() ?? false;
  }

  /**
   * The files that are in the working directory of a program in Python: those that it was given, and what it and its tasks
   * have written. By their names, as copies; none of a program in another language.
   */
  files(): Record<string, Uint8Array> {
    return this.host?.files() ?? {};
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
