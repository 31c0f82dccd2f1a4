import type { Language, Realm } from "./program-contract";
import { PartsOfRealm } from "./shared-parts";

/** The part that says where relative addresses start. */
export const basePart = "base";

/** The part that names the file of the program's language. */
export const languagePart = "language";

// Where a worker's realm keeps it: the library may be there twice, once as the worker's script and once imported.
const realmKey = Symbol.for("webpool.realm");

/**
 * Provides the realm of a worker with what the file of a language needs, and loads that file when there is one.
 * @param provideBase - called with the address at which relative ones start, before the worker's first task
 */
export function provideRealm(provideBase: (base: string) => void): void {
  if (realm()) return;
  const parts = new PartsOfRealm();
  const missing = (): never => {
    throw new Error("this worker has not begun");
  };
  const own: Realm = {
    part: (name) => parts.get(name),
    setPart: (name, value) => parts.set(name, value),
    deletePart: (name) => parts.delete(name),
    print: missing,
    settle: missing,
    inState: missing,
  };
  Object.defineProperty(globalThis, realmKey, { value: own });
  void parts.get<string>(basePart).then(provideBase);
  // What fails here fails again, and is reported, where the language runs a program or a task.
  void parts
    .get<string>(languagePart)
    .then(async (url) =>
      ((await import(/* webpackIgnore: true */ /* @vite-ignore */ url)) as Language).warmUp(own),
    )
    .catch(() => {});
}

/** What was provided here; undefined in a realm that is no worker of the library. */
export function realm(): Realm | undefined {
  return (globalThis as { [realmKey]?: Realm })[realmKey];
}
