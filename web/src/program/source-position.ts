import type { ProgramError, ProgramFailure, SourcePosition } from "../bindings/program-contract";
import { setAddress } from "../bindings/trusted-types";
import { positionOfImport } from "./import-position";
import { prefixLength } from "../processor/compile";

/** Of longer stacks the beginning is read: engines give fifty frames at most by themselves. */
const longestStack = 20_000;

/**
 * Where in the program's text an error was thrown: in a task of it, or in the program itself, whose frames are named by
 * `url`.
 */
export function positionOf(
  source: string,
  url: string | undefined,
  error: ProgramError,
  failure: ProgramFailure,
): SourcePosition | undefined {
  return positionInTask(source, error, failure) ?? positionInProgram(source, url, error, failure);
}

// The first frame of a function whose text stands in the program. Each is looked for once: a stack may have any text.
function positionInTask(
  source: string,
  { remoteStack }: ProgramError,
  failure: ProgramFailure,
): SourcePosition | undefined {
  // A program may have given its error one of any kind.
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
  { line, column = 1 }: ProgramFailure,
): SourcePosition | undefined {
  if (line !== undefined) return { line, column };
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
 * Where the text of a module breaks the rules of the language. Chromium tells nobody but a page's script element, so the
 * text is given to one. It never runs there: it imports what does not exist.
 */
export function positionOfSyntaxError(source: string): Promise<SourcePosition | undefined> {
  if (typeof document !== "object") return Promise.resolve(undefined);
  const url = URL.createObjectURL(
    new Blob([`${source}\nimport "webpool:nothing";`], { type: "text/javascript" }),
  );
  return new Promise((resolve) => {
    const script = document.createElement("script");
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
      done({ line: event.lineno, column: event.colno });
    };
    const timer = setTimeout(done, 2000);
    addEventListener("error", listen, true);
    script.type = "module";
    script.onerror = () => done();
    try {
      setAddress(script, url);
      document.head.append(script);
    } catch {
      done(); // the page's policy asks for Trusted Types of others
    }
  });
}
