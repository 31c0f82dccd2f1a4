import type { TraceEvent } from "webpool";
import { loadLibrary } from "../run/library.ts";

export interface Experiment {
  /** The program. It uses the constant `settings` and prints its measurements, one JSON record per line. */
  source: string;
  /** JavaScript by default. */
  language?: "python";
  settings: object;
  /** The number of processors of `new Pool()` in it, for which workers are prepared. */
  processes: number;
  onRecord(record: unknown): void;
  onTrace?(events: TraceEvent[]): void;
  /** How many bytes of the language have been loaded, and of how many. */
  onLoad?(loaded: number, total: number): void;
}

/** The complete source, as it runs and as the figure shows it. */
export function programOf({
  source,
  settings,
  language,
}: Pick<Experiment, "source" | "settings" | "language">): string {
  const values = JSON.stringify(settings); // numbers alone, which Python writes alike
  return `${language ? `settings = ${values}` : `const settings = ${values};`}\n\n${source}`;
}

/**
 * Runs an experiment as a program. Resolves when it has ended and all records were delivered; rejects with its error, or with
 * the signal's reason if it was aborted.
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
    ...(experiment.language && { language: experiment.language }),
    ...(experiment.onLoad && { onLoad: (loaded, total) => experiment.onLoad!(loaded, total) }),
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
    program.stop(); // ends its workers
  }
}

// Lines that are not JSON are ignored, since a program that the reader has written may print other output.
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
