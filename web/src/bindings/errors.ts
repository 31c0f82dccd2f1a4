/** The base of the errors that the pool itself raises. */
export class PoolError extends Error {
  override name = "PoolError";
}
/**
 * `get(milliseconds)` ended before the result was there; the work goes on. Follows `multiprocessing.TimeoutError`. Or, with
 * the number of its `item`, a task took longer than the `timeout` of its call, and was ended.
 */
export class TimeoutError extends PoolError {
  override name = "TimeoutError";
  /** Of a task: the index of its item. */
  declare item?: number;
}
/** The job or program was cancelled before it had ended. Follows `concurrent.futures.CancelledError`. */
export class CancelledError extends PoolError {
  override name = "CancelledError";
}
/** Work was given to a pool that was closed or terminated. */
export class PoolNotRunningError extends PoolError {
  override name = "PoolNotRunningError";
}
/** `join()` on a pool that was neither closed nor terminated. */
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
/** A value or function that cannot cross to a processor or back. Python's `MaybeEncodingError`. */
export class SerializationError extends PoolError {
  override name = "SerializationError";
  /** Index of the item, or of the item whose result it is. */
  declare item?: number;
}
/** A wait that could never end. */
export class DeadlockError extends PoolError {
  override name = "DeadlockError";
}
/** `successful()` before the job had ended. */
export class NotReadyError extends PoolError {
  override name = "NotReadyError";
}

/** What an error that a task threw carries beside its class and message. */
export interface RemoteError extends Error {
  /** The stack in the processor. */
  remoteStack?: string;
  /** Index of the processor. */
  processor?: number;
  /** Index of the item. */
  item?: number;
}

type ErrorClass = new (message?: string) => Error;

/** The classes of errors that arrive as what they were, by name. */
export const errorClasses: Readonly<Record<string, ErrorClass>> = {
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
  CompileError: WebAssembly.CompileError,
  LinkError: WebAssembly.LinkError,
  RuntimeError: WebAssembly.RuntimeError,
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

/** The error of that name: of its class where that is known, else an Error that bears the name. */
export function errorOf(name: string, message: string): RemoteError {
  const error = new (Object.hasOwn(errorClasses, name) ? errorClasses[name]! : Error)(message);
  if (error.name !== name) defineHidden(error, "name", name);
  return error;
}

/** Defines a property as the language defines those of errors. */
export function defineHidden(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, {
    value,
    configurable: true,
    writable: true,
    enumerable: false,
  });
}

/** The name and message of what was thrown; never throws, whatever it was given. */
export function describe(thrown: unknown): { name: string; message: string } {
  try {
    const { name, message } = thrown as Error;
    if (typeof message === "string") return { name: String(name), message };
    return { name: "Error", message: String(thrown) };
  } catch {
    return { name: "Error", message: "something was thrown that cannot be read" };
  }
}

/** What crosses with something that a task threw. */
export interface ErrorNotes {
  processor?: number;
  /** A message and a stack that say more than those of the error. */
  message?: string | undefined;
  stack?: string | undefined;
}

/** What a task threw, as its caller gets it: an error has this realm's stack, and that of the processor beside it. */
export function revive(
  thrown: unknown,
  { processor, message, stack }: ErrorNotes,
  item?: number,
): unknown {
  if (!isError(thrown)) return thrown;
  const error: RemoteError = thrown;
  if (message !== undefined) defineHidden(error, "message", message);
  error.remoteStack = stack ?? error.stack ?? "";
  const here = new Error(error.message).stack ?? "";
  defineHidden(error, "stack", here.replace(/^Error/, error.name));
  if (processor !== undefined) error.processor = processor;
  if (item !== undefined) error.item = item;
  return error;
}

/** Whether a value that has arrived is an error. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || (globalThis.DOMException && value instanceof DOMException);
}
