import { serverRuntime } from "../bindings/platform";
import { kindOf } from "../bindings/options";
import { nameClass } from "../bindings/printed-as";
import { requireReceiver } from "../bindings/receiver";
import { onDemandParts } from "../bindings/on-demand";
import type { ProgramOptions, ProgramRunner } from "../bindings/program-contract";
import { requireProgramOptions } from "./program-options";

/**
 * A main program that runs in its own thread, where the sync calls of a pool may block while the page stays responsive. Its
 * source is an ES module, which may `import { Pool } from "webpool"` and use top-level `await`; `print(...)` and
 * `sleep(milliseconds)` are global. Each program has its own memory and workers, which end with it.
 *
 * With `language: "python"` the source is Python, run as `python main.py` would run it: `multiprocessing.Pool` uses the
 * processors. `run()` rejects with the uncaught exception, whose `stack` is Python's traceback, or with a `SystemExit` for an
 * exit status other than 0, which is its `exitCode`.
 */
export class Program {
  private host: ProgramRunner | undefined;
  private stopped = false;
  private readonly loading: Promise<ProgramRunner>;
  private running: Promise<void> | undefined;

  constructor(source: string, options?: ProgramOptions);
  /** @internal */
  constructor(source: string, options: ProgramOptions, compiledName: string);
  constructor(source: string, given?: ProgramOptions, compiledName?: string) {
    if (typeof source !== "string")
      throw new TypeError(
        `Program: its source text is needed, a string; ${kindOf(source)} was given`,
      );
    const options = requireProgramOptions(given);
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
    this.loading.catch(() => {}); // `prepare` and `run` reject with it
  }

  /** Creates one of the guide's C++ programs, which are compiled into the module: "cpu_count", "pool_map", … */
  static compiled(name: string, options: ProgramOptions = {}): Program {
    return new Program("", options, name);
  }

  /** Loads the module, also in workers, so that `run()` starts at once. Optional. */
  async prepare(): Promise<void> {
    await (await this.loading).prepare();
  }

  /**
   * Runs the program, once. Resolves when its module has been evaluated, including top-level `await`; rejects with a
   * {@link ProgramError}, or with the value that it threw. An uncaught error or an unhandled rejection ends it as well.
   */
  run(): Promise<void> {
    this.running ??= this.loading.then((host) => host.run());
    return this.running;
  }

  /**
   * Interrupts the program as Ctrl+C does: a Python program gets a `KeyboardInterrupt`. Returns false if it cannot be
   * interrupted (it does not run, or is in JavaScript or C++) or was interrupted before; `stop()` ends every program.
   */
  interrupt(): boolean {
    return this.host?.interrupt() ?? false;
  }

  /**
   * Copies of the files in the working directory of a Python program, by name: those from its `files` option, and those that
   * it and its tasks have written. Empty for programs in other languages.
   */
  files(): Record<string, Uint8Array> {
    return this.host?.files() ?? {};
  }

  /**
   * Ends the program, whatever it and its tasks do; `run()` rejects with a `CancelledError` unless the program had ended
   * before. Output that was printed before is still delivered.
   */
  stop(): void {
    this.stopped = true;
    this.host?.stop();
  }
}

nameClass(Program, "Program");
requireReceiver(Program, "Program", "program");
