import { withArticle } from "../options";
import { accepts, Brand, getterOf, tagOf, uncloneableName } from "./brands";
import { writeBuffer } from "./buffers";
import { writeError } from "./cloned-errors";
import { platformClassOf, writePlatformObject } from "./platform-objects";
import { refuse } from "./refusal";
import { Tag } from "./tags";
import type { ValueWriter } from "./value-writer";

const patternOf = getterOf(RegExp.prototype, "source")!;
// Each by the getter that reads the expression itself; that of `flags` reads properties, which may be others. An older browser
// lacks those of some flags, and such expressions.
const flags = Object.entries({
  d: "hasIndices",
  g: "global",
  i: "ignoreCase",
  m: "multiline",
  s: "dotAll",
  u: "unicode",
  v: "unicodeSets",
  y: "sticky",
}).flatMap(([flag, name]) => {
  const get = getterOf(RegExp.prototype, name);
  return get ? [{ flag, get }] : [];
});

function flagsOf(expression: object): string {
  let text = "";
  for (const { flag, get } of flags) if (get.call(expression as never)) text += flag;
  return text;
}
const boxes = [Number, String, Boolean, BigInt] as const;

/** Writes an object with internal slots. */
export function writeSpecial(writer: ValueWriter, object: object, brand: Brand): void {
  switch (brand) {
    case Brand.buffer:
    case Brand.sharedBuffer:
      return writeBuffer(writer, object as ArrayBufferLike);
    case Brand.error:
      return writeError(writer, object as Error);
    case Brand.date:
      writer.register(object);
      writer.byte(Tag.date);
      return writer.float(Date.prototype.getTime.call(object));
    case Brand.regExp:
      writer.register(object);
      writer.byte(Tag.regExp);
      writer.text(patternOf.call(object as never) as string);
      return writer.text(flagsOf(object));
    case Brand.boxed: {
      const box = boxes.find(({ prototype }) => accepts(prototype.valueOf, object))!;
      writer.register(object);
      writer.byte(Tag.boxed);
      return writer.value((box.prototype.valueOf as () => unknown).call(object));
    }
    default: {
      const known = platformClassOf(object);
      if (known !== undefined) return writePlatformObject(writer, object, known);
      return refuseObject(object);
    }
  }
}

const advice: Record<string, string> = {
  Blob: "its bytes can only be read asynchronously: pass await blob.arrayBuffer()",
  File: "its bytes can only be read asynchronously: pass await file.arrayBuffer()",
  FileList: "pass await file.arrayBuffer() of each",
  FileSystemFileHandle: "pass await (await handle.getFile()).arrayBuffer()",
  VideoFrame: "pass what its copyTo() writes",
  AudioData: "pass what its copyTo() writes",
  EncodedVideoChunk: "pass what its copyTo() writes",
  EncodedAudioChunk: "pass what its copyTo() writes",
  URL: "pass url.href",
  URLSearchParams: "pass params.toString()",
  Headers: "pass Object.fromEntries(headers)",
  FormData: "pass Object.fromEntries(form)",
  Response: "pass its content: await response.arrayBuffer(), text() or json()",
  CryptoKey: "pass what crypto.subtle.exportKey gives",
  ImageBitmap: "pass its pixels as ImageData",
  "WebAssembly.Module": "pass its bytes, and compile them there",
  "WebAssembly.Memory": "pass its buffer, which is shared if the memory is",
  Promise: "pass what it resolves to: await it first",
};

function refuseObject(object: object): never {
  const name = uncloneableName(object);
  if (name) refuse(name);
  const tag = tagOf(object);
  return refuse(`${withArticle(tag)} object`, Object.hasOwn(advice, tag) ? advice[tag] : undefined);
}
