/**
 * Makes a call of which an error is logged to the console and otherwise ignored, also that of a promise that it returns.
 * `what` names the call.
 */
export function guarded(what: string, call: () => unknown): void {
  const report = (error: unknown): void => console.error(`webpool: ${what}`, error);
  try {
    const result = call();
    if (result instanceof Promise) result.catch(report);
  } catch (error) {
    report(error);
  }
}
