import type { WebpoolModule } from "./module";
import type { OneProcessorScheduler } from "./one-processor-scheduler";
import type {
  ProgramOptions,
  ProgramRunner,
  SingleThreadOrder,
  ThreadOrder,
} from "./program-contract";
import { fileUrl } from "./urls";

/**
 * The parts of the library that pools with threads do not need: what runs programs, and pools where there are no threads.
 * Their code is web/src/program, in a file of its own.
 */
export interface OnDemandParts {
  /** On the page: runs a program. `compiledName`: of a program that the module contains. */
  ProgramHost: new (
    source: string,
    options?: ProgramOptions,
    compiledName?: string,
  ) => ProgramRunner;
  /** In the program's thread: begins it. */
  runProgram(module: WebpoolModule, order: ThreadOrder): void;
  /** In the worker of a program without threads: loads the module and begins the program. */
  serveSingleThreadProgram(order: Promise<SingleThreadOrder>): void;
  /** `mayBlock`: false on a page's main thread. `afterwards`: called after each piece of work. */
  CooperativeScheduler: new (
    module: WebpoolModule,
    mayBlock: boolean,
    afterwards?: () => void,
  ) => OneProcessorScheduler;
}

let library: object | undefined;
let parts: Promise<OnDemandParts> | undefined;

/**
 * Hands in what the parts use of the library itself (webpool/on-demand-library.ts): a bundle of their own would have a
 * runtime and classes of its own.
 */
export function provideLibrary(own: object): void {
  library = own;
}

/** Loads the parts, once in a realm. */
export function onDemandParts(): Promise<OnDemandParts> {
  parts ??= (
    import(
      /* webpackIgnore: true */ /* @vite-ignore */ fileUrl("webpool-on-demand.js")
    ) as Promise<{
      default: (library: object) => { parts: OnDemandParts };
    }>
  ).then(
    ({ default: make }) => make(library!).parts,
    (error: unknown) => {
      parts = undefined;
      throw new Error(
        `a part of the library could not be loaded: is its whole folder served? (${String(error)})`,
        { cause: error },
      );
    },
  );
  return parts;
}
