// Programs in Python: run in a page, and natively by the machine's own Python.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { promisify } from "node:util";
import { browsers, serve } from "./drivers/index.mjs";
import { librarySite } from "./library-site.mjs";

/**
 * In the page: runs a program to its end. When `stopAt` is printed it is stopped, or interrupted where that is asked for.
 * @returns how it ended, the lines, and what is said of its calls if that is asked for
 */
export async function runHere(library, text, { stopAt, interrupt, notes, ...options } = {}) {
  const { Program } = await import(library);
  const lines = [];
  let stopped = false;
  const program = new Program(text, {
    language: "python",
    processes: 2,
    ...options,
    ...(notes ? { onCall: (note) => notes.push(note) } : {}),
    onOutput: (more) => {
      lines.push(...more);
      if (stopAt === undefined || stopped) return;
      if (!lines.some((line) => line.text === stopAt)) return;
      stopped = true;
      if (interrupt) program.interrupt();
      else program.stop();
    },
  });
  const end = await program.run().then(
    () => "resolved",
    ({ name, message, line, column, stack, exitCode }) => ({
      name,
      message,
      line,
      column,
      stack,
      exitCode,
    }),
  );
  return { end, lines, notes };
}

/** Calls of which some fail, and what is said of those whose errors the program has not read. */
export const failingCalls = {
  text: `from multiprocessing import Pool
def invert(x):
    return 1 // x
pool = Pool(1)
read = pool.apply_async(invert, (0,))
pool.map_async(invert, [1, 0], 2)
pool.apply_async(invert, (0,), error_callback=print)
pool.map_async(invert, [1])
try:
    read.get()
except ZeroDivisionError:
    print("read")
pool.close()
pool.join()
pool = Pool(1)
pool.apply_async(invert, (0,))
pool.terminate()
`,
  ended(notes) {
    const ended = notes
      .filter(({ items, startsProcesses }) => !items && !startsProcesses)
      .map(({ pool, job, ...said }) => [job, said]);
    const unread = [1, { unreadError: "ZeroDivisionError: division by zero" }];
    const results = ["ZeroDivisionError", "ZeroDivisionError", "ZeroDivisionError", "1"];
    return [ended, [...results.map((result, job) => [job, { results: [result] }]), unread]];
  },
};

/** What lines of a page are as the bytes of a stream. */
export const streamOf = (lines, level = "log") =>
  lines
    .filter((line) => line.level === level)
    .map(({ text, partial }) => (partial ? text : `${text}\n`))
    .join("");

const native = new Map();

/** What a program prints to its standard output in the machine's own Python, which runs it once for all browsers. */
export function runNatively(file) {
  if (!native.has(file)) native.set(file, runPython(file));
  return native.get(file);
}

async function runPython(file) {
  const cwd = mkdtempSync(join(tmpdir(), "webpool-python-"));
  try {
    // A native pool that is terminated ends its processes with what they have printed and not written yet.
    const env = { ...process.env, PYTHONUNBUFFERED: "1" };
    const { stdout } = await promisify(execFile)("python3", [file], { cwd, env, timeout: 300_000 });
    return stdout;
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

/**
 * Describes tests of programs in Python in each browser: `define` is given functions that run a program in a page of its
 * library's site, and read what they need when a test runs.
 * @param options.isolation - false for a server without the headers by which a browser gives threads
 */
export function describePython(define, { isolation = true, within = browsers } = {}) {
  for (const { name, launch } of within) {
    describe(name, () => {
      let server, browser, page;
      before(async () => {
        server = await serve({ root: librarySite(), isolation });
        browser = await launch();
        page = await browser.open(server.url);
      });
      after(async () => {
        await browser?.close();
        await server?.close();
      });
      const evaluate = (inPage, ...args) =>
        page.evaluate(inPage, `${server.url}lib/webpool.js`, ...args);
      const run = (text, options = {}) => evaluate(runHere, text, options);
      /** What a program prints that ends without an error and says nothing of one. */
      const printed = async (text, options) => {
        const { end, lines } = await run(text, options);
        assert.equal(end, "resolved", end.stack);
        assert.equal(streamOf(lines, "error"), "");
        return streamOf(lines);
      };
      define({ evaluate, run, printed });
    });
  }
}
