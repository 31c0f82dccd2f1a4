import { onDemandParts } from "./on-demand";
import type { Language, Realm } from "./program-contract";
import { PartsOfRealm } from "./shared-parts";

/** Name of the part that is the base URL of relative URLs. */
export const basePart = "base";

/** Name of the part that says that the worker is one of a JavaScript program. */
export const programPart = "program";

/** Name of the part that is the URL of the program's language. */
export const languagePart = "language";

// A global symbol, since a worker may have two instances of the library: its own script, and one that a program imports.
const realmKey = Symbol.for("webpool.realm");

/**
 * Sets up the {@link Realm} of a worker for languages, and loads the file of the program's language if it has one.
 * @param provideBase - called with the base URL of relative URLs, before the worker's first task
 */
export function provideRealm(provideBase: (base: string) => void): void {
  if (realm()) return;
  const parts = new PartsOfRealm();
  const missing = (): never => {
    throw new Error("this worker has not started a task or program yet");
  };
  const uses = { print: missing, settle: missing, inState: missing, begins: missing };
  const own: Realm = Object.assign(parts, uses);
  Object.defineProperty(globalThis, realmKey, { value: own });
  void own.part<string>(basePart).then(provideBase);
  // Errors are ignored here, since they recur and are reported when the program or a task is run.
  void own
    .part(programPart)
    .then(onDemandParts)
    .catch(() => {});
  void own
    .part<string>(languagePart)
    .then(async (url) =>
      ((await import(/* webpackIgnore: true */ /* @vite-ignore */ url)) as Language).warmUp(own),
    )
    .catch(() => {});
}

/** The realm that `provideRealm` has set up; undefined outside of the library's workers. */
export function realm(): Realm | undefined {
  return (globalThis as { [realmKey]?: Realm })[realmKey];
}
