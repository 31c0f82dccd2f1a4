import library, { pythonBytes } from "virtual:webpool-library";

// The files belong to one version of the site, which the library's URL identifies.
const storageKey = "webpool.python";
const listeners = new Set<() => void>();
let isLoaded = stored() === library;

/** How many bytes a Python program must load before it starts; 0 if this browser has them already. */
export function pythonToLoad(): number {
  return isLoaded ? 0 : pythonBytes;
}

/** Whether the page may load Python before the reader presses Run: not if the browser saves data. */
export function mayLoadAhead(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  return !connection?.saveData;
}

/** Records that Python has been loaded. */
export function notePythonLoaded(): void {
  if (isLoaded) return;
  isLoaded = true;
  try {
    localStorage.setItem(storageKey, library);
  } catch {
    // Storage may be forbidden; then the next visit shows the size again.
  }
  for (const listener of listeners) listener();
  listeners.clear();
}

/** Calls `listener` when Python has been loaded. */
export function whenPythonIsLoaded(listener: () => void): void {
  if (!isLoaded) listeners.add(listener);
}

function stored(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
