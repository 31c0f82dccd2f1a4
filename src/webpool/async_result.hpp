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

// The members of `AsyncResult` that do not depend on its type.
[[noreturn]] WEBPOOL_EXPORT void refuse_empty_result();
[[nodiscard]] WEBPOOL_EXPORT bool is_successful(const CallJob& job);
/// Waits for the job. Throws its error, or `TimeoutError` if it has not ended by the deadline.
WEBPOOL_EXPORT void require_success(CallJob& job, Deadline deadline);

/// The awaiter of `co_await`: suspends a coroutine of any type until the job has ended. `Result` is an `AsyncResult` or a
/// reference to one.
template <class Result>
class ResultAwaiter {
 public:
  ResultAwaiter(JobPtr<CallJob> job, Result&& result) noexcept
      : job_(std::move(job)), result_(static_cast<Result&&>(result)) {}
  ResultAwaiter(const ResultAwaiter&) = delete;
  ResultAwaiter& operator=(const ResultAwaiter&) = delete;
  ~ResultAwaiter() {
    // The coroutine may be destroyed while it is suspended. One that was resumed has none here.
    if (continuation_.coroutine != nullptr) job_->remove(continuation_);
  }
  [[nodiscard]] bool await_ready() const noexcept { return job_->done(); }
  template <class Handle>
  bool await_suspend(Handle coroutine) {
    continuation_.coroutine = coroutine.address();
    continuation_.resume = [](void* address) { Handle::from_address(address).resume(); };
    return job_->add(continuation_);
  }
  decltype(auto) await_resume() { return static_cast<Result&&>(result_).get(); }

 private:
  JobPtr<CallJob> job_;
  Continuation continuation_;
  Result result_;
};

}  // namespace detail

/// The handle of a running job, which `map_async`, `starmap_async` and `apply_async` return at once.
///
/// Semantics: `multiprocessing.pool.AsyncResult` (CPython, `Lib/multiprocessing/pool.py`). Dropping the handle does not
/// stop the job. A handle can be moved but not copied. Several threads may wait for one handle, read its result, and cancel
/// it, as long as none moves or assigns it. All members of an empty handle (default-constructed or moved from)
/// throw `InvalidHandleError`, except `valid()`.
template <class R>
class AsyncResult {
 public:
  /// An empty handle.
  AsyncResult() noexcept = default;
  /// Takes over the job of the other handle, which becomes empty.
  AsyncResult(AsyncResult&&) noexcept = default;
  /// The same; the previous job of this handle runs on.
  AsyncResult& operator=(AsyncResult&&) noexcept = default;

  /// Whether the handle has a job. Follows `std::future::valid`.
  [[nodiscard]] bool valid() const noexcept { return static_cast<bool>(job_); }

  /// Waits until the job has ended. In a task of the same pool, it runs the job's tasks meanwhile. Throws `DeadlockError` if
  /// the wait could never end.
  void wait() const { job().wait(detail::no_deadline); }

  /// The same for at most `timeout`, any `std::chrono` duration. Returns whether the job has ended.
  template <class Duration>
  bool wait(const Duration& timeout) const {
    static_assert(detail::is_timeout<Duration>,
                  "a timeout is a std::chrono::duration, such as std::chrono::seconds(1)");
    return job().wait(detail::deadline_after(timeout));
  }

  /// The same until `time` of any clock. Returns whether the job has ended. Follows `std::future::wait_until`.
  template <class Time>
  bool wait_until(const Time& time) const {
    constexpr bool is_time = requires { typename Time::clock; };
    static_assert(is_time, "wait_until takes a std::chrono::time_point; for a duration there is wait");
    if constexpr (is_time) {
      using Seconds = std::chrono::duration<double>;
      // In a loop, since that clock may be set back meanwhile.
      for (;;) {
        const auto now = Time::clock::now();
        // Approximate, since the clock's own unit cannot represent all times of other units, such as `sys_days::max()`.
        const Seconds left = Seconds(time.time_since_epoch()) - Seconds(now.time_since_epoch());
        const bool is_near = left.count() >= -1 && left.count() <= 1;
        if (is_near ? time <= now : !(left.count() > 0)) break;
        if (is_near ? wait(time - now) : wait(left)) return true;
      }
    }
    return wait(std::chrono::seconds(0));
  }

  /// Whether the job has ended, with a result or an error.
  [[nodiscard]] bool ready() const { return job().done(); }

  /// Whether the job has ended without an error. Throws `NotReadyError` before it has ended.
  [[nodiscard]] bool successful() const { return detail::is_successful(job()); }

  /// Ends the job with a `CancelledError`: chunks that have not begun are dropped, and running tasks are asked to stop
  /// (`this_task::stop_token`) but not waited for. `error_callback` runs on the calling thread. Returns false if the job had
  /// already ended or was just ending. Other jobs are not affected. Follows `concurrent.futures.Future.cancel`, which leaves
  /// running calls alone.
  bool cancel() const { return share_job()->cancel(); }

  /// Waits for the result and returns a reference to it, or nothing for a `void` job. The result stays in the job, so
  /// `get` may be called again, also of a `const` handle. Throws the first error of the job's tasks; `CancelledError`;
  /// `PoolTerminatedError`; `DeadlockError` if the wait could never end.
  std::add_lvalue_reference_t<R> get() const& {
    if (!has_result()) detail::require_success(job(), detail::no_deadline);
    return job_->result();
  }

  /// The same with a timeout: throws `TimeoutError` if the job has not ended in time. The job runs on.
  template <class Rep, class Period>
  std::add_lvalue_reference_t<R> get(std::chrono::duration<Rep, Period> timeout) const& {
    detail::require_success(job(), detail::deadline_after(timeout));
    return job_->result();
  }

  /// Waits for the result and moves it out of the handle: `pool.map_async(f, xs).get()`, `std::move(result).get()`.
  R get() && { return static_cast<R>(static_cast<std::add_rvalue_reference_t<R>>(get())); }

  /// The same with a timeout.
  template <class Rep, class Period>
  R get(std::chrono::duration<Rep, Period> timeout) && {
    return static_cast<R>(static_cast<std::add_rvalue_reference_t<R>>(get(timeout)));
  }
  /// Not for numbers. (For a short error about that.)
  template <class Number>
  requires(!detail::is_timeout<Number>) std::add_lvalue_reference_t<R> get(Number /*timeout*/)
  const {
    static_assert(std::is_void_v<Number>, "a timeout is a std::chrono::duration, such as std::chrono::seconds(1)");
    return get();
  }

  /// `co_await result` suspends a coroutine of any type until the job has ended, then returns or throws what `get()` does,
  /// also when the job was cancelled or its pool terminated. The coroutine resumes on the thread that ended the job, like a
  /// callback. That thread is usually a processor's, which does no other work until the coroutine suspends or returns.
  auto operator co_await() const& { return detail::ResultAwaiter<const AsyncResult&>(share_job(), *this); }
  /// The same for an rvalue, `co_await pool.map_async(f, xs)`: moves the result out.
  auto operator co_await() && { return detail::ResultAwaiter<AsyncResult>(share_job(), std::move(*this)); }

 private:
  friend class Pool;
  explicit AsyncResult(detail::JobPtr<detail::ResultJob<R>> job) noexcept : job_(std::move(job)) {}

  [[nodiscard]] bool has_result() const noexcept { return job_ && job_->done() && !job_->has_error(); }
  /// Throws `InvalidHandleError` if the handle is empty.
  [[nodiscard]] detail::ResultJob<R>& job() const {
    if (!job_) detail::refuse_empty_result();
    return *job_;
  }
  /// For what may resume a coroutine that drops the handle.
  [[nodiscard]] detail::JobPtr<detail::CallJob> share_job() const {
    return detail::JobPtr<detail::CallJob>::share(job());
  }

  detail::JobPtr<detail::ResultJob<R>> job_;
};

}  // namespace webpool
