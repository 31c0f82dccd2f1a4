#pragma once

#include <webpool/export.hpp>
#include <webpool/sync/atomic.hpp>
#include <webpool/sync/lock.hpp>

#include <atomic>

namespace webpool::detail {

class Job;

/// A coroutine that waits for a job. Type-erased without <coroutine>, of which standard libraries have had two versions.
struct Continuation {
  void* coroutine = nullptr;
  void (*resume)(void* coroutine) = nullptr;
  Continuation* next = nullptr;
};

/// The coroutines that wait for one job, in the order in which they were added.
class WEBPOOL_EXPORT Continuations {
 public:
  /// Adds a coroutine; false if the job has already ended. When this returns true, the coroutine may already have been
  /// resumed and destroyed, with its continuation.
  bool add(Continuation& continuation, const Job& job) noexcept;
  /// Removes a coroutine that is being destroyed, if it is in the list.
  void remove(Continuation& continuation) noexcept;
  /// Resumes all coroutines one after the other, on the calling thread, which has ended the job.
  void resume_all() noexcept {
    if (first_.load(std::memory_order_seq_cst) != nullptr) resume_each();
  }

 private:
  void resume_each() noexcept;

  Lock lock_;
  // Written under the lock. Sequentially consistent with the end of the job: if the thread that ends the job then sees no
  // continuation, the thread that adds one sees that the job has ended.
  Atomic<Continuation*> first_{nullptr};
};

}  // namespace webpool::detail
