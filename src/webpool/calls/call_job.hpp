#pragma once

#include <webpool/calls/continuations.hpp>
#include <webpool/calls/task_timer.hpp>
#include <webpool/core/job.hpp>
#include <webpool/export.hpp>
#include <webpool/options.hpp>
#include <webpool/sync/atomic.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <type_traits>
#include <utility>

namespace webpool::detail {

/// How the items of a call are shared out.
struct JobShape {
  std::uint64_t items = 1;
  std::uint64_t chunksize = 1;
  std::uint32_t processes = 1;
};

/// What a job is given of its caller's options.
struct CallOptions {
  TaskTimeout timeout{};
  Callback<void(const void* result)> callback{};
  Callback<void(const std::exception_ptr&)> error_callback{};
  Callback<void(std::size_t done, std::size_t total)> on_progress{};
  CallerStopToken stop_token{};
};

/// What a job has beside itself that most have not, since room is time where many jobs are in flight: options in use, and
/// coroutines that wait for it.
class JobOptions;
/// Defined beside it.
struct WEBPOOL_EXPORT JobOptionsDeleter {
  void operator()(JobOptions* options) const noexcept;
};
using JobOptionsPointer = std::unique_ptr<JobOptions, JobOptionsDeleter>;
WEBPOOL_EXPORT JobOptionsPointer make_job_options(CallOptions options);

template <class R>
Callback<void(const void* result)> callback_of(Callback<void(const R&)> callback) {
  return [callback = std::move(callback)](const void* result) { callback(*static_cast<const R*>(result)); };
}
inline Callback<void(const void* result)> callback_of(Callback<void()> callback) {
  return [callback = std::move(callback)](const void* /*result*/) { callback(); };
}

/// What a job keeps of the options of its call; null where none of them is set.
template <class Options>
JobOptionsPointer keep_options(Options&& options) {
  constexpr bool has_callbacks = requires { options.callback; };
  bool any = options.timeout || options.stop_token.stop_possible();
  if constexpr (has_callbacks) any = any || options.callback || options.error_callback || options.on_progress;
  if (!any) return nullptr;
  CallOptions kept;
  kept.timeout = options.timeout;
  kept.stop_token = std::forward<Options>(options).stop_token;
  if constexpr (has_callbacks) {
    if (options.callback) kept.callback = callback_of(std::forward<Options>(options).callback);
    kept.error_callback = std::forward<Options>(options).error_callback;
    kept.on_progress = std::forward<Options>(options).on_progress;
  }
  return make_job_options(std::move(kept));
}

/// One call of map, starmap or apply, whose caller is given its result.
class WEBPOOL_EXPORT CallJob : public Job {
 public:
  CallJob(const JobShape& shape, JobOptionsPointer options);
  /// From now on the stop token of the options, if there is one, cancels the job. Before it is submitted.
  void follow_stop_token() {
    if (has_options()) register_stop_token();
  }
  /// From now on it does not: of a job that has ended, or that could not be submitted.
  void forget_stop_token() noexcept;
  /// Has the coroutine resumed, once, on the thread that ends the job, after those who wait have been woken; false if it has
  /// ended.
  bool add(Continuation& continuation);
  /// The coroutine is gone.
  void remove(Continuation& continuation) noexcept;

 protected:
  ~CallJob() override;
  [[nodiscard]] bool has_options() const noexcept { return options_.load(std::memory_order_acquire) != nullptr; }
  /// Null if tasks may take any time.
  [[nodiscard]] const std::chrono::nanoseconds* timeout() const noexcept {
    return has_options() ? kept_timeout() : nullptr;
  }
  /// After the job has ended without an error; null if it has no result.
  [[nodiscard]] virtual const void* result_address() noexcept = 0;

 private:
  [[nodiscard]] const std::chrono::nanoseconds* kept_timeout() const noexcept;
  [[nodiscard]] Continuations& continuations();
  void call_back() noexcept override;
  void progressed() noexcept override;
  [[nodiscard]] bool in_callback() const noexcept override;

  void settled() noexcept override;
  void register_stop_token();

  // Null for most. Made with the job, or by the first coroutine that waits for it: sequentially consistent with the job's end,
  // as the list of coroutines is.
  Atomic<JobOptions*> options_;
};

/// A job that ends with one value of type `R` (for map a vector).
template <class R>
class ResultJob : public CallJob {
 public:
  using CallJob::CallJob;
  /// After the job has settled without an error.
  virtual std::add_lvalue_reference_t<R> result() noexcept = 0;

 private:
  [[nodiscard]] const void* result_address() noexcept final {
    if constexpr (std::is_void_v<R>) {
      return nullptr;
    } else {
      return &result();
    }
  }
};

}  // namespace webpool::detail
