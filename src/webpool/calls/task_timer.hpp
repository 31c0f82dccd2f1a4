#pragma once

#include <webpool/export.hpp>
#include <webpool/sync/parking.hpp>

#include <chrono>
#include <cstdint>
#include <optional>

namespace webpool::detail {

class Job;

/// How long each task of a job may take.
using TaskTimeout = std::optional<std::chrono::nanoseconds>;

/// The timeout of an item's task, in scope while the task runs on the calling thread.
class WEBPOOL_EXPORT TaskTimer {
 public:
  TaskTimer(const Job& job, std::uint64_t item, std::chrono::nanoseconds timeout) noexcept;
  TaskTimer(const TaskTimer&) = delete;
  TaskTimer& operator=(const TaskTimer&) = delete;
  ~TaskTimer();

  /// Throws `TimeoutError` if the deadline has passed.
  void require_in_time() const;

  /// The deadline of the calling thread's task if it belongs to `job`, otherwise none.
  static Deadline deadline_of(const Job& job) noexcept;

 private:
  const Job& job_;
  std::uint64_t item_;
  std::chrono::nanoseconds timeout_;
  Deadline deadline_;
  const TaskTimer* outer_;  // of the task that waits for this one, on the same thread
};

/// Calls `run()`, the task of an item. Throws `TimeoutError` if it took too long, even if it has thrown something else.
template <class Run>
void run_in_time(const Job& job, std::uint64_t item, std::chrono::nanoseconds timeout, Run&& run) {
  const TaskTimer timer(job, item, timeout);
  try {
    run();
  } catch (...) {
    timer.require_in_time();
    throw;
  }
  timer.require_in_time();
}

}  // namespace webpool::detail
