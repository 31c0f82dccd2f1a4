import { bytesOf, encodeThrown, shareBuffersBy } from "../bindings/codec";
import { errorOf } from "../bindings/errors";
import { setBase } from "../bindings/function-table";
import { withBytes } from "../bindings/module-memory";
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
import { CallersBuffers } from "../bindings/shared-buffers";
import { libraryUrl } from "../bindings/urls";
import { prefixLength } from "../processor/compile";
import { PendingTimers } from "./pending-timers";
import { CallNotes, sendCallNote, warnOfUnread } from "./call-notes";
import { provideOutput } from "../processor/output";

/** Starts the program of this thread. */
export function runProgram(module: WebpoolModule, order: ThreadOrder): void {
  const clock = order.states === 0 ? undefined : new StateClock(module, order.states);
  const runtime = new Runtime(module, "program", undefined, clock);
  const here = realm()!;
  shareBuffersBy(
    new CallersBuffers({
      send: (name, buffer) => here.sendPart(name, buffer),
      delete: (name) => here.deletePart(name),
    }),
  );
  // A compiled program reports itself when it waits.
  if (order.kind === "compiled") module.webpoolProgramWaits = (waits) => clock?.waits(waits);
  begin(runtime, { ...order, prefix: prefixLength() });
}

/** A program to start in this realm. */
export interface ProgramStart extends ProgramOrder {
  /** As in {@link ProgramFailure}. */
  prefix: number;
  /** Called when it has failed, before its error is encoded. */
  onFailure?: () => void;
}

/** Starts the program of a realm whose runtime is `own`. */
export function begin(own: Runtime, start: ProgramStart): void {
  const { text, base, kind, describesCalls, prefix, onFailure } = start;
  const { module } = own;
  if (describesCalls && kind === "module") own.callLog = new CallNotes(module, text);
  if (describesCalls && kind === "language")
    realm()!.describeCall = (note) => sendCallNote(module, note);
  if (kind === "language") own.clock?.starts();
  setBase(base);
  setRuntime(own);
  // Chromium's default of ten frames may not reach below the library's own frames to that of the program.
  Error.stackTraceLimit = 50;
  provideOutput(module, { protect: (run) => run() });
  if (own.scheduler) (globalThis as Record<string, unknown>)["sleep"] = own.scheduler.sleep;
  const end = endOf(module);
  const failed = (thrown: unknown): void => {
    onFailure?.();
    // The page has none of the program's own shared memory: other buffers may have the same numbers there.
    shareBuffersBy({ numberOf: () => undefined, bufferOf: () => undefined });
    end({ thrown, notes: { ...readNotes(own, text, thrown), prefix } });
  };
  // Uncaught errors and unhandled rejections end the program, as in Node.
  addEventListener("error", (event) => {
    event.preventDefault();
    failed(event.error ?? new Error(event.message));
  });
  globalThis.onunhandledrejection = (event) => {
    event.preventDefault();
    failed(event.reason);
  };
  const timers = kind === "module" ? new PendingTimers() : undefined;
  // Starts in a separate task of the event loop, after the thread's main function has returned.
  setTimeout(() => {
    if (kind === "module")
      importProgram(text)
        .then(() => {
          own.programEnds = true;
          timers!.warn();
        })
        .then(rejectionsReported)
        .then(() => reportUnreadFailures(own))
        .then(() => end(), failed);
    else if (kind === "language") runLanguage(own, text).then(end, failed);
    else {
      try {
        runCompiled(module, text, describesCalls);
        end();
      } catch (thrown) {
        failed(thrown);
      }
    }
  }, 0);
}

/**
 * Resolves after the events of promises that were rejected in the last turn of the program, and that nothing handles. Browsers
 * queue these events when the turn ends, which is after the first timer was set.
 */
const rejectionsReported = () =>
  new Promise<void>((resolve) => setTimeout(() => setTimeout(resolve, 0), 0));

/** When the program succeeds, reports async calls that failed and whose error was never read. */
function reportUnreadFailures(own: Runtime): void {
  own.takeSettled();
  for (const { error, record } of own.unreadFailures.values())
    if (record) record.failed(error);
    else warnOfUnread(error);
}

// Imports the program from its blob URL. A Content-Security-Policy may forbid that, which browsers do not report as the cause.
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

// Tries an import, since the event of a policy violation may arrive at any time after the import has failed.
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

/** The error that ended a program, and notes about it. */
interface Failure {
  thrown: unknown;
  notes: ProgramFailure;
}

/** Returns the function that notifies the host of the end of the program, once. */
function endOf(module: WebpoolModule): (failure?: Failure) => void {
  // Reserves memory for that message, in case the program uses up all of it.
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

/** Runs a program in another language, whose file is at `url`; returns how it failed, if it did. */
async function runLanguage(own: Runtime, url: string): Promise<Failure | undefined> {
  const shared = realm()!;
  shared.settle = (milliseconds) => own.waitForSettled(milliseconds);
  shared.inState = (state, run) => own.locked(run, state);
  shared.begins = () => own.clock?.begins();
  const [language, library] = (await Promise.all([
    import(/* webpackIgnore: true */ /* @vite-ignore */ url),
    import(/* webpackIgnore: true */ /* @vite-ignore */ libraryUrl),
  ])) as [Language, unknown];
  const processes = own.module._webpool_default_processes();
  const { exitCode, failure } = await language.run(shared, library, processes);
  if (failure) {
    const { name, message, traceback, line, column } = failure;
    const thrown = Object.assign(errorOf(name, message), { stack: traceback, exitCode });
    return { thrown, notes: { line, column } };
  }
  if (exitCode === 0) return undefined;
  const message = `the program ended with exit code ${exitCode}`;
  return { thrown: Object.assign(errorOf("SystemExit", message), { exitCode }), notes: {} };
}

function runCompiled(module: WebpoolModule, name: string, describesCalls: boolean): void {
  const bytes = new TextEncoder().encode(name);
  const status = withBytes(module, bytes, (at) =>
    module._webpoolRunCompiled(at, bytes.length, describesCalls ? 1 : 0),
  );
  if (status === 1) throw new TypeError(`there is no compiled program named ${name}`);
  if (status === 2) throw new Error("the program ended with an error; see its output");
}

// Collects the position of a syntax error, which only Firefox reports, and the source texts of the tasks in the stack.
function readNotes(own: Runtime, url: string, thrown: unknown): ProgramFailure {
  const notes: ProgramFailure = {};
  try {
    const { fileName, lineNumber, columnNumber, remoteStack } = thrown as Record<string, unknown>;
    if (fileName === url && typeof lineNumber === "number") {
      notes.line = lineNumber;
      if (typeof columnNumber === "number") notes.column = columnNumber;
    }
    if (typeof remoteStack !== "string") return notes;
    notes.functions = {};
    for (const [frame, number] of remoteStack.matchAll(/webpool-function-(\d+)/g)) {
      const text = own.functions.text(Number(number));
      if (text !== undefined) notes.functions[frame] = text;
    }
  } catch {
    // `thrown` is undefined, or an object that cannot be read
  }
  return notes;
}
