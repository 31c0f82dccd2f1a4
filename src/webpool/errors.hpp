#pragma once

#include <webpool/export.hpp>

#include <stdexcept>
#include <string>

/// The named errors of the pool. Each message says what to do about it.
namespace webpool {

/// The base of the errors that the pool itself raises. What a task throws is not one of these: it comes back as it is.
class WEBPOOL_EXPORT Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An argument that no call can serve: `processes < 1`, `chunksize < 1`. Follows Python's `ValueError`.
class WEBPOOL_EXPORT ValueError : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// `get(timeout)` ended before the result was there; the work goes on. Follows `multiprocessing.TimeoutError`.
class WEBPOOL_EXPORT TimeoutError : public Error {
 public:
  using Error::Error;
};

/// The job was cancelled before all of its tasks had run. Follows `concurrent.futures.CancelledError`.
class WEBPOOL_EXPORT CancelledError : public Error {
 public:
  using Error::Error;
};

/// Work was given to a pool that was closed or terminated, or in the child of a fork() to a pool of its parent, whose processors
/// are not there. Follows the `ValueError("Pool not running")` of CPython's pool.
class WEBPOOL_EXPORT PoolNotRunningError : public Error {
 public:
  using Error::Error;
};

/// `join()` on a pool that was neither closed nor terminated. Follows the `ValueError("Pool is still running")` of CPython.
class WEBPOOL_EXPORT PoolStillRunningError : public Error {
 public:
  using Error::Error;
};

/// The pool was terminated while the job had tasks left. (In CPython such a `get()` waits for ever: cpython#126743.)
class WEBPOOL_EXPORT PoolTerminatedError : public Error {
 public:
  using Error::Error;
};

/// The processor that ran the task ended before the task did. (In CPython such a `get()` waits for ever: cpython#96062.)
class WEBPOOL_EXPORT ProcessorCrashedError : public Error {
 public:
  using Error::Error;
};

/// A wait that could never end: a task that waits for the job to which it belongs, or tasks, of one pool or of several, that wait
/// for one another in a circle. Seen are waits without a limit for calls, for results, and for `imap` in its order; not those for
/// locks of the caller's own, nor `imap_unordered`.
class WEBPOOL_EXPORT DeadlockError : public Error {
 public:
  using Error::Error;
};

/// A call of a handle with nothing behind it: an `AsyncResult` made without a job, or a result, iterator or pool that was moved
/// from. Follows `std::future_error` with `no_state`.
class WEBPOOL_EXPORT InvalidHandleError : public Error {
 public:
  using Error::Error;
};

/// `successful()` before the result was there. Follows the `ValueError("... not ready")` of CPython.
class WEBPOOL_EXPORT NotReadyError : public Error {
 public:
  using Error::Error;
};

}  // namespace webpool
