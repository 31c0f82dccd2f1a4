#pragma once

#include <webpool/async_result.hpp>
#include <webpool/core/job.hpp>
#include <webpool/core/worker.hpp>
#include <webpool/export.hpp>
#include <webpool/sync/lock.hpp>
#include <webpool/sync/parking.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <utility>

/// What callers have a job call: with its results, its error, its progress.
namespace webpool::detail {

/// Reports, on stderr, what a callback threw.
WEBPOOL_EXPORT void report_callback_error(const char* which) noexcept;

/// Names the calling thread: an address that no other thread has.
inline const void* this_thread() noexcept {
  static thread_local const char name = 0;
  return &name;
}

/// What a job keeps of its options.
template <class R>
struct Callbacks {
  explicit Callbacks(AsyncOptions<R>&& given) : options(std::move(given)) {}
  /// Whether the calling thread is in `guard`.
  [[nodiscard]] bool called_here() const noexcept { return caller.load(std::memory_order_relaxed) == this_thread(); }
  /// Runs what the caller gave. One thread at a time.
  template <class Call>
  void guard(Call&& call) noexcept {
    caller.store(this_thread(), std::memory_order_relaxed);
    call();
    caller.store(nullptr, std::memory_order_relaxed);
  }
  AsyncOptions<R> options;
  // Guards calls of `on_progress`, and what follows.
  Lock lock;
  Clock::time_point next_progress = Clock::now();
  std::size_t progress = 0;
  // The thread that runs the callbacks, while it does. Written by that thread; a waiter only compares it with itself.
  std::atomic<const void*> caller{nullptr};
};

/// Nothing if it has no callbacks, as most have none and room is time where many jobs are in flight.
template <class R>
std::unique_ptr<Callbacks<R>> callbacks_of(AsyncOptions<R>&& options) {
  if (!options.callback && !options.error_callback && !options.on_progress) return nullptr;
  return std::make_unique<Callbacks<R>>(std::move(options));
}

/// Runs what the caller gave.
template <class Call>
void call_guarded(const char* which, Call&& call) noexcept {
  if (Worker* const worker = Worker::current()) worker->forget_last_end();
  try {
    call();
  } catch (...) {
    report_callback_error(which);
  }
}

/// Tells of progress, with the lock held.
template <class R>
void tell_progress(Callbacks<R>& callbacks, std::size_t done, std::size_t total) noexcept {
  if (done <= callbacks.progress) return;
  callbacks.progress = done;
  call_guarded("on_progress", [&] { callbacks.options.on_progress(done, total); });
  callbacks.next_progress = Clock::now() + std::chrono::milliseconds{50};
}

/// Calls the one that fits of a job's two callbacks.
template <class R, class Call>
void run_callback(Callbacks<R>* callbacks, const Job& job, Call&& success) noexcept {
  if (callbacks == nullptr) return;
  auto& options = callbacks->options;
  if (const auto error = job.error()) {
    if (options.error_callback) call_guarded("error_callback", [&] { options.error_callback(error); });
    return;
  }
  if (options.on_progress) {
    const auto total = static_cast<std::size_t>(job.items());
    tell_progress(*callbacks, total, total);
  }
  if (options.callback) call_guarded("callback", [&] { success(options.callback); });
}

}  // namespace webpool::detail
