import type { Realm } from "../bindings/program-contract";
import { type Bridge, bridgeObjects } from "./bridge";
import { partNames, type ProgramPart, type PythonPart } from "./host";
import { mountSharedFiles } from "./file-system";
import type { SharedFiles } from "./shared-files";
import type { Output } from "./output";
import { type Image, Interpreter, type Pyodide } from "./pyodide";

/** The interpreters of this realm: the current one, and a spare one that is created in advance. */

let bridge: Bridge;
let spare: Interpreter | undefined;
const objects = bridgeObjects(() => bridge);

/** The functions that Python calls, which forward to the bridge of {@link setBridge}. */
export const bridgeFunctions = objects.functions;

/** Sets the bridge of this realm. */
export function setBridge(next: Bridge): void {
  bridge = next;
}

/** Creates a spare interpreter as soon as its part has arrived. */
export function warmUp(realm: Realm): void {
  const ready = realm.part<PythonPart>(partNames.python).then(async (part) => {
    spare ??= make(part);
    await spare.made;
  });
  const program = realm.part<ProgramPart>(partNames.program);
  const report = async (): Promise<void> => {
    const { warm } = await program;
    Atomics.add(warm, 0, 1);
    Atomics.notify(warm, 0);
  };
  void ready.then(report, report);
}

/** Returns an interpreter that waits for its image, and the base image. */
export async function takeInterpreter(
  realm: Realm,
): Promise<{ interpreter: Interpreter; base: Image }> {
  const part = await realm.part<PythonPart>(partNames.python);
  const interpreter = spare ?? make(part);
  spare = undefined;
  return { interpreter, base: part.image };
}

function make({ parts }: PythonPart): Interpreter {
  return new Interpreter(parts, objects.named);
}

/** Connects a started interpreter with the console and the shared files, and sets its working directory. */
export function setUp(python: Pyodide, output: Output, files: SharedFiles, cwd: string): void {
  python.setStdin({ stdin: () => null });
  python.setStdout({ write: output.log.write, isatty: false });
  python.setStderr({ write: output.error.write, isatty: false });
  mountSharedFiles(python.FS, files);
  python.FS.chdir(cwd);
}
