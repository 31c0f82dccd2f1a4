import library, { pythonBytes } from "virtual:webpool-library";

// What a browser has loaded is that of one version of the site, which the library's address names.
const storageKey = "webpool.python";
const listeners = new Set<() => void>();
let isLoaded = stored() === library;

/** How many bytes a program in Python would load before it begins; 0 where this browser has them. */
export function pythonToLoad(): number {
  return isLoaded ? 0 : pythonBytes;
}

/** Whether the page may load Python before anybody has pressed Run: not where the reader saves data. */
export function mayLoadAhead(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  return !connection?.saveData;
}

/** Python has been loaded. */
export function notePythonLoaded(): void {
  if (isLoaded) return;
  isLoaded = true;
  try {
    localStorage.setItem(storageKey, library);
  } catch {
    // Storage may be forbidden: the next visit says the bytes again.
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
