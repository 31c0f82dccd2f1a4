#include <webpool/async_result.hpp>

#include <webpool/core/rethrow.hpp>
#include <webpool/errors.hpp>

namespace webpool::detail {

void refuse_empty_result() {
  throw InvalidHandleError(
      "this AsyncResult is empty: it was default-constructed or moved from; assign the result of an _async call to it");
}

bool is_successful(const CallJob& job) {
  if (!job.done()) throw NotReadyError("successful() is known once the job has ended; call wait() first");
  return !job.has_error();
}

void require_success(CallJob& job, Deadline deadline) {
  if (!job.wait(deadline))
    throw TimeoutError("the job did not end in time and runs on; wait longer, or terminate the pool");
  if (auto error = job.error()) rethrow(std::move(error));
}

}  // namespace webpool::detail
