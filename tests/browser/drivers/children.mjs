// The processes that this one has started, and theirs, where /proc tells (Linux).
import { readdirSync, readFileSync } from "node:fs";

/** Their ids; undefined where there is no /proc. */
export function childProcesses() {
  const parents = new Map();
  let names;
  try {
    names = readdirSync("/proc");
  } catch {
    return undefined;
  }
  for (const name of names) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 4).split(" ")[0]));
    } catch {} // ended meanwhile
  }
  if (!parents.has(process.pid)) return undefined; // another system's /proc
  const ours = (id) => id > 1 && (id === process.pid || ours(parents.get(id) ?? 0));
  return [...parents.keys()].filter((id) => id !== process.pid && ours(id));
}

/** Milliseconds that their threads of a name have spent on a processor. */
export function processorTime(threadName) {
  let ticks = 0; // a hundred a second, on every Linux
  for (const id of childProcesses()) {
    try {
      for (const thread of readdirSync(`/proc/${id}/task`)) {
        const stat = readFileSync(`/proc/${id}/task/${thread}/stat`, "utf8");
        const end = stat.lastIndexOf(")");
        if (!threadName.test(stat.slice(stat.indexOf("(") + 1, end))) continue;
        const [user, system] = stat
          .slice(end + 2)
          .split(" ")
          .slice(11, 13);
        ticks += Number(user) + Number(system);
      }
    } catch {} // ended meanwhile
  }
  return ticks * 10;
}
