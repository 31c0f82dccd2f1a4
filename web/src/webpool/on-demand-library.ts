/**
 * What the parts in webpool-more.js use of the library itself: they are given it when they are loaded (bindings/on-demand.ts), since a
 * bundle of their own would have a runtime and classes of its own.
 */
export { Caller, setProcessorIndex } from "../processor/task-runner";
export { prefixLength } from "../processor/compile";
export { levels, printers, provideOutput, sleep } from "../processor/output";
export { decode, encode, shareViewsOf } from "../bindings/codec";
export { CancelledError, DeadlockError, describe, errorOf } from "../bindings/errors";
export { fileUrl, lentProgramName, libraryUrl } from "../bindings/urls";
export { setBase, withBytes } from "../bindings/function-table";
export { cpuCount, createModule } from "../bindings/load";
export { Host, Runtime, setRuntime } from "../bindings/runtime";
export { support } from "../bindings/support";
