/** What of Trusted Types is used here; they are not in TypeScript's library. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string; createScript(text: string): string },
  ): Policy;
}
interface Policy {
  // What is made are objects, which stand where strings did.
  createScriptURL(url: string): string;
  createScript(text: string): string;
}

const name = "webpool";
let policy: Policy | undefined;

// Made when a text or address was refused, and not before: in Firefox a worker asks the main thread for it, and a page that
// blocks in a sync call does not answer.
function ownPolicy(): Policy | undefined {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  try {
    // For the library's own addresses, and functions that the caller gave as tasks, alone: it is kept to this file.
    policy ??= trustedTypes?.createPolicy(name, {
      createScriptURL: (url) => url,
      createScript: (text) => text,
    });
  } catch {
    // The page's Content-Security-Policy does not list it.
  }
  return policy;
}

/** Does something with a text or address; where that is refused, with what Trusted Types makes of it. */
function trusting<T>(use: (text: string) => T, make: (policy: Policy) => string, text: string): T {
  try {
    return use(text);
  } catch (error) {
    const isRefusal = error instanceof EvalError || error instanceof TypeError;
    const own = isRefusal ? ownPolicy() : undefined;
    if (!own) throw error;
    return use(make(own));
  }
}

/** Evaluates a text, which makes a function and does nothing else, in the global scope. */
export function evaluate(text: string): unknown {
  return trusting(
    (script): unknown => (0, eval)(script),
    (own) => own.createScript(text),
    text,
  );
}

/** Gives a script element its address. */
export function setAddress(script: HTMLScriptElement, url: string): void {
  trusting(
    (src) => void (script.src = src),
    (own) => own.createScriptURL(url),
    url,
  );
}

/** Starts a worker. Throws an error that says what a page's policy has to allow where it is in the way. */
export function newWorker(url: string, options: WorkerOptions): Worker {
  try {
    return trusting(
      (script) => new Worker(script, options),
      (own) => own.createScriptURL(url),
      url,
    );
  } catch (error) {
    if (!(error instanceof TypeError) || !("trustedTypes" in globalThis)) throw error;
    throw new Error(
      `this page's Content-Security-Policy asks for Trusted Types: add the policy of the library, "trusted-types ${name}"`,
      { cause: error },
    );
  }
}
