/**
 * What the parts in webpool-more.js use of the library itself: they are given it when they are loaded (more.ts), since a
 * bundle of their own would have a runtime and classes of its own.
 */
export { Caller, setProcessorIndex } from "../processor/call";
export { prefixLength } from "../processor/compile";
export { levels, printers, provideOutput, sleep } from "../processor/output";
export { decode, encode, shareViewsOf } from "./codec";
export { CancelledError, DeadlockError, describe, errorOf } from "./errors";
export { fileUrl, lentProgramName, libraryUrl } from "./files";
export { setBase, withBytes } from "./functions";
export { cpuCount, createModule } from "./load";
export { Host, Runtime, setRuntime } from "./runtime";
export { support } from "./support";
