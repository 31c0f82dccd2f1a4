import { accepts, Brand, tagOf, uncloneableName } from "./brands";
import { writeBuffer } from "./buffers";
import type { Encoder } from "./encoder";
import { writeError } from "./errors";
import { platformClassOf, writePlatformObject } from "./platform";
import { refuse } from "./refusal";
import { Tag } from "./tags";

const flagsOf = Object.getOwnPropertyDescriptor(RegExp.prototype, "flags")!.get!;
const patternOf = Object.getOwnPropertyDescriptor(RegExp.prototype, "source")!.get!;
const boxes = [Number, String, Boolean, BigInt] as const;

/** Writes an object that is more than its properties. */
export function writeSpecial(encoder: Encoder, object: object, brand: Brand): void {
  switch (brand) {
    case Brand.buffer:
    case Brand.sharedBuffer:
      return writeBuffer(encoder, object as ArrayBufferLike);
    case Brand.error:
      return writeError(encoder, object as Error);
    case Brand.date:
      encoder.register(object);
      encoder.byte(Tag.date);
      return encoder.float(Date.prototype.getTime.call(object));
    case Brand.regExp:
      encoder.register(object);
      encoder.byte(Tag.regExp);
      encoder.text(patternOf.call(object) as string);
      return encoder.text(flagsOf.call(object) as string);
    case Brand.boxed: {
      const box = boxes.find(({ prototype }) => accepts(prototype.valueOf, object))!;
      encoder.register(object);
      encoder.byte(Tag.boxed);
      return encoder.value((box.prototype.valueOf as () => unknown).call(object));
    }
    default: {
      const known = platformClassOf(object);
      if (known !== undefined) return writePlatformObject(encoder, object, known);
      return refuseObject(object);
    }
  }
}

const advice: Record<string, string> = {
  Blob: "its bytes can only be read asynchronously: pass await blob.arrayBuffer()",
  File: "its bytes can only be read asynchronously: pass await file.arrayBuffer()",
  URL: "pass url.href",
  URLSearchParams: "pass its text",
  Headers: "pass Object.fromEntries(headers)",
  FormData: "pass Object.fromEntries(form)",
  Response: "pass what is in it: await response.arrayBuffer(), text() or json()",
  Promise: "pass what it resolves to: await it first",
};

function refuseObject(object: object): never {
  const name = uncloneableName(object);
  if (name) refuse(name);
  const tag = tagOf(object);
  const article = /^([AEIOU](?!RL)|HTML|SVG|XML)/.test(tag) ? "an" : "a";
  return refuse(`${article} ${tag} object`, Object.hasOwn(advice, tag) ? advice[tag] : undefined);
}
