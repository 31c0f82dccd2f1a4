import type { TraceEvent } from "webpool";
import { loadLibrary } from "../run/library.ts";

export interface Experiment {
  /** The program. It finds `settings` and prints what it measures, a record as JSON in each line. */
  source: string;
  settings: object;
  /** How many processors `new Pool()` has in it, and as many are made ready. */
  processes: number;
  onRecord(record: unknown): void;
  onTrace?(events: TraceEvent[]): void;
}

/** The text that runs, as the figure shows it. */
export function programOf({ source, settings }: Pick<Experiment, "source" | "settings">): string {
  return `const settings = ${JSON.stringify(settings)};\n\n${source}`;
}

/**
 * Runs it as a program of its own. Resolves when it has ended and all records have come; rejects with its error, or with the
 * signal's reason when it was stopped.
 */
export async function runExperiment(experiment: Experiment, signal: AbortSignal): Promise<void> {
  const { Program } = await loadLibrary();
  signal.throwIfAborted();
  const program = new Program(programOf(experiment), {
    processes: experiment.processes,
    onOutput: (lines) => {
      for (const { text } of lines) {
        const record = parse(text);
        if (record !== undefined) experiment.onRecord(record);
      }
    },
    ...(experiment.onTrace && { onTrace: (events) => experiment.onTrace!(events) }),
  });
  const stop = () => program.stop();
  signal.addEventListener("abort", stop);
  try {
    await program.run();
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener("abort", stop);
    program.stop(); // its workers end with it
  }
}

// A problem of the reader's may print lines of its own.
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
