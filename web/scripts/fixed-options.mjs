// msgpackr as the library uses it: one kind of codec, whose options are fixed when it is bundled, so that the minifiers drop
// what other options need. A plugin for esbuild. It fails with another version of msgpackr than the one that was read for it,
// and where msgpackr does not read what is written here; tests/wasm/codec.test.mjs compares the bytes with msgpackr's own.
import { readFileSync } from "node:fs";
import { basename } from "node:path";

const version = "2.1.3";

// As web/src/bindings/codec.ts constructs it. What is undefined is not given.
const options = {
  structuredClone: true,
  moreTypes: true,
  ...Object.fromEntries(
    `_onLoadedStructures _onSaveState _prepareStructures _readStruct _writeStruct allowArraysInMapKeys bundleStrings
    coercibleKeyAsNumber copyBuffers encodeUndefinedAsNil freezeData getStructures int64AsNumber int64AsType
    largeBigIntToFloat largeBigIntToString mapAsEmptyObject mapsAsObjects
    onInvalidDate progressiveRecords saveStructures sequential setAsEmptyObject shouldShareStructure skipValues trusted
    useBigIntExtension useFloat32 useRecords useTimestamp32 useToJSON variableMapSize`
      .split(/\s+/)
      .map((name) => [name, undefined]),
  ),
};
const read = /(?:\boptions && )?\b(?:currentUnpackr|options|packr|this)\.(\w+)\b(?!\s*=[^=])/g;

// Methods and functions that nobody calls here, by how they begin; they end at the next line with a brace as far left.
const unused = {
  "unpack.js": [
    "\tunpackMultiple(source, forEach) {",
    "\t_mergeStructures(loadedStructures, existingStructures) {",
    "currentExtensions[0x62] = (data) => {",
  ],
  "pack.js": [
    "\tuseBuffer(buffer) {",
    "\tclearSharedData() {",
    "\t\tconst writeStruct = (object) => {",
  ],
};
function drop(text, begin) {
  const from = text.indexOf(`\n${begin}`);
  const end = `\n${/^\t*/.exec(begin)[0]}}`;
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`msgpackr has no ${begin}`);
  return text.slice(0, from) + text.slice(to + end.length);
}

// What follows from the options by way of variables that they set: each text stands at least once in the file, and never is
// true or anything but the constant here. Records have one byte for their number and are no longer known after a message;
// nothing is read while something else is read; and messages begin and end with their memory.
const constants = {
  "unpack.js": {
    "if (src) {": "if (null) {",
    "if (structure.highByte === 0)": "if (null)",
    "if (highByte !== undefined)": "if (null)",
    "if (existingStructure && (existingStructure.isShared || sequentialMode))": "if (null)",
    "if (currentStructures && currentStructures.restoreStructures)": "if (null)",
    "if (src.latin1Slice)": "if (null)",
    "typeof options === 'object'": "null",
  },
  "pack.js": {
    "if (maxSharedStructures == null)\n\t\t\tmaxSharedStructures = hasSharedStructures ? 32 : 0;":
      "",
    "let maxSharedStructures = options.maxSharedStructures": "const maxSharedStructures = 0",
    "if (maxOwnStructures == null)\n\t\t\tmaxOwnStructures = hasSharedStructures ? 32 : 64;": "",
    "let maxOwnStructures = options.maxOwnStructures": "const maxOwnStructures = 64",
    "if (recordId < sharedLimitId) {": "if (null) {",
    "structures.sharedLength || 0": "0",
    "encodeOptions & ": "0 & ",
    "while (lastBundle &&": "while (null &&",
    "incrementPosition >= 0 && lastBundle": "null",
  },
};

// What msgpackr changes without a word, and structured clone does not. Each text stands at least once in the file.
const repairs = {
  "unpack.js": {
    // A text that begins with U+FEFF keeps it; one that is not well-formed is read below.
    "decoder = new TextDecoder()":
      "decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })",
    "if (length > 64 && decoder)\n\t\treturn decoder.decode(src.subarray(position, position += length));": `if (length > 64)
    try { result = decoder.decode(src.subarray(position, position + length)); position += length; return result; } catch {}`,
    " || (byte1 === 0xed && byte2 >= 0xa0)": "",
    // Its constructor takes the errors first. As structured clone has it: an Error, which keeps its name here.
    " AggregateError: typeof AggregateError === 'function' ? AggregateError : null,": "",
  },
  "pack.js": {
    // The browser's encoder puts U+FFFD for half of a pair of surrogates.
    "if (strLength < 0x40 || !encodeUtf8)":
      "if (strLength < 0x40 || value.isWellFormed?.() === false)",
    // An item may say what it likes of its keys; the keys of its record are its own.
    "typeof object.hasOwnProperty !== 'function' || object.hasOwnProperty(key)":
      "Object.prototype.hasOwnProperty.call(object, key)",
    // Where keys lead to one another: one of these could be this one.
    ".__keys__": "[Symbol.iterator]",
  },
};

function fold(text, [expression, constant]) {
  if (!text.includes(expression)) throw new Error(`msgpackr has no ${expression}`);
  return text.replaceAll(expression, constant);
}
const known = (file, text) =>
  [...Object.entries(constants[file]), ...Object.entries(repairs[file])].reduce(
    fold,
    unused[file].reduce(drop, text),
  );

/** Counts what it has replaced in `seen`. */
const fix = (text, seen) =>
  text
    .replace(read, (whole, name) => {
      if (!Object.hasOwn(options, name)) return whole;
      seen.add(name);
      return `(${options[name]})`;
    })
    // What no option above leads to.
    .replace(/if \((?:bundledStrings|sequentialMode)\b/g, "if (null")
    // The codecs that msgpackr makes for those who need no options; nobody uses them here.
    .replace(/= new (Packr|Unpackr)\(/g, "= /* @__PURE__ */ new $1(");

export const fixedOptions = {
  name: "fixed options of msgpackr",
  setup(build) {
    const seen = new Set();
    const { version: found } = JSON.parse(
      readFileSync(new URL("../node_modules/msgpackr/package.json", import.meta.url), "utf8"),
    );
    if (found !== version)
      throw new Error(
        `msgpackr is ${found}: read what changed since ${version}, then name it here`,
      );
    build.onLoad({ filter: /[\\/]msgpackr[\\/](un)?pack\.js$/ }, ({ path }) => ({
      contents: fix(known(basename(path), readFileSync(path, "utf8")), seen),
    }));
    build.onEnd(() => {
      const unknown = Object.keys(options).filter((name) => !seen.has(name));
      if (unknown.length > 0) throw new Error(`msgpackr reads no option ${unknown.join(", ")}`);
    });
  },
};
