#pragma once

#include <webpool/core/job.hpp>
#include <webpool/core/rethrow.hpp>
#include <webpool/errors.hpp>
#include <webpool/sync/parking.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

namespace webpool {

namespace detail {

/// A job that ends with one value of type `R` (for map a vector).
template <class R>
class ResultJob : public Job {
 public:
  using Job::Job;
  /// After the job has settled without an error.
  virtual std::add_lvalue_reference_t<R> result() noexcept = 0;
};

template <class R>
struct CallbackSignature {
  using type = void(const R&);
};
template <>
struct CallbackSignature<void> {
  using type = void();
};
template <class R>
using callback_t = typename CallbackSignature<R>::type;

}  // namespace detail

/// What `map_async`, `starmap_async` and `apply_async` return at once: the handle of a job that runs.
///
/// Semantics: `multiprocessing.pool.AsyncResult` (CPython, `Lib/multiprocessing/pool.py`). The job runs on if the handle
/// is dropped. A handle can be moved and not copied; a moved-from handle may only be assigned to or destroyed.
template <class R>
class AsyncResult {
 public:
  AsyncResult(AsyncResult&&) noexcept = default;
  AsyncResult& operator=(AsyncResult&&) noexcept = default;
  AsyncResult(const AsyncResult&) = delete;
  AsyncResult& operator=(const AsyncResult&) = delete;
  ~AsyncResult() = default;

  /// Waits until the job has ended. Called in a task of the same pool, it runs the job's tasks meanwhile.
  void wait() const { job_->wait(detail::no_deadline); }

  /// The same, for at most `timeout` (any `std::chrono` duration); returns whether the job has ended.
  template <class Rep, class Period>
  bool wait(std::chrono::duration<Rep, Period> timeout) const {
    return job_->wait(detail::deadline_after(timeout));
  }

  /// Whether the job has ended, with results or an error.
  [[nodiscard]] bool ready() const noexcept { return job_->done(); }

  /// Whether the job has ended without an error. Throws `NotReadyError` before it has ended.
  [[nodiscard]] bool successful() const {
    if (!ready()) throw NotReadyError("successful() is known once the job has ended; call wait() first");
    return job_->error() == nullptr;
  }

  /// Ends the job with a `CancelledError`: what it has not begun is dropped, and the tasks that run are asked to stop
  /// (`this_task::stop_token`) and let go of; nobody waits for them. Returns whether that is how the job ends: false if it had
  /// ended, or was just about to. Other jobs are not touched. Follows `concurrent.futures.Future.cancel`, but for tasks that run.
  bool cancel() noexcept { return job_->cancel(); }

  /// Waits and returns the result, which stays in the handle; throws the first error of the job's tasks. May be called
  /// again. For a `void` job it returns nothing.
  std::add_lvalue_reference_t<R> get() & {
    wait();
    return ended();
  }

  /// The same with a limit: throws `TimeoutError` if the job has not ended within `timeout`, and the job runs on.
  template <class Rep, class Period>
  std::add_lvalue_reference_t<R> get(std::chrono::duration<Rep, Period> timeout) & {
    require(wait(timeout));
    return ended();
  }

  /// Waits and moves the result out of the handle: `pool.map_async(f, xs).get()`, `std::move(result).get()`.
  R get() && {
    wait();
    return moved();
  }

  /// The same with a limit.
  template <class Rep, class Period>
  R get(std::chrono::duration<Rep, Period> timeout) && {
    require(wait(timeout));
    return moved();
  }

 private:
  friend class Pool;
  explicit AsyncResult(detail::JobPtr<detail::ResultJob<R>> job) noexcept : job_(std::move(job)) {}

  static void require(bool ended) {
    if (!ended) throw TimeoutError("the job had not ended in time and runs on; wait longer, or terminate the pool");
  }
  std::add_lvalue_reference_t<R> ended() {
    if (auto error = job_->error()) detail::rethrow(std::move(error));
    return job_->result();
  }
  R moved() {
    if constexpr (std::is_void_v<R>) {
      ended();
    } else {
      return std::move(ended());
    }
  }

  detail::JobPtr<detail::ResultJob<R>> job_;
};

/// Settings of the `_async` calls, for `{.chunksize = 2, .callback = ...}`.
template <class R>
struct AsyncOptions {
  /// Items that a processor takes at once, at least 1; by default ⌈items / (4 · processes)⌉, as in CPython. Not for
  /// apply.
  std::optional<std::size_t> chunksize{};
  /// Called with the result (also with that of an empty input, unlike in CPython), on the thread that ended the job,
  /// before `ready()` turns true. What it throws is reported
  /// on `stderr` and harms nothing.
  std::function<detail::callback_t<R>> callback{};
  /// The same with the first error.
  std::function<void(const std::exception_ptr&)> error_callback{};
  /// Told how many of the items are done, as the job goes on: at most 20 times a second, never by two threads at once, with
  /// numbers that do not fall, and with `done == total` before `callback` when all went well. On the threads that run the
  /// tasks. What it throws is reported on `stderr` and harms nothing.
  std::function<void(std::size_t done, std::size_t total)> on_progress{};
};

}  // namespace webpool
