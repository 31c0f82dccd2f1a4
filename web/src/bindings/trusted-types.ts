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
let refused = false;

function ownPolicy(): Policy | undefined {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (policy || refused || !trustedTypes) return policy;
  try {
    // Made of the library's own addresses and of functions that the caller gave as tasks alone, and kept to this file.
    policy = trustedTypes.createPolicy(name, {
      createScriptURL: (url) => url,
      createScript: (text) => text,
    });
  } catch {
    refused = true; // the page's policy does not list it; it may not ask for such types either
  }
  return policy;
}

/** The address of a script of the library, for a page whose policy asks for Trusted Types. */
export function trustedUrl(url: string): string {
  return ownPolicy()?.createScriptURL(url) ?? url;
}

/** The text of a function that is to be evaluated, likewise. */
export function trustedScript(text: string): string {
  return ownPolicy()?.createScript(text) ?? text;
}

/** Starts a worker. Throws an error that says what a page's policy has to allow where it is in the way. */
export function newWorker(url: string, options: WorkerOptions): Worker {
  try {
    return new Worker(trustedUrl(url), options);
  } catch (error) {
    if (!(error instanceof TypeError) || !refused) throw error;
    throw new Error(
      `this page's Content-Security-Policy asks for Trusted Types: add the policy of the library, "trusted-types ${name}"`,
      { cause: error },
    );
  }
}
