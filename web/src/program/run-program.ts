import { encodeBytes } from "../bindings/codec";
import { describe, type RemoteError } from "../bindings/errors";
import { setBase, withBytes } from "../bindings/function-table";
import { MessageKind } from "../bindings/layout";
import type { WebpoolModule } from "../bindings/module";
import type {
  Language,
  ProgramFailure,
  ProgramOrder,
  ThreadOrder,
} from "../bindings/program-contract";
import { StateClock } from "../bindings/program-state";
import { realm } from "../bindings/realm";
import { Runtime, setRuntime } from "../bindings/runtime";
import { libraryUrl } from "../bindings/urls";
import { prefixLength } from "../processor/compile";
import { CallNotes } from "./call-notes";
import { provideOutput } from "../processor/output";

/** Begins the program of this thread. */
export function runProgram(module: WebpoolModule, order: ThreadOrder): void {
  const clock = order.states === 0 ? undefined : new StateClock(module, order.states);
  const runtime = new Runtime(module, "program", undefined, clock);
  if (order.describesCalls && order.kind === "module")
    runtime.callLog = new CallNotes(module, order.text);
  // A compiled program says itself when it waits.
  if (order.kind === "compiled") module.webpoolProgramWaits = (waits) => clock?.waits(waits);
  begin(runtime, { ...order, prefix: prefixLength() });
}

/** A program that is to begin in this realm. */
export interface ProgramStart extends ProgramOrder {
  /** As in {@link ProgramFailure}. */
  prefix: number;
  /** Called before what it threw is described. */
  ends?: () => void;
}

/** Begins the program of a realm whose runtime is `own`. */
export function begin(own: Runtime, { text, base, kind, prefix, ends }: ProgramStart): void {
  const { module } = own;
  setBase(base);
  setRuntime(own);
  // Chromium's ten frames are the library's own: the one of the program that it blames lies below them.
  Error.stackTraceLimit = 50;
  provideOutput(module, { protect: (run) => run() });
  if (own.scheduler) (globalThis as Record<string, unknown>)["sleep"] = own.scheduler.sleep;
  const end = endOf(module);
  const failed = (thrown: unknown): void => {
    ends?.();
    end(failureOf(own, text, thrown, prefix));
  };
  // What nobody catches ends the program, as in Node.
  addEventListener("error", (event) => {
    event.preventDefault();
    failed(event.error ?? new Error(event.message));
  });
  globalThis.onunhandledrejection = (event) => {
    event.preventDefault();
    failed(event.reason);
  };
  // In a turn of its own: the thread's main function has returned, and promises are served.
  setTimeout(() => {
    if (kind === "module")
      import(/* @vite-ignore */ text)
        .then(() => warnOfUnreadFailures(own))
        .then(() => end(), failed);
    else if (kind === "language") runLanguage(own, text).then(end, failed);
    else {
      try {
        runCompiled(module, text);
        end();
      } catch (thrown) {
        failed(thrown);
      }
    }
  }, 0);
}

/** Says, where the program ends well, which of its calls did not: an error that nobody asks for would go unseen. */
function warnOfUnreadFailures(own: Runtime): void {
  own.takeSettled();
  for (const error of own.unreadFailures.values())
    console.warn(
      `An asynchronous call failed, and the program did not read its result: ${String(error)}\n` +
        "Use await or get() to have the error raised in the program, or pass an errorCallback.",
    );
}

/** Gives the function that tells the host, once, how the program has ended. */
function endOf(module: WebpoolModule): (failure?: ProgramFailure) => void {
  // Memory for the last message, should the program fill all of it.
  const reserve = module._malloc(64 * 1024);
  let ended = false;
  const sent = (failure?: ProgramFailure): boolean => {
    const bytes = failure ? encodeBytes(failure) : new Uint8Array();
    try {
      return withBytes(
        module,
        bytes,
        (at) => module._webpool_mail_send(MessageKind.programEnded, 0, at, bytes.length) !== 0,
      );
    } catch {
      return false;
    }
  };
  return (failure) => {
    if (ended) return;
    ended = true;
    module._free(reserve);
    if (sent(failure)) return;
    sent({ name: "RangeError", message: "the program's memory was full when it ended" });
  };
}

/** Runs the program of another language, whose file is at `url`; how it failed, if it did. */
async function runLanguage(own: Runtime, url: string): Promise<ProgramFailure | undefined> {
  const here = realm()!;
  here.settle = (milliseconds) => own.waitForSettled(milliseconds);
  const [language, library] = (await Promise.all([
    import(/* @vite-ignore */ url),
    import(/* @vite-ignore */ libraryUrl),
  ])) as [Language, unknown];
  const processes = own.module._webpool_default_processes();
  const { exitCode, failure } = await language.run(here, library, processes);
  if (failure) return { ...failure, stack: failure.traceback, exitCode };
  if (exitCode === 0) return undefined;
  return { name: "SystemExit", message: `the program ended with exit code ${exitCode}`, exitCode };
}

function runCompiled(module: WebpoolModule, name: string): void {
  const bytes = new TextEncoder().encode(name);
  const status = withBytes(module, bytes, (at) => module._webpool_run_compiled(at, bytes.length));
  if (status === 1) throw new TypeError(`there is no compiled program named ${name}`);
  if (status === 2) throw new Error("the program ended with an error, see its output");
}

function failureOf(own: Runtime, url: string, thrown: unknown, prefix: number): ProgramFailure {
  try {
    return { ...readFailure(own, url, thrown), prefix };
  } catch {
    return { name: "Error", message: "the program threw an object that cannot be read" };
  }
}

function readFailure(own: Runtime, url: string, thrown: unknown): ProgramFailure {
  const failure: ProgramFailure = describe(thrown);
  if (failure.name === undefined) {
    try {
      encodeBytes(failure.value);
    } catch {
      failure.value = String(failure.value);
    }
    return failure;
  }
  // Where the text itself is wrong; Firefox alone says so.
  const { fileName, lineNumber, columnNumber } = thrown as Record<string, unknown>;
  if (fileName === url && typeof lineNumber === "number") {
    failure.line = lineNumber;
    failure.column = Number(columnNumber);
  }
  const { remoteStack, item, processor } = thrown as RemoteError;
  if (typeof remoteStack !== "string") return failure;
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
