import type { LanguageOutcome, Realm } from "../bindings/program-contract";
import type * as Library from "../webpool/index";
import { ProgramBridge } from "./program-bridge";
import { OneProcessorBridge, type ProcessorFunctions } from "./one-processor";
import { bytesOf } from "./processor";
import { describeEnd, exitStatus } from "./process-end";
import type { Pyodide } from "./pyodide";
import { home, partNames, type ProgramPart, signalWord } from "./host";
import { Output } from "./output";
import { SharedFiles } from "./shared-files";
import { bridgeFunctions, setBridge, setUp, takeInterpreter } from "./interpreter";

type Ended = NonNullable<LanguageOutcome["failure"]> & { exitCode: number };

// A global of the program's realm.
declare function sleep(milliseconds: number): void;

/** In the realm of a program: runs the program to its end. */
export async function run(
  realm: Realm,
  library: unknown,
  processes: number,
): Promise<LanguageOutcome> {
  const program = await realm.part<ProgramPart>(partNames.program);
  const { interpreter, base } = await takeInterpreter(realm);
  const python = await interpreter.start(base);
  const output = new Output(realm);
  const files = new SharedFiles(program.files, "program");
  const threads = (library as typeof Library).support.threads;
  setBridge(
    threads
      ? new ProgramBridge(
          realm,
          library as typeof Library,
          program,
          files,
          processes,
          { image: (spare) => interpreter.image(spare), cwd: () => python.FS.cwd() },
          (milliseconds) => sleep(milliseconds),
          output.flush,
        )
      : new OneProcessorBridge(
          realm,
          interpreter,
          functionsOf(python),
          (milliseconds) => sleep(milliseconds),
          output.flush,
        ),
  );
  setUp(python, output, files, home);
  const main = python.pyimport("_webpool.program");
  main.begin(bridgeFunctions, processes);
  python.setInterruptBuffer(program.signal);
  Atomics.store(program.signal, signalWord.runs, 1);
  realm.begins();
  try {
    const failure = main.run(program.source);
    if (!failure) return { exitCode: 0 };
    const { exitCode, ...rest } = failure.toJs({ dict_converter: Object.fromEntries }) as Ended;
    return rest.name ? { exitCode, failure: rest } : { exitCode };
  } catch (thrown) {
    return crashed(thrown);
  } finally {
    output.flush();
    Atomics.store(program.signal, signalWord.runs, 0);
  }
}

// Where there are no threads, the program's interpreter runs the processes as well.
function functionsOf(python: Pyodide): ProcessorFunctions {
  const processor = python.pyimport("_webpool.processor");
  return {
    begin: (method, number) => processor.begin(method, number, undefined, undefined),
    task: (payload) => bytesOf(processor.run(payload)),
  };
}

function crashed(thrown: unknown): LanguageOutcome {
  const status = exitStatus(thrown);
  if (status !== undefined) return { exitCode: status };
  const message = describeEnd(thrown);
  const failure = { name: "InterpreterError", message, traceback: "", line: 0, column: 0 };
  return { exitCode: 139, failure };
}
