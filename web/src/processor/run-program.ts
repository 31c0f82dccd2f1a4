import { encode } from "../webpool/codec";
import { type Description, describe, type RemoteError } from "../webpool/errors";
import { readText, withBytes } from "../webpool/functions";
import { MailKind } from "../webpool/layout";
import type { WebpoolModule } from "../webpool/module";
import { Runtime, setRuntime } from "../webpool/runtime";
import { provideOutput } from "./output";

/** How a program ended with an error, for the host. */
export interface ProgramFailure extends Description {
  remoteStack?: string;
  item?: number;
  /** Texts of the functions whose frames are in the stacks, by the names of the frames. */
  functions?: Record<string, string>;
}

/** Begins the program of this thread: a module's URL, or the name of a compiled program. */
export function runProgram(
  module: WebpoolModule,
  source: number,
  size: number,
  compiled: number,
): void {
  const text = readText(module, source, size);
  const own = new Runtime(module, "program");
  setRuntime(own);
  provideOutput(module, { insideCore: (run) => run() });
  const end = (failure?: ProgramFailure): void => {
    const bytes = failure ? encode(failure) : new Uint8Array();
    withBytes(module, bytes, (at) =>
      module._webpool_mail_send(MailKind.programEnded, 0, at, bytes.length),
    );
  };
  const failed = (thrown: unknown): void => end(failureOf(own, thrown));
  // In a turn of its own: the thread's main function has returned, and promises are served.
  setTimeout(() => {
    if (compiled !== 0) {
      try {
        runCompiled(module, text);
        end();
      } catch (thrown) {
        failed(thrown);
      }
    } else {
      import(/* @vite-ignore */ text).then(() => end(), failed);
    }
  }, 0);
}

function runCompiled(module: WebpoolModule, name: string): void {
  const bytes = new TextEncoder().encode(name);
  const status = withBytes(module, bytes, (at) => module._webpool_run_compiled(at, bytes.length));
  if (status === 1) throw new TypeError(`there is no compiled program named ${name}`);
  if (status === 2) throw new Error("the program ended with an error, see its output");
}

function failureOf(own: Runtime, thrown: unknown): ProgramFailure {
  const failure: ProgramFailure = describe(thrown);
  if (failure.name === undefined) {
    try {
      encode(failure.value);
    } catch {
      failure.value = String(failure.value);
    }
    return failure;
  }
  const { remoteStack, item, processor } = thrown as RemoteError;
  if (remoteStack === undefined) return failure;
  failure.remoteStack = remoteStack;
  if (item !== undefined) failure.item = item;
  if (processor !== undefined) failure.processor = processor;
  failure.functions = {};
  for (const [frame, number] of remoteStack.matchAll(/webpool-function-(\d+)/g)) {
    const text = own.functions.text(Number(number));
    if (text !== undefined) failure.functions[frame] = text;
  }
  return failure;
}
