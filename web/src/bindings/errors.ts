import { nameClass } from "./printed-as";

/** The base class of the errors of the pool itself. */
export class PoolError extends Error {
  /** The name of the class. */
  override name = "PoolError";
}
/**
 * `get(milliseconds)` timed out before the result was ready; the job runs on. Follows `multiprocessing.TimeoutError`. Or,
 * with the index of its `item`: a task took longer than the `timeout` of its call and was ended.
 */
export class TimeoutError extends PoolError {
  override name = "TimeoutError";
  /** Index of the task's item. */
  declare item?: number;
}
/** The job or program was cancelled before it ended. Follows `concurrent.futures.CancelledError`. */
export class CancelledError extends PoolError {
  override name = "CancelledError";
}
/** A call of a pool that was closed or terminated. */
export class PoolNotRunningError extends PoolError {
  override name = "PoolNotRunningError";
}
/** A call of `join()` on a pool that was neither closed nor terminated. */
export class PoolStillRunningError extends PoolError {
  override name = "PoolStillRunningError";
}
/** The pool was terminated while the job had tasks left. */
export class PoolTerminatedError extends PoolError {
  override name = "PoolTerminatedError";
}
/** The processor that ran the task ended before the task did. */
export class ProcessorCrashedError extends PoolError {
  override name = "ProcessorCrashedError";
}
/** A value or function that cannot be sent to a processor or back. Corresponds to Python's `MaybeEncodingError`. */
export class SerializationError extends PoolError {
  override name = "SerializationError";
  /** Index of the item, or of the item whose result it is. */
  declare item?: number;
}
/** A call that would wait forever. */
export class DeadlockError extends PoolError {
  override name = "DeadlockError";
}
/** A call of `successful()` before the job had ended. */
export class NotReadyError extends PoolError {
  override name = "NotReadyError";
}

/** Additional properties of an error that a task threw, unless it has own ones named `processor` or `item`. */
export interface RemoteError extends Error {
  /** The stack in the processor. */
  remoteStack?: string;
  /** Index of the processor. */
  processor?: number;
  /** Index of the item. */
  item?: number;
}

type ErrorClass = new (message?: string) => Error;

/** The classes of errors that are preserved, by name. */
export const errorClasses: Readonly<Record<string, ErrorClass>> = {
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
  ...(globalThis.WebAssembly && {
    CompileError: WebAssembly.CompileError,
    LinkError: WebAssembly.LinkError,
    RuntimeError: WebAssembly.RuntimeError,
  }),
  PoolError,
  TimeoutError,
  CancelledError,
  PoolNotRunningError,
  PoolStillRunningError,
  PoolTerminatedError,
  ProcessorCrashedError,
  SerializationError,
  DeadlockError,
  NotReadyError,
};

for (const [name, Class] of Object.entries(errorClasses)) nameClass(Class, name);

/** Creates an error of the class with that name, or an `Error` with that name if the class is unknown. */
export function errorOf(name: string, message: string): RemoteError {
  const error = new (Object.hasOwn(errorClasses, name) ? errorClasses[name]! : Error)(message);
  if (error.name !== name) defineHidden(error, "name", name);
  return error;
}

/** Defines a non-enumerable property, as those of errors are. */
export function defineHidden(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, {
    value,
    configurable: true,
    writable: true,
  });
}

/** The name and message of a thrown value; never throws, whatever the value is. */
export function describe(thrown: unknown): { name: string; message: string } {
  try {
    const { name, message } = thrown as Error;
    if (typeof message === "string") return { name: String(name), message };
    return { name: "Error", message: String(thrown) };
  } catch {
    return { name: "Error", message: "a value was thrown that cannot be read" };
  }
}

/** A thrown value as text; never throws, whatever the value is. */
export function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return describe(thrown).message;
  }
}

/** Sent together with a value that a task threw. */
export interface ErrorNotes {
  processor?: number;
  /** A message and a stack that replace those of the error, since they are clearer. */
  message?: string | undefined;
  stack?: string | undefined;
}

/** Completes a value that a task threw for its caller: an error gets a stack of this realm, and keeps its own beside it. */
export function revive(
  thrown: unknown,
  { processor, message, stack }: ErrorNotes,
  item?: number,
): unknown {
  if (!isError(thrown)) return thrown;
  const error: RemoteError = thrown;
  if (message !== undefined) defineHidden(error, "message", message);
  error.remoteStack = stack ?? error.stack ?? "";
  const here = String(new Error(error.message).stack ?? ""); // Error.prepareStackTrace may give anything
  defineHidden(error, "stack", here.replace(/^Error/, error.name));
  // A task's own properties of these names stay as they are.
  if (processor !== undefined && !Object.hasOwn(error, "processor")) error.processor = processor;
  if (item !== undefined && !Object.hasOwn(error, "item")) error.item = item;
  return error;
}

/** Whether a decoded value is an error. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || (globalThis.DOMException && value instanceof DOMException);
}
