#pragma once

#include <webpool/export.hpp>

#include <stdexcept>

/// The errors of the pool. Each message says what to do about it.
namespace webpool {

/// Base of the errors that the pool itself throws, except `ValueError`. An exception of a task is rethrown to the caller
/// unchanged.
struct WEBPOOL_EXPORT Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// An argument is out of range: `processes < 1`, `chunksize < 1`. Follows Python's `ValueError`.
struct WEBPOOL_EXPORT ValueError : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// `get(timeout)` or `next(timeout)` gave up before the result was ready, while the work goes on; or a task took longer
/// than the `timeout` of its call's options. Follows `multiprocessing.TimeoutError`.
struct WEBPOOL_EXPORT TimeoutError : Error {
  using Error::Error;
};

/// The job was cancelled before all its tasks had run. Follows `concurrent.futures.CancelledError`.
struct WEBPOOL_EXPORT CancelledError : Error {
  using Error::Error;
};

/// A call on a pool that was closed or terminated, or in the child of a fork() on a pool of the parent, whose threads do
/// not exist there. Follows the `ValueError("Pool not running")` of CPython's pool.
struct WEBPOOL_EXPORT PoolNotRunningError : Error {
  using Error::Error;
};

/// `join()` on a pool that was neither closed nor terminated. Follows the `ValueError("Pool is still running")` of CPython.
struct WEBPOOL_EXPORT PoolStillRunningError : Error {
  using Error::Error;
};

/// The pool was terminated before the job had ended. (In CPython such a `get()` waits for ever: cpython#126743.)
struct WEBPOOL_EXPORT PoolTerminatedError : Error {
  using Error::Error;
};

/// The processor that ran the task ended before the task did. (In CPython such a `get()` waits for ever: cpython#96062.)
struct WEBPOOL_EXPORT ProcessorCrashedError : Error {
  using Error::Error;
};

/// A wait that could never end: a task or callback waits for its own job, or those of one or several pools wait for one
/// another in a cycle. Detects waits without a timeout for calls, for results, and for an ordered `imap`; not waits for the
/// caller's own locks, nor for `imap_unordered`.
struct WEBPOOL_EXPORT DeadlockError : Error {
  using Error::Error;
};

/// A call on an empty handle: a default-constructed `AsyncResult`, or a result, iterator or pool that was moved from.
/// Follows `std::future_error` with `no_state`.
struct WEBPOOL_EXPORT InvalidHandleError : Error {
  using Error::Error;
};

/// `successful()` before the job had ended. Follows the `ValueError("... not ready")` of CPython.
struct WEBPOOL_EXPORT NotReadyError : Error {
  using Error::Error;
};

}  // namespace webpool
