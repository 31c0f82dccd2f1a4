#pragma once

#include <webpool/core/job.hpp>
#include <webpool/core/job_ptr.hpp>
#include <webpool/export.hpp>
#include <webpool/sync/parking.hpp>

#include <cstddef>
#include <optional>
#include <utility>

namespace webpool {

class StopToken;
namespace this_task {
WEBPOOL_EXPORT StopToken stop_token() noexcept;
}

/// Whether the work at hand is still wanted. A long task looks at it now and then, and returns when it is not:
///
///     auto token = webpool::this_task::stop_token();
///     while (!token.stop_requested()) ...
///
/// Follows `std::stop_token` (which C++ libraries of browsers do not have yet). May be copied to other threads, and outlives
/// the task.
class WEBPOOL_EXPORT StopToken {
 public:
  /// A token that nobody can stop.
  StopToken() = default;
  /// Whether the job was cancelled, its pool terminated, or the time over that the task of this item may take.
  [[nodiscard]] bool stop_requested() const noexcept {
    return job_ && (job_->stopping() || (deadline_ != detail::no_deadline && detail::Clock::now() >= deadline_));
  }
  /// Whether there is a job that could be stopped.
  [[nodiscard]] bool stop_possible() const noexcept { return static_cast<bool>(job_); }

 private:
  friend StopToken this_task::stop_token() noexcept;
  StopToken(detail::JobPtr<> job, detail::Deadline deadline) noexcept : job_(std::move(job)), deadline_(deadline) {}
  detail::JobPtr<> job_;
  detail::Deadline deadline_ = detail::no_deadline;
};

/// For code that runs in a task.
namespace this_task {

/// The token of the job to which the calling task belongs; outside of tasks one that nobody can stop.
[[nodiscard]] WEBPOOL_EXPORT StopToken stop_token() noexcept;

/// The index in its pool of the processor that runs the calling task (or initializer), none outside of tasks.
[[nodiscard]] WEBPOOL_EXPORT std::optional<std::size_t> processor() noexcept;

}  // namespace this_task
}  // namespace webpool
