// What memory the processes of a browser take.
import { readFileSync } from "node:fs";
import { childProcesses } from "../../browser/drivers/children.mjs";

/**
 * Megabytes of all processes that this one started, and theirs, except for some: shared pages by shares. Undefined where /proc
 * lacks.
 */
export function childrenMegabytes(except = []) {
  const children = childProcesses();
  if (!children) return undefined;
  let kilobytes = 0;
  for (const id of children) {
    if (except.includes(id)) continue;
    try {
      kilobytes += Number(
        /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"))[1],
      );
    } catch {} // ended meanwhile
  }
  return kilobytes / 1000;
}
