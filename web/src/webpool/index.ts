/**
 * Python's `multiprocessing.Pool` in the browser: C++20 and WebAssembly, with Web Workers for processors.
 *
 * @packageDocumentation
 */
import { serveLentProgram } from "../processor/run-lent-program";
import { runProcessor } from "../processor/run-processor";
import { runProgram } from "../processor/run-program";

export { AsyncResult, type Callbacks, type Control } from "./async-result";
export {
  CancelledError,
  DeadlockError,
  NotReadyError,
  PoolError,
  PoolNotRunningError,
  PoolStillRunningError,
  PoolTerminatedError,
  ProcessorCrashedError,
  type RemoteError,
  SerializationError,
  TimeoutError,
} from "./errors";
export type { ModuleFunction, TaskFunction } from "./functions";
export { ImapIterator, type ImapOptions } from "./imap-iterator";
export { Kernel, type KernelFactory, kernels } from "./kernels";
export { cpuCount, load } from "./load";
export { Matrix, MatrixRows, type RandomOptions, share, type TypedArray, unshare } from "./matrix";
export type { ProcessorStats } from "./native-pool";
export {
  type ApplyOptions,
  type AsyncOptions,
  type KernelOptions,
  type MapOptions,
  Pool,
  type PoolOptions,
} from "./pool";
export { Program, type ProgramError, type ProgramOptions, type ProgramOutput } from "./program";
export type { ProgramSpan, ProgramState } from "./state-clock";
export { type Support, support } from "./support";
export type { TraceEvent } from "./trace";

/** @internal */
declare global {
  /** What the module's own JavaScript calls in the threads that it starts; see `src/wasm/platform.js`. */
  var webpoolRealm: { runProcessor: typeof runProcessor; runProgram: typeof runProgram };
}
webpoolRealm = { runProcessor, runProgram };
serveLentProgram();
