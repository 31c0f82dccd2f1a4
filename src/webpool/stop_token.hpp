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

/// Tells a task that its result is no longer wanted. A long task checks it now and then, and returns early:
///
///     auto token = webpool::this_task::stop_token();
///     while (!token.stop_requested()) ...
///
/// Follows `std::stop_token`, which the C++ standard libraries for WebAssembly do not have yet. It may be copied to other
/// threads and may outlive the task.
class WEBPOOL_EXPORT StopToken {
 public:
  /// A token without a job: `stop_requested()` is always false.
  StopToken() = default;
  /// Whether the job was cancelled, its pool was terminated, or the item's `timeout` has expired.
  [[nodiscard]] bool stop_requested() const noexcept {
    return job_ && (job_->stopping() || (deadline_ != detail::no_deadline && detail::Clock::now() >= deadline_));
  }
  /// Whether the token belongs to a job, which can be stopped.
  [[nodiscard]] bool stop_possible() const noexcept { return static_cast<bool>(job_); }

 private:
  friend StopToken this_task::stop_token() noexcept;
  StopToken(detail::JobPtr<> job, detail::Deadline deadline) noexcept : job_(std::move(job)), deadline_(deadline) {}
  detail::JobPtr<> job_;
  detail::Deadline deadline_ = detail::no_deadline;
};

/// For code that runs in a task.
namespace this_task {

/// The token of the calling task's job; outside of tasks a token without a job.
[[nodiscard]] WEBPOOL_EXPORT StopToken stop_token() noexcept;

/// The index, from 0, of the processor that runs the calling task or initializer; no value outside of both.
[[nodiscard]] WEBPOOL_EXPORT std::optional<std::size_t> processor() noexcept;

}  // namespace this_task
}  // namespace webpool
