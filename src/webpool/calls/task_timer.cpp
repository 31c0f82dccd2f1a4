#include <webpool/calls/task_timer.hpp>

#include <webpool/core/text.hpp>
#include <webpool/errors.hpp>

namespace webpool::detail {
namespace {

// The timer of the current task, if it has a timeout.
thread_local const TaskTimer* current_timer = nullptr;

}  // namespace

TaskTimer::TaskTimer(const Job& job, std::uint64_t item, std::chrono::nanoseconds timeout) noexcept
    : job_(job), item_(item), timeout_(timeout), deadline_(deadline_after(timeout)), outer_(current_timer) {
  current_timer = this;
}

TaskTimer::~TaskTimer() { current_timer = outer_; }

void TaskTimer::require_in_time() const {
  if (Clock::now() < deadline_) return;
  throw_error<TimeoutError>({"item ", item_, ": its task took longer than its timeout of ",
                             std::chrono::ceil<std::chrono::milliseconds>(timeout_).count(),
                             " ms; raise the timeout, or let the task check this_task::stop_token()"});
}

Deadline TaskTimer::deadline_of(const Job& job) noexcept {
  return current_timer != nullptr && &current_timer->job_ == &job ? current_timer->deadline_ : no_deadline;
}

}  // namespace webpool::detail
