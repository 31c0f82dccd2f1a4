import type { ProgramError, ProgramFailure, SourcePosition } from "../bindings/program-contract";
import { setAddress } from "../bindings/trusted-types";
import { positionOfImport } from "./import-position";
import { prefixLength } from "../processor/compile";

/** Only the beginning of a longer stack is read: engines themselves record fifty frames at most. */
const longestStack = 20_000;

/**
 * Finds the source position where an error was thrown: in a task, or in the program itself, whose frames have the URL `url`.
 */
export function positionOf(
  source: string,
  url: string | undefined,
  error: ProgramError,
  failure: ProgramFailure,
): SourcePosition | undefined {
  return positionInTask(source, error, failure) ?? positionInProgram(source, url, error, failure);
}

// The position of the first frame of a function whose text is in the source. Each function is searched for only once, since a
// stack may be arbitrarily long.
function positionInTask(
  source: string,
  { remoteStack }: ProgramError,
  failure: ProgramFailure,
): SourcePosition | undefined {
  // The program may have set `remoteStack` to anything.
  const stack = typeof remoteStack === "string" ? remoteStack.slice(0, longestStack) : "";
  const others = new Set<string>();
  for (const [, frame, line, column] of stack.matchAll(/(webpool-function-\d+):(\d+):(\d+)/g)) {
    if (others.has(frame!)) continue;
    others.add(frame!);
    const at = source.indexOf(failure.functions?.[frame!] ?? "\0");
    if (at < 0) continue;
    const start = positionAt(source, at);
    const shift = Number(line) === 1 ? start.column - 1 - (failure.prefix ?? prefixLength()) : 0;
    return {
      line: start.line + Number(line) - 1,
      column: Math.max(1, Number(column) + shift),
    };
  }
  return undefined;
}

function positionInProgram(
  source: string,
  url: string | undefined,
  { message, name, stack = "" }: ProgramError,
  { line = 0, column = 0 }: ProgramFailure,
): SourcePosition | undefined {
  if (line > 0) return { line, column: Math.max(1, column) };
  if (url === undefined) return undefined;
  const own = stack.split(url)[1];
  const match = own === undefined ? null : /^:(\d+):(\d+)/.exec(own);
  if (match) return { line: Number(match[1]), column: Number(match[2]) };
  if (name !== "SyntaxError" && name !== "TypeError") return undefined;
  const at = positionOfImport(source, message);
  return at === undefined ? undefined : positionAt(source, at);
}

function positionAt(source: string, at: number): SourcePosition {
  const before = source.slice(0, at).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/**
 * Finds the position of a syntax error. Chromium reports it only for script elements of a page, so this loads the source in
 * one. It never runs there, since an import of a missing module is added to it.
 */
export function positionOfSyntaxError(source: string): Promise<SourcePosition | undefined> {
  if (typeof document !== "object") return Promise.resolve(undefined);
  const url = URL.createObjectURL(
    new Blob([`${source}\nimport "webpool:nothing";`], { type: "text/javascript" }),
  );
  return new Promise((resolve) => {
    // By the prototype: an `<img name="createElement">` of the page would shadow the document's own method.
    const script = Document.prototype.createElement.call(document, "script") as HTMLScriptElement;
    const done = (position?: SourcePosition): void => {
      clearTimeout(timer);
      removeEventListener("error", listen, true);
      script.remove();
      URL.revokeObjectURL(url);
      resolve(position);
    };
    const listen = (event: ErrorEvent): void => {
      if (event.filename !== url) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      done(event.lineno > 0 ? { line: event.lineno, column: event.colno } : undefined);
    };
    const timer = setTimeout(done, 10_000); // for an engine that tells of neither
    addEventListener("error", listen, true);
    script.type = "module";
    script.onerror = () => done();
    try {
      setAddress(script, url);
      Document.prototype.querySelector.call(document, "head")!.append(script);
    } catch {
      done(); // the page requires Trusted Types and does not allow the library's policy
    }
  });
}
