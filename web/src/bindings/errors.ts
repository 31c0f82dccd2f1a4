/** The base of the errors that the pool itself raises. */
export class PoolError extends Error {
  override name = "PoolError";
}
/** `get(milliseconds)` ended before the result was there; the work goes on. Follows `multiprocessing.TimeoutError`. */
export class TimeoutError extends PoolError {
  override name = "TimeoutError";
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

/** What was thrown, in a form that crosses. */
export interface Description {
  /** Something else than an Error was thrown: this. */
  value?: unknown;
  name?: string;
  message?: string;
  stack?: string;
  processor?: number | undefined;
}

const known: Record<string, new (message?: string) => Error> = {
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
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
  const error = Object.hasOwn(known, name) ? new known[name]!(message) : new Error(message);
  if (error.name !== name)
    Object.defineProperty(error, "name", { value: name, configurable: true, writable: true });
  return error;
}

/** Describes what was thrown; never throws, whatever it was given. */
export function describe(thrown: unknown): Description {
  try {
    if (!(thrown instanceof Error)) {
      // An error of another realm, or an object that looks like one.
      const looks = thrown as { name?: unknown; message?: unknown; stack?: unknown } | null;
      if (typeof looks !== "object" || looks === null || typeof looks.message !== "string")
        return { value: thrown };
    }
    const error = thrown as Error;
    return {
      name: String(error.name),
      message: String(error.message),
      stack: String(error.stack ?? ""),
    };
  } catch (hostile) {
    return { name: "Error", message: "a task threw an object that cannot be read", stack: "" };
  }
}

/** The thing to throw for a description. */
export function revive(description: Description, item?: number): unknown {
  if (description.name === undefined) return description.value;
  const error = errorOf(description.name, description.message ?? "");
  if (description.stack) error.remoteStack = description.stack;
  if (description.processor !== undefined) error.processor = description.processor;
  if (item !== undefined) error.item = item;
  return error;
}
