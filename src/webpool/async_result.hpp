#pragma once

#include <webpool/calls/call_job.hpp>
#include <webpool/calls/continuations.hpp>
#include <webpool/core/job_ptr.hpp>
#include <webpool/export.hpp>
#include <webpool/options.hpp>
#include <webpool/sync/parking.hpp>

#include <chrono>
#include <type_traits>
#include <utility>

namespace webpool {

namespace detail {

// What the handles of all types do, on a job that may be null, as it is of an empty handle.
WEBPOOL_EXPORT void wait_for(CallJob* job);
[[nodiscard]] WEBPOOL_EXPORT bool wait_for(CallJob* job, Deadline deadline);
[[nodiscard]] WEBPOOL_EXPORT bool is_ready(const CallJob* job);
[[nodiscard]] WEBPOOL_EXPORT bool is_successful(const CallJob* job);
WEBPOOL_EXPORT bool cancel(CallJob* job);
/// Waits, and throws the error with which the job has ended; `TimeoutError` if it has not.
WEBPOOL_EXPORT void require_success(CallJob* job, Deadline deadline);

/// Suspends a coroutine of any type until a job has ended.
class WEBPOOL_EXPORT JobAwaiter {
 public:
  explicit JobAwaiter(JobPtr<CallJob> job) noexcept;
  JobAwaiter(const JobAwaiter&) = delete;
  JobAwaiter& operator=(const JobAwaiter&) = delete;
  ~JobAwaiter();
  [[nodiscard]] bool await_ready() const { return is_ready(job_.get()); }
  template <class Handle>
  bool await_suspend(Handle coroutine) {
    continuation_.coroutine = coroutine.address();
    continuation_.resume = [](void* address) { Handle::from_address(address).resume(); };
    return suspend();
  }

 private:
  bool suspend();

  JobPtr<CallJob> job_;
  Continuation continuation_;
};

/// What `co_await` does with a result: `Result` is a handle or a reference to one.
template <class Result>
class ResultAwaiter : public JobAwaiter {
 public:
  ResultAwaiter(JobPtr<CallJob> job, Result&& result) noexcept
      : JobAwaiter(std::move(job)), result_(static_cast<Result&&>(result)) {}
  decltype(auto) await_resume() { return static_cast<Result&&>(result_).get(); }

 private:
  Result result_;
};

}  // namespace detail

/// What `map_async`, `starmap_async` and `apply_async` return at once: the handle of a job that runs.
///
/// Semantics: `multiprocessing.pool.AsyncResult` (CPython, `Lib/multiprocessing/pool.py`). The job runs on if the handle
/// is dropped. A handle can be moved and not copied. One that was made without a job or was moved from is empty: all calls
/// of it but `valid()` throw `InvalidHandleError`.
template <class R>
class AsyncResult {
 public:
  /// An empty handle, to which another can be assigned.
  AsyncResult() noexcept = default;
  /// Takes over the job of the other, which is empty then.
  AsyncResult(AsyncResult&&) noexcept = default;
  /// The same; the job that was behind this one runs on.
  AsyncResult& operator=(AsyncResult&&) noexcept = default;
  AsyncResult(const AsyncResult&) = delete;
  AsyncResult& operator=(const AsyncResult&) = delete;
  ~AsyncResult() = default;

  /// Whether there is a job behind it. Follows `std::future::valid`.
  [[nodiscard]] bool valid() const noexcept { return static_cast<bool>(job_); }

  /// Waits until the job has ended. Called in a task of the same pool, it runs the job's tasks meanwhile.
  void wait() const { detail::wait_for(job_.get()); }

  /// The same, for at most `timeout` (any `std::chrono` duration); returns whether the job has ended.
  template <class Rep, class Period>
  bool wait(std::chrono::duration<Rep, Period> timeout) const {
    return detail::wait_for(job_.get(), detail::deadline_after(timeout));
  }

  /// The same until that time, of any clock; returns whether the job has ended. Follows `std::future::wait_until`.
  template <class Clock, class Duration>
  bool wait_until(std::chrono::time_point<Clock, Duration> time) const {
    // More than once, since another clock may be set back meanwhile.
    while (!wait(time - Clock::now())) {
      if (Clock::now() >= time) return false;
    }
    return true;
  }

  /// Whether the job has ended, with results or an error.
  [[nodiscard]] bool ready() const { return detail::is_ready(job_.get()); }

  /// Whether the job has ended without an error. Throws `NotReadyError` before it has ended.
  [[nodiscard]] bool successful() const { return detail::is_successful(job_.get()); }

  /// Ends the job with a `CancelledError`: what it has not begun is dropped, and the tasks that run are asked to stop
  /// (`this_task::stop_token`); nobody waits for them. Returns whether that is how the job ends: false if it had ended, or was
  /// just about to. Other jobs are not touched. Follows `concurrent.futures.Future.cancel`, but for tasks that run.
  bool cancel() { return detail::cancel(job_.get()); }

  /// Waits and returns the result, which stays in the handle; throws the first error of the job's tasks. May be called
  /// again. For a `void` job it returns nothing.
  std::add_lvalue_reference_t<R> get() & {
    if (!has_result()) detail::require_success(job_.get(), detail::no_deadline);
    return job_->result();
  }

  /// The same with a limit: throws `TimeoutError` if the job has not ended within `timeout`, and the job runs on.
  template <class Rep, class Period>
  std::add_lvalue_reference_t<R> get(std::chrono::duration<Rep, Period> timeout) & {
    detail::require_success(job_.get(), detail::deadline_after(timeout));
    return job_->result();
  }

  /// Waits and moves the result out of the handle: `pool.map_async(f, xs).get()`, `std::move(result).get()`.
  R get() && { return static_cast<R>(static_cast<std::add_rvalue_reference_t<R>>(get())); }

  /// The same with a limit.
  template <class Rep, class Period>
  R get(std::chrono::duration<Rep, Period> timeout) && {
    return static_cast<R>(static_cast<std::add_rvalue_reference_t<R>>(get(timeout)));
  }

  /// `co_await result` in a coroutine of any type: suspends it until the job has ended, then gives what `get()` does, or throws
  /// what it throws; also when the job was cancelled or its pool terminated. It is resumed like a callback, on the thread that
  /// ended the job, a processor's in most cases, which it keeps from other work until it suspends or returns. Of an rvalue,
  /// `co_await pool.map_async(f, xs)`, the result is moved out.
  auto operator co_await() & { return detail::ResultAwaiter<AsyncResult&>(share_job(), *this); }
  /// The same of an rvalue.
  auto operator co_await() && { return detail::ResultAwaiter<AsyncResult>(share_job(), std::move(*this)); }

 private:
  friend class Pool;
  explicit AsyncResult(detail::JobPtr<detail::ResultJob<R>> job) noexcept : job_(std::move(job)) {}

  [[nodiscard]] bool has_result() const noexcept { return job_ && job_->done() && !job_->has_error(); }
  [[nodiscard]] detail::JobPtr<detail::CallJob> share_job() const noexcept {
    return valid() ? detail::JobPtr<detail::CallJob>::share(*job_) : detail::JobPtr<detail::CallJob>();
  }

  detail::JobPtr<detail::ResultJob<R>> job_;
};

}  // namespace webpool
