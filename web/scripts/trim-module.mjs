// What the script of a module that Emscripten 3.1.6 has linked has for cases that never come here: an expression for each, what
// stands in its place, and why. It fails where the script is not as it was read for this. Emscripten 6 writes less by itself.

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

/** The script without it. */
export function trimModule(text) {
  return trims.reduce((before, trim, index) => {
    const after = trim(before);
    if (after === before)
      throw new Error(`the module's script is not what trim ${index} was written for`);
    return after;
  }, text);
}
