/** The part of Trusted Types that is used here; TypeScript's library lacks it. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string; createScript(text: string): string },
  ): Policy;
}
interface Policy {
  // The results are objects, but are used in place of strings.
  createScriptURL(url: string): string;
  createScript(text: string): string;
}

const name = "webpool";
// The original function, since a task may replace the global one. By another name it evaluates in the global scope.
const evaluateGlobally = globalThis.eval;
let policy: Policy | undefined;

// Creates the policy only after a script or URL was refused: in Firefox a worker needs the main thread for that, and hangs
// while the page blocks in a sync call.
function ownPolicy(): Policy | undefined {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  try {
    // The policy must not leave this file: it is for the library's own URLs and for functions passed as tasks only.
    policy ??= trustedTypes?.createPolicy(name, {
      createScriptURL: (url) => url,
      createScript: (text) => text,
    });
  } catch {
    // The page's Content-Security-Policy does not list it.
  }
  return policy;
}

/**
 * Calls `use` with a script or URL; if that is refused, with the trusted object that the policy makes of it. The page's default
 * policy may refuse with an error of any class. A SyntaxError is about the text itself.
 */
function trusting<T>(use: (text: string) => T, make: (policy: Policy) => string, text: string): T {
  try {
    return use(text);
  } catch (error) {
    const own = error instanceof SyntaxError ? undefined : ownPolicy();
    if (!own) throw error;
    return use(make(own));
  }
}

/** Evaluates source text in the global scope. The text must be a function expression. */
export function evaluate(text: string): unknown {
  return trusting(
    (script): unknown => evaluateGlobally(script),
    (own) => own.createScript(text),
    text,
  );
}

/** Sets the `src` of a script element. */
export function setAddress(script: HTMLScriptElement, url: string): void {
  trusting(
    (src) => void (script.src = src),
    (own) => own.createScriptURL(url),
    url,
  );
}

/** Starts a worker. If Trusted Types prevent that, throws an error that says what the page's policy must allow. */
export function newWorker(url: string, options: WorkerOptions): Worker {
  try {
    return trusting(
      (script) => new Worker(script, options),
      (own) => own.createScriptURL(url),
      url,
    );
  } catch (error) {
    // With the library's own policy, Trusted Types are not the reason.
    if (policy || error instanceof DOMException || !("trustedTypes" in globalThis)) throw error;
    throw new Error(
      `this page's Content-Security-Policy asks for Trusted Types: add the policy of the library, "trusted-types ${name}", ` +
        "with 'allow-duplicates' if the page has the library twice",
      { cause: error },
    );
  }
}
