/**
 * Python's `multiprocessing.Pool` in the browser: C++20 and WebAssembly, with Web Workers for processors.
 *
 * @packageDocumentation
 */
import { attachModule } from "../bindings/attach-module";
import { provideBase } from "../processor/task-base";
import { runProcessor } from "../processor/run-processor";
import {
  compiledWorkerName,
  libraryUrl,
  singleThreadWorkerName,
  workerName,
} from "../bindings/urls";
import { readText } from "../bindings/module-memory";
import type { WebpoolModule } from "../bindings/module";
import { onDemandParts, provideLibrary } from "../bindings/on-demand";
import { cpuCount } from "../bindings/platform";
import { provideRealm } from "../bindings/realm";
import type { SingleThreadOrder, ThreadOrder } from "../bindings/program-contract";
import * as onDemandLibrary from "./on-demand-library";

export { AsyncResult } from "./async-result";
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
} from "../bindings/errors";
export type { ModuleFunction, TaskFunction } from "../bindings/function-table";
export { ImapIterator, type ImapOptions } from "./imap-iterator";
export { Kernel, type KernelFactory, type KernelRow, kernels } from "./kernels";
export { load } from "../bindings/load";
export { cpuCount } from "../bindings/platform";
export { RowBlock } from "../bindings/row-block";
export { Matrix, MatrixBlocks, MatrixRows, type RandomOptions, share, unshare } from "./matrix";
export type { TypedArray } from "../bindings/codec";
export type { CurrentChunks, ProcessorStats } from "../bindings/native-pool";
export { Pool } from "./pool";
export type {
  ApplyOptions,
  AsyncOptions,
  Callbacks,
  Control,
  KernelOptions,
  MapOptions,
  PoolOptions,
  TaskLimit,
  Untimed,
} from "./pool-options";
export { Program } from "./program";
export type {
  CallNote,
  LanguageName,
  ProgramError,
  ProgramOptions,
  ProgramOutput,
} from "../bindings/program-contract";
export type { ProgramSpan, ProgramState } from "../bindings/program-state";
export { type Support, support } from "../bindings/support";
export type { TraceEvent } from "../bindings/trace";

/** @internal */
declare global {
  /** The functions that the module's own JavaScript calls in the threads it starts; see `src/wasm/platform.js`. */
  var webpoolRealm: {
    cpuCount: typeof cpuCount;
    runProcessor: typeof runProcessor;
    runProgram: typeof runProgram;
  };
}
webpoolRealm = { cpuCount, runProcessor, runProgram };
provideLibrary(onDemandLibrary);

// In a worker that the library started, this must run before the first message arrives.
const ownName = typeof document === "object" ? undefined : (globalThis as { name?: unknown }).name;
const servesProgram = ownName === singleThreadWorkerName || ownName === compiledWorkerName;
if (ownName === workerName || servesProgram) provideRealm(provideBase);

// Reads the order at once, since its memory is released when the thread's main function returns. A rejection is left
// unhandled on purpose: it becomes the worker's error event.
function runProgram(module: WebpoolModule, address: number, size: number): void {
  attachModule(module);
  const order = JSON.parse(readText(module, address, size)) as ThreadOrder;
  void onDemandParts().then((parts) => parts.runProgram(module, order));
}

// The worker of a single-thread program. Its order may arrive before the on-demand library is loaded. In WebKit, a worker's
// main script and an import of the same URL are two instances of the module; the imported one serves the program, so that
// program and library share it. On a busy computer, WebKit now and then never answers that import. A compiled program imports
// nothing, so the main script's own instance serves it; the page replaces other workers that stay silent
// (program/single-thread-host.ts).
const serving = Symbol.for("webpool.serving");
if (servesProgram) {
  const realm = globalThis as { [serving]?: (order: Promise<SingleThreadOrder>) => Promise<void> };
  const isFirst = realm[serving] === undefined;
  realm[serving] = async (order) => (await onDemandParts()).serveSingleThreadProgram(order);
  if (isFirst) {
    const order = new Promise<SingleThreadOrder>((resolve) => {
      addEventListener("message", ({ data }: MessageEvent<SingleThreadOrder>) => resolve(data), {
        once: true,
      });
    });
    // Firefox cannot import a module while it is still being evaluated.
    new Promise((resolve) => setTimeout(resolve))
      .then(() =>
        ownName === compiledWorkerName
          ? undefined
          : import(/* webpackIgnore: true */ /* @vite-ignore */ libraryUrl),
      )
      .then(() => realm[serving]!(order))
      .catch((error: unknown) =>
        setTimeout(() => {
          throw error;
        }),
      );
  }
}
