// What the script of a module that Emscripten 3.1.6 has linked has for cases that never come here: an expression for each, what
// stands in its place, and why. Other versions' scripts stay as they are. Emscripten 6 writes less by itself.

const trims = [
  // Each export was a function that put the real one in its place when it was called first. Assigned at once, as Emscripten 6
  // does, they are shorter, and the first call is as fast as others.
  (text) => {
    const assignments = [];
    const stub =
      /var (\w+)=(Module\["\w+"\])=function\(\)\{return\(\1=\2=Module\["asm"\](\["[\w$]+"\])\)\.apply\(null,arguments\)\};/g;
    const rest = text.replace(stub, (_, variable, member, name) => {
      assignments.push(`${variable}=${member}=exports${name};`);
      return `var ${variable};`;
    });
    return rest.replace('Module["asm"]=exports;', (begin) => begin + assignments.join(""));
  },
  // Those who make an instance always say how (load.ts, and Emscripten's own script in workers): no other way to fetch it.
  (text) =>
    text.replace(
      /if\(Module\["instantiateWasm"\]\)\{try\{(var exports=[^;]*;return exports)\}catch.*?instantiateAsync\(\)\.catch\(readyPromiseReject\);return\{\}/,
      "$1",
    ),
];

/** The script without it; undefined where the script is not as it was read for this. */
export function trimModule(text) {
  return trims.reduce((before, trim) => {
    const after = before && trim(before);
    return after === before ? undefined : after;
  }, text);
}

// Names of members by which parts of Emscripten's script know each other: of threads' records, of exceptions, and the functions
// of its own that the module exports.
const threads =
  `allocateUnusedWorker checkStackCookie currentProxiedOperationCallerThread establishStackSpace getNewWorker
  initMainThread initWorker invokeEntryPoint keepRuntimeAlive loadWasmModuleToWorker pthreads PThread receiveObjectTransfer
  returnWorkerToPool runningWorkers runPthread runWithoutMainThreadQueuedCalls setExitStatus terminateAllThreads threadInfoStruct
  threadInit tlsInitFunctions unusedWorkers writeStackCookie`.split(/\s+/);
const exceptions = "[gs]et_[a-z_]+|add_ref|release_ref|excPtr";
const exported = "_{1,3}(?:emscripten|cxa|pthread)_[a-z_]+";

/** Those of them that nobody else uses, as an expression. */
export const moduleNames = `(?:${[...threads, exceptions, exported].join("|")})$`;
