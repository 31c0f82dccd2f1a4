// What the library promises, as cases that run in any realm: a page, a worker, a program. A case gets the library `w`,
// a pool of two processors and the name of its place; it gives a value that crosses as JSON, compared with `expect`.
// Cases are sent as text, so they see nothing of this file.

import assert from "node:assert/strict";
import * as calls from "./contract/calls.mjs";
import * as cancel from "./contract/cancel.mjs";
import * as endingsOfIterators from "./contract/iterator-endings.mjs";
import * as endingsOfPools from "./contract/endings.mjs";
import * as errors from "./contract/errors.mjs";
import * as growth from "./contract/growth.mjs";
import * as imap from "./contract/imap.mjs";
import * as inputs from "./contract/inputs.mjs";
import * as memory from "./contract/memory.mjs";
import * as misuse from "./contract/misuse.mjs";
import * as options from "./contract/options.mjs";
import * as pools from "./contract/pools.mjs";
import * as results from "./contract/results.mjs";
import * as tasks from "./contract/tasks.mjs";
import * as timeouts from "./contract/timeouts.mjs";
import * as unusual from "./contract/unusual.mjs";
import * as values from "./contract/values.mjs";

/**
 * Cases by their names. `needs: "threads"`: not where the program and its tasks share one. `waits`: its time passes with
 * waiting, so it runs beside the others of its kind, on a pool of its own.
 * @typedef {Record<string, { run: Function, expect: unknown, needs?: "threads", waits?: true }>} Cases
 */

/** All of some parts. A name that comes twice would drop a case without a word. */
function allOf(parts) {
  const all = {};
  for (const [name, value] of parts.flatMap(Object.entries)) {
    if (name in all) throw new Error(`two cases have the name “${name}”`);
    all[name] = value;
  }
  return all;
}

/** Those that share a pool. Growth is first, since others fill the memory. */
export const contract = allOf([
  growth.contract,
  calls.contract,
  results.contract,
  values.contract,
  errors.contract,
  imap.contract,
  cancel.contract,
  options.contract,
  misuse.contract,
  inputs.contract,
  tasks.contract,
  timeouts.contract,
  unusual.contract,
  memory.contract,
]);

/** How pools begin and end; each case makes its own. `make(processes)` is how pools are made in the place. */
export const endings = allOf([pools.endings, endingsOfPools.endings, endingsOfIterators.endings]);

/** A module's text that runs all cases in a place and gives `[name, { value } | { error }]` for each to `report`. */
export function script({ library, url, place, report, processes = 2, threads = true }) {
  const text = (cases, waiting = false) =>
    `{${Object.entries(cases)
      .filter(([, { needs, waits = false }]) => (threads || !needs) && waits === waiting)
      .map(([name, { run }]) => `${JSON.stringify(name)}: ${run}`)
      .join(",\n")}}`;
  return `
import * as w from ${JSON.stringify(library)};
// On one processor a call that blocks keeps promises from their thread everywhere, as elsewhere on a page.
const place = ${JSON.stringify(threads ? place : "page")};
globalThis.libraryUrl = ${JSON.stringify(url)};
globalThis.sleep ??= () => {};
const make =
  ${place === "program"} ? async (...settings) => new w.Pool(...settings) : (...settings) => w.Pool.create(...settings);
const errorsOf = ${misuse.errorsOf};
const growing = ${growth.growing};
const outcomes = [];
const attempt = async (name, run) => {
  try { outcomes.push([name, { value: await run() }]); }
  catch (error) { outcomes.push([name, { error: String(error?.stack ?? error) }]); }
};
const contract = ${text(contract)};
const waiting = ${text(contract, true)};
const endings = ${text(endings)};
try {
  const pool = await make(${processes});
  for (const [name, run] of Object.entries(contract)) await attempt(name, () => run(w, pool, place));
  pool.close();
  await pool.joinAsync();
  const onOwnPool = async (run) => {
    const own = await make(${processes});
    const value = await run(w, own, place);
    own.close();
    await own.joinAsync();
    return value;
  };
  await Promise.all(Object.entries(waiting).map(([name, run]) => attempt(name, () => onOwnPool(run))));
  for (const [name, run] of Object.entries(endings)) await attempt(name, () => run(w, make, place));
} catch (error) {
  outcomes.push(["the pool itself", { error: String(error?.stack ?? error) }]);
}
(${report})(outcomes);
`;
}

/**
 * Makes a test of each case, from what its script has reported.
 * @param t The test of the place.
 * @param {Cases} cases
 * @param {[string, { value: unknown } | { error: string }][]} reported
 * @param {Record<string, string>} [skips] Why cases are not for this place, by their names.
 */
export async function check(t, cases, reported, skips = {}) {
  const outcomes = new Map(reported);
  for (const [name, { expect }] of Object.entries(cases))
    await t.test(name, { skip: skips[name] }, () => {
      const { error, value } = outcomes.get(name) ?? {
        error: `did not run; ${outcomes.get("the pool itself")?.error}`,
      };
      assert.equal(error, undefined);
      assert.deepEqual(value, expect);
    });
}
