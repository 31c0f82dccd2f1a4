/**
 * What webpool-on-demand.js uses of the library's own modules. It imports them as its neighbours do; the build
 * (web/scripts/build-library.mjs) takes them from here, since a bundle of its own would have a runtime and classes of its
 * own, and fails where a name is missing.
 */
export { setProcessorIndex, TaskRunner } from "../processor/task-runner";
export { prefixLength } from "../processor/compile";
export { printers, provideOutput, sleep } from "../processor/output";
export { bytesOf, decode, encodeThrown, shareViewsOf } from "../bindings/codec";
export { CancelledError, DeadlockError, describe, errorOf, isError } from "../bindings/errors";
export { fileUrl, libraryUrl, singleThreadWorkerName } from "../bindings/urls";
export { setBase, withBytes } from "../bindings/function-table";
export { createModule } from "../bindings/load";
export { cpuCount } from "../bindings/platform";
export { provideBase } from "../processor/task-base";
export { languagePart, realm } from "../bindings/realm";
export { Runtime, setRuntime } from "../bindings/runtime";
export { SharedParts } from "../bindings/shared-parts";
export { newWorker, setAddress } from "../bindings/trusted-types";
export { whyNoWorkers } from "../bindings/worker-script";
export { support } from "../bindings/support";
export { WorkerHost } from "../bindings/worker-host";
