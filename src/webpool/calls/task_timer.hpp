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

/// Lives while the task of an item with a timeout runs on the calling thread.
class WEBPOOL_EXPORT TaskTimer {
 public:
  TaskTimer(const Job& job, std::uint64_t item, std::chrono::nanoseconds timeout) noexcept;
  TaskTimer(const TaskTimer&) = delete;
  TaskTimer& operator=(const TaskTimer&) = delete;
  ~TaskTimer();

  /// Throws a `TimeoutError` if the time is over.
  void require_in_time() const;

  /// Until when the task of that job may run which runs on the calling thread.
  static Deadline deadline_of(const Job& job) noexcept;

 private:
  const Job& job_;
  std::uint64_t item_;
  std::chrono::nanoseconds timeout_;
  Deadline deadline_;
  const TaskTimer* outer_;  // of the task that waits for this one, on the same thread
};

/// `run()`, the task of an item: throws a `TimeoutError` in place of what it throws, or after it, once its time is over.
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
