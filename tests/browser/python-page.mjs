// Programs in Python: run in a page, and natively by the machine's own Python.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/**
 * In the page: runs a program to its end. When `stopAt` is printed it is stopped, or interrupted where that is asked for.
 * @returns how it ended, and the lines
 */
export async function runHere(library, text, { stopAt, interrupt, ...options } = {}) {
  const { Program } = await import(library);
  const lines = [];
  let stopped = false;
  const program = new Program(text, {
    language: "python",
    processes: 2,
    ...options,
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
  return { end, lines };
}

/** What lines of a page are as the bytes of a stream. */
export const streamOf = (lines, level = "log") =>
  lines
    .filter((line) => line.level === level)
    .map(({ text, partial }) => (partial ? text : `${text}\n`))
    .join("");

/** Runs a program with the machine's own Python; what it printed to its standard output. */
export async function runNatively(file) {
  const cwd = mkdtempSync(join(tmpdir(), "webpool-python-"));
  try {
    const { stdout } = await promisify(execFile)("python3", [file], { cwd, timeout: 300_000 });
    return stdout;
  } finally {
    rmSync(cwd, { recursive: true });
  }
}
