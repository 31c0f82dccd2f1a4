#pragma once

#include <webpool/calls/arguments.hpp>
#include <webpool/calls/continuations.hpp>
#include <webpool/calls/task_timer.hpp>
#include <webpool/core/job.hpp>
#include <webpool/export.hpp>
#include <webpool/options.hpp>
#include <webpool/sync/atomic.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <type_traits>
#include <utility>

namespace webpool::detail {

class CancelOnStop;
class PoolCore;

/// The caller's options that a job needs.
struct CallOptions {
  TaskTimeout timeout{};
  Callback<void(const void* result)> callback{};
  Callback<void(const std::exception_ptr&)> error_callback{};
  Callback<void(std::size_t done, std::size_t total)> on_progress{};
  CallerStopToken stop_token{};
};

/// A job's options and the coroutines that wait for it. Allocated separately, since most jobs have neither and small jobs are
/// faster.
class JobOptions;

template <class R>
Callback<void(const void* result)> callback_of(Callback<void(const R&)> callback) {
  return [callback = std::move(callback)](const void* result) { callback(*static_cast<const R*>(result)); };
}
inline Callback<void(const void* result)> callback_of(Callback<void()> callback) {
  return [callback = std::move(callback)](const void* /*result*/) { callback(); };
}

/// A job of map, starmap or apply, with callbacks, a timeout, a stop token and coroutines that wait for it.
class WEBPOOL_EXPORT CallJob : public Job {
 public:
  /// `options` are those of the call.
  template <class Options>
  CallJob(const JobShape& shape, const Options& options)
      : Job(shape.items, shape.chunksize, shape.processes), options_(nullptr) {
    line = options.line;
    constexpr bool has_callbacks = requires { options.callback; };
    bool any = options.timeout || options.stop_token.stop_possible();
    if constexpr (has_callbacks) any = any || options.callback || options.error_callback || options.on_progress;
    if (!any) return;
    CallOptions kept{.timeout = options.timeout, .stop_token = options.stop_token};
    if constexpr (has_callbacks) {
      if (options.callback) kept.callback = detail::callback_of(options.callback);
      kept.error_callback = options.error_callback;
      kept.on_progress = options.on_progress;
    }
    keep(std::move(kept));
  }
  /// Null if it has no options.
  [[nodiscard]] CancelOnStop* cancel_on_stop() const noexcept;
  /// Resumes the coroutine on the thread that ends the job, after waiters have been woken. Returns false if the job has
  /// already ended.
  bool add(Continuation& continuation);
  /// Removes a coroutine that is being destroyed.
  void remove(Continuation& continuation) noexcept;

 protected:
  ~CallJob() override;
  [[nodiscard]] bool has_options() const noexcept { return options_.load(std::memory_order_acquire) != nullptr; }
  /// Null if there is no timeout.
  [[nodiscard]] const std::chrono::nanoseconds* timeout() const noexcept {
    return has_options() ? kept_timeout() : nullptr;
  }
  /// Called after the job has ended without an error; null if it has no result.
  [[nodiscard]] virtual const void* result_address() noexcept = 0;

 private:
  void keep(CallOptions options);
  [[nodiscard]] const std::chrono::nanoseconds* kept_timeout() const noexcept;
  [[nodiscard]] Continuations& continuations();
  void call_back() noexcept override;
  void progressed() noexcept override;
  [[nodiscard]] bool in_callback() const noexcept override;
  void settled() noexcept override;

  // Null for most jobs. Created with the job or by the first coroutine that waits for it. Sequentially consistent with the
  // job's end, like the list of coroutines.
  Atomic<JobOptions*> options_;
};

/// Throws `PoolNotRunningError`, or the error with which the pool has failed.
WEBPOOL_EXPORT void submit(PoolCore& core, CallJob& job);

/// A job that ends with one value of type `R` (for map a vector).
template <class R>
class ResultJob : public CallJob {
 public:
  using CallJob::CallJob;
  /// To be called after the job has settled without an error.
  virtual std::add_lvalue_reference_t<R> result() noexcept = 0;

 private:
  [[nodiscard]] const void* result_address() noexcept final {
    if constexpr (std::is_void_v<R>) {
      return nullptr;
    } else {
      return std::addressof(result());
    }
  }
};

}  // namespace webpool::detail
