import * as core from "../webpool/on-demand-library";
import { fileUrl } from "./urls";
import type * as Parts from "../program/index";

let parts: Promise<typeof Parts> | undefined;

/**
 * The parts of the library that pools with threads do not need: what runs programs, and pools where there are no threads.
 * Loaded once in a realm, from a file of their own.
 */
export function more(): Promise<typeof Parts> {
  parts ??= (
    import(/* @vite-ignore */ fileUrl("webpool-more.js")) as Promise<{
      default: (library: typeof core) => typeof Parts;
    }>
  ).then(
    ({ default: make }) => make(core),
    (error: unknown) => {
      parts = undefined;
      throw new Error(
        `a part of the library could not be loaded: is its whole folder served? (${String(error)})`,
        { cause: error },
      );
    },
  );
  return parts;
}
