import { bytesOf, encodeThrown } from "../bindings/codec";
import { errorOf } from "../bindings/errors";
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
    end({ thrown, notes: { ...readNotes(own, text, thrown), prefix } });
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
      importProgram(text)
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

// A program's text is a module at an address of its own, which a policy may forbid: browsers say no more than that it failed.
async function importProgram(url: string): Promise<void> {
  try {
    await import(/* webpackIgnore: true */ /* @vite-ignore */ url);
  } catch (error) {
    if (!(error instanceof TypeError) || (await canImportBlobs())) throw error;
    throw new Error(
      "a Program's text runs as a module at a blob: address, which the Content-Security-Policy of webpool.js forbids: " +
        "serve it with blob: in its script-src, or run the program as a module of your own with `await Pool.create()`",
      { cause: error },
    );
  }
}

// By trying it: the event of the violation may come at any time after the import has failed.
async function canImportBlobs(): Promise<boolean> {
  const url = URL.createObjectURL(new Blob([], { type: "text/javascript" }));
  try {
    await import(/* webpackIgnore: true */ /* @vite-ignore */ url);
    return true;
  } catch {
    return false;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** What ended a program, and what is known of it. */
interface Failure {
  thrown: unknown;
  notes: ProgramFailure;
}

/** Gives the function that tells the host, once, how the program has ended. */
function endOf(module: WebpoolModule): (failure?: Failure) => void {
  // Memory for the last message, should the program fill all of it.
  const reserve = module._malloc(64 * 1024);
  let ended = false;
  const sent = (failure?: Failure): boolean => {
    try {
      const bytes = failure
        ? bytesOf(encodeThrown(failure.thrown, failure.notes))
        : new Uint8Array();
      return withBytes(
        module,
        bytes,
        (at) => module._webpool_send_message(MessageKind.programEnded, 0, at, bytes.length) !== 0,
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
    sent({ thrown: new RangeError("the program's memory was full when it ended"), notes: {} });
  };
}

/** Runs the program of another language, whose file is at `url`; how it failed, if it did. */
async function runLanguage(own: Runtime, url: string): Promise<Failure | undefined> {
  const here = realm()!;
  here.settle = (milliseconds) => own.waitForSettled(milliseconds);
  here.inState = (state, run) => own.locked(run, state);
  const [language, library] = (await Promise.all([
    import(/* webpackIgnore: true */ /* @vite-ignore */ url),
    import(/* webpackIgnore: true */ /* @vite-ignore */ libraryUrl),
  ])) as [Language, unknown];
  const processes = own.module._webpool_default_processes();
  const { exitCode, failure } = await language.run(here, library, processes);
  if (failure) {
    const { name, message, traceback, line, column } = failure;
    const thrown = Object.assign(errorOf(name, message), { stack: traceback, exitCode });
    return { thrown, notes: { line, column } };
  }
  if (exitCode === 0) return undefined;
  const message = `the program ended with exit code ${exitCode}`;
  return { thrown: Object.assign(errorOf("SystemExit", message), { exitCode }), notes: {} };
}

function runCompiled(module: WebpoolModule, name: string): void {
  const bytes = new TextEncoder().encode(name);
  const status = withBytes(module, bytes, (at) => module._webpool_run_compiled(at, bytes.length));
  if (status === 1) throw new TypeError(`there is no compiled program named ${name}`);
  if (status === 2) throw new Error("the program ended with an error, see its output");
}

// Where the text itself is wrong, which Firefox alone says; and what the frames of a task's stack are called.
function readNotes(own: Runtime, url: string, thrown: unknown): ProgramFailure {
  const notes: ProgramFailure = {};
  try {
    const { fileName, lineNumber, columnNumber, remoteStack } = thrown as Record<string, unknown>;
    if (fileName === url && typeof lineNumber === "number") {
      notes.line = lineNumber;
      notes.column = Number(columnNumber);
    }
    if (typeof remoteStack !== "string") return notes;
    notes.functions = {};
    for (const [frame, number] of remoteStack.matchAll(/webpool-function-(\d+)/g)) {
      const text = own.functions.text(Number(number));
      if (text !== undefined) notes.functions[frame] = text;
    }
  } catch {
    // undefined, or an object that cannot be read
  }
  return notes;
}
