#include <webpool/async_result.hpp>

#include <webpool/core/job_ptr.hpp>
#include <webpool/core/rethrow.hpp>
#include <webpool/errors.hpp>

namespace webpool::detail {
namespace {

template <class MaybeConst>
MaybeConst& job_of(MaybeConst* job) {
  if (job == nullptr) {
    throw InvalidHandleError(
        "this AsyncResult is empty: it was default-constructed or moved from; assign the result of an _async call to "
        "it");
  }
  return *job;
}

}  // namespace

void wait_for(CallJob* job) { job_of(job).wait(no_deadline); }
bool wait_for(CallJob* job, Deadline deadline) { return job_of(job).wait(deadline); }
bool is_ready(const CallJob* job) { return job_of(job).done(); }

bool is_successful(const CallJob* job) {
  if (!is_ready(job)) throw NotReadyError("successful() is known once the job has ended; call wait() first");
  return !job->has_error();
}

bool cancel(CallJob* job) {
  // Holds a reference, since the end of the job may resume a coroutine that drops the handle.
  return JobPtr<CallJob>::share(job_of(job))->cancel();
}

void require_success(CallJob* job, Deadline deadline) {
  if (!job_of(job).wait(deadline))
    throw TimeoutError("the job did not end in time and runs on; wait longer, or terminate the pool");
  if (auto error = job->error()) rethrow(std::move(error));
}

JobAwaiter::JobAwaiter(JobPtr<CallJob> job) noexcept : job_(std::move(job)) {}

JobAwaiter::~JobAwaiter() {
  // The coroutine may be destroyed while it is suspended. One that was resumed has none here.
  if (continuation_.coroutine != nullptr) job_->remove(continuation_);
}

bool JobAwaiter::suspend() { return job_->add(continuation_); }

}  // namespace webpool::detail
