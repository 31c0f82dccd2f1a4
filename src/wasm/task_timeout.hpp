#pragma once

#include <wasm/layout.hpp>
#include <webpool/errors.hpp>

#include <atomic>
#include <cstdint>
#include <exception>
#include <limits>

/// Functions that take longer than the `timeout` of their call: each thread writes down until when its task may run, and the
/// host, while there are jobs with a timeout, ends the workers of those that are late.
namespace webpool::wasm {

class ListenedJob;

/// The task of an item has taken longer than it may.
class LateTaskError : public TimeoutError {
 public:
  LateTaskError(std::uint32_t item, std::uint32_t timeout);
  [[nodiscard]] std::uint32_t item() const noexcept { return item_; }

 private:
  std::uint32_t item_;
};

/// The error of a task that was late; where there is no memory for it, `std::bad_alloc`.
std::exception_ptr late_error(std::uint32_t item, std::uint32_t timeout) noexcept;

/// The task at hand of a thread, if its job has a timeout. Whether a task has ended or was taken by the host is decided by
/// whoever changes the word first, so that no other task of the thread can be ended in its place.
class TimedTask {
 public:
  enum class End { in_time, late, taken };
  static constexpr double no_task = std::numeric_limits<double>::infinity();

  /// Thread: the task of an item begins and may take so many milliseconds.
  void begin(std::uint32_t item, std::uint32_t timeout) noexcept;
  /// Thread: it has ended. Where it was taken, the thread is not to go on.
  End end() noexcept;
  /// Host: how many milliseconds it may still run; `no_task` if there is none, or it was taken.
  [[nodiscard]] double left(double now) const noexcept;
  /// Host: takes the task, unless it has ended meanwhile or is not late; false then. `item`: whose it is.
  bool take(double now, std::uint32_t& item) noexcept;

 private:
  // The item below, and above it when the task is late, in milliseconds since the module was made. 0: no task.
  std::atomic<std::uint64_t> word_{0};
  double deadline_ = 0;  // the thread's own, exact
};

/// Has the host look at the threads' tasks from now on, until all jobs with a timeout have settled and none of their tasks
/// runs. Called once for each such job, after it was submitted.
void watch_tasks(const ListenedJob& job) noexcept;
/// Such a job has settled.
void unwatch_tasks() noexcept;

/// Host: whether it is to go on looking. `any_runs`: whether there is a task that may get late.
bool go_on_watching(bool any_runs) noexcept;
/// Host: the shortest time that a task may take which begins now.
double shortest_timeout() noexcept;

}  // namespace webpool::wasm
