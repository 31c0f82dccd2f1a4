// What memory the processes of a browser take.
import { readdirSync, readFileSync } from "node:fs";

/** Megabytes of all processes that this one started, and theirs: shared pages by shares. Undefined where /proc lacks. */
export function childrenMegabytes() {
  try {
    const parents = new Map();
    for (const name of readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 4).split(" ")[0]));
      } catch {} // ended meanwhile
    }
    const ours = (id) => id > 1 && (id === process.pid || ours(parents.get(id) ?? 0));
    let kilobytes = 0;
    for (const id of parents.keys()) {
      if (id === process.pid || !ours(id)) continue;
      try {
        kilobytes += Number(
          /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"))[1],
        );
      } catch {}
    }
    return kilobytes / 1000;
  } catch {
    return undefined;
  }
}
