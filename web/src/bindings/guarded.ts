/** Makes a call of which an error is logged to the console and otherwise ignored. `what` names the call. */
export function guarded(what: string, call: () => unknown): void {
  try {
    call();
  } catch (error) {
    console.error(`webpool: ${what}`, error);
  }
}
