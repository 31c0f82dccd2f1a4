/**
 * The library's modules that webpool-on-demand.js uses. Its sources import them directly, but the build
 * (web/scripts/build-library.mjs) redirects those imports to this list: a second copy in its bundle would have a second
 * runtime and second classes, which fail `instanceof`. The build fails if a name is missing here.
 */
export { setProcessorIndex, TaskRunner } from "../processor/task-runner";
export { reportTrap } from "../processor/trap";
export { guarded } from "../bindings/guarded";
export { prefixLength } from "../processor/compile";
export {
  arrayText,
  printers,
  provideInspect,
  provideOutput,
  requireSleep,
  sleep,
} from "../processor/output";
export { provideParts } from "../bindings/on-demand";
export { bytesOf, decode, encodeThrown, shareBuffersBy, shareViewsOf } from "../bindings/codec";
export { CancelledError, DeadlockError, errorOf, isError, textOf } from "../bindings/errors";
export { compiledWorkerName, fileUrl, libraryUrl, singleThreadWorkerName } from "../bindings/urls";
export { baseUrl, setBase } from "../bindings/function-table";
export { withBytes } from "../bindings/module-memory";
export { inNextTask } from "../bindings/atomics-watcher";
export { createModule } from "../bindings/load";
export { cpuCount, serverRuntime } from "../bindings/platform";
export { provideBase } from "../processor/task-base";
export { languagePart, programPart, realm } from "../bindings/realm";
export { Runtime, setRuntime } from "../bindings/runtime";
export { CallersBuffers } from "../bindings/shared-buffers";
export { SharedParts } from "../bindings/shared-parts";
export { newWorker, setAddress } from "../bindings/trusted-types";
export { support } from "../bindings/support";
export { WorkerHost } from "../bindings/worker-host";
