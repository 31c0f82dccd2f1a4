/**
 * Waits until a page shows something, and gives it. A document that goes away meanwhile, as one does that is loaded again to
 * be isolated, is asked anew. After `page.timeout` milliseconds it is an error that says what was seen last.
 * @param page A page or frame of a driver.
 * @param {string} look An expression, evaluated in the page again and again.
 * @param {(seen: any) => boolean} [fits] Whether what it gives is what is waited for.
 */
export async function eventually(page, look, fits = Boolean) {
  const end = Date.now() + page.timeout;
  let seen;
  do {
    try {
      seen = await page.evaluate(look);
      if (fits(seen)) return seen;
    } catch (error) {
      seen = error; // the document went away, or the expression is wrong
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  } while (Date.now() < end);
  const last = seen instanceof Error ? String(seen) : JSON.stringify(seen)?.slice(0, 2000);
  throw new Error(`not within ${page.timeout} ms: ${look}\nseen last: ${last}`);
}
