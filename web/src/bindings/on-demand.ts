import type { WebpoolModule } from "./module";
import type { OneProcessorScheduler } from "./one-processor-scheduler";
import type {
  ProgramOptions,
  ProgramRunner,
  SingleThreadOrder,
  ThreadOrder,
} from "./program-contract";
import { fileUrl } from "./urls";

/** The URL of a function's module, and the name that the module exports it by. */
export interface FunctionReference {
  module: string;
  name: string;
}

/**
 * The parts of the library that run programs, and pools where there are no threads. Their code is in web/src/program and in a
 * separate file, since pools with threads do not need it; and what is rare in those.
 */
export interface OnDemandParts {
  /** On the page: runs a program. `compiledName` names a program that is compiled into the module. */
  ProgramHost: new (
    source: string,
    options?: ProgramOptions,
    compiledName?: string,
  ) => ProgramRunner;
  /** In the program's thread: starts it. */
  runProgram(module: WebpoolModule, order: ThreadOrder): void;
  /** In the worker of a program without threads: loads the module and starts the program. */
  serveSingleThreadProgram(order: Promise<SingleThreadOrder>): void;
  /**
   * The error for workers that have not started, with its cause. `count` says how many have, if no other one has within
   * `timeout` milliseconds.
   */
  startError(cause: unknown, count: string | undefined, timeout: number): Promise<Error>;
  /** The error for a function whose module could not be imported in a processor, or does not export it. */
  importError(
    reference: FunctionReference,
    exports: Record<string, unknown> | undefined,
    failure: unknown,
  ): Error;
  /** The error for a WebAssembly module that could not be loaded or compiled, with its probable cause. */
  loadError(url: string, failure: unknown): unknown;
  /** The script that starts a worker with a script of another origin. */
  startable(script: string): string;
  /** `mayBlock` is false on a page's main thread. `afterwards` is called after each piece of work. */
  CooperativeScheduler: new (
    module: WebpoolModule,
    mayBlock: boolean,
    afterwards?: () => void,
  ) => OneProcessorScheduler;
}

// Of the list of the module's functions, which both scripts call by their places in it; build-library.mjs defines it.
declare const exportsVersion: string;

let library: object | undefined;
let provided: OnDemandParts;
let parts: Promise<OnDemandParts> | undefined;

/**
 * Provides the library's modules that the parts use (webpool/on-demand-library.ts), so that their bundle needs no copies of
 * these.
 */
export function provideLibrary(own: object): void {
  library = own;
}

/** Provides the parts, once their script runs. */
export function provideParts(own: OnDemandParts): void {
  provided = own;
}

/** Loads the parts, once in a realm. */
export function onDemandParts(): Promise<OnDemandParts> {
  parts ??= (
    import(
      /* webpackIgnore: true */ /* @vite-ignore */ fileUrl("webpool-on-demand.js")
    ) as Promise<{
      default: (library: object) => void;
      version: string;
    }>
  )
    .then(({ default: make, version }) => {
      if (version !== exportsVersion)
        throw new Error("it is of another build than webpool.js; copy the whole folder");
      make(library!);
      return provided;
    })
    .catch((error: unknown) => {
      parts = undefined;
      throw new Error(
        `a part of the library could not be loaded: is its whole folder served? (${String(error)})`,
        { cause: error },
      );
    });
  return parts;
}
