#pragma once

#include <wasm/layout.hpp>
#include <webpool/errors.hpp>

#include <atomic>
#include <cstdint>
#include <limits>

/// Timeouts of JavaScript functions. Each thread publishes the deadline of its task, and the host, while there are jobs with a
/// timeout, kills the workers of late tasks.
namespace webpool::wasm {

class ListenedJob;

/// The task of an item took longer than the timeout of its call.
class LateTaskError : public TimeoutError {
 public:
  LateTaskError(std::uint32_t item, std::uint32_t timeout);
  [[nodiscard]] std::uint32_t item() const noexcept { return item_; }

 private:
  std::uint32_t item_;
};

/// The deadline of a thread's current task, if its job has a timeout. The thread that ends the task and the host that takes it
/// both exchange the same word, so only one of them succeeds and the host never kills a later task of the thread instead.
class TimedTask {
 public:
  enum class End { in_time, late, taken };
  static constexpr double no_task = std::numeric_limits<double>::infinity();

  /// By the thread: the task of `item` begins and may take `timeout` milliseconds.
  void begin(std::uint32_t item, std::uint32_t timeout) noexcept;
  /// By the thread: the task has ended. If it was `taken`, the thread must not go on.
  End end() noexcept;
  /// By the host: how many milliseconds the task may still run; `no_task` if there is none, or it was taken.
  [[nodiscard]] double left(double now) const noexcept;
  /// By the host: takes the task and sets `item`. False if it is not late or has ended meanwhile.
  bool take(double now, std::uint32_t& item) noexcept;

 private:
  // Low half: the item; high half: the deadline in milliseconds since the module was created. 0: no task.
  std::atomic<std::uint64_t> word_{0};
  double deadline_ = 0;  // exact; read only by the thread
};

/// Has the host watch the threads' tasks until all jobs with a timeout have settled and none of their tasks runs. Called once
/// for each such job, after it was submitted.
void watch_tasks(const ListenedJob& job) noexcept;
/// Called when such a job has settled.
void unwatch_tasks() noexcept;

/// By the host: whether it has to keep watching. `any_runs`: whether a task with a timeout still runs.
bool go_on_watching(bool any_runs) noexcept;
/// By the host: the shortest timeout of the watched jobs, in milliseconds.
double shortest_timeout() noexcept;

}  // namespace webpool::wasm
