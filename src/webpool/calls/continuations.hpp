#pragma once

#include <webpool/export.hpp>
#include <webpool/sync/atomic.hpp>

#include <atomic>

namespace webpool::detail {

class Job;

/// A coroutine that waits for a job. Of any type: without <coroutine>, of which libraries have had two.
struct Continuation {
  void* coroutine = nullptr;
  void (*resume)(void* coroutine) = nullptr;
  Continuation* next = nullptr;
};

/// The coroutines that wait for one job, in the order in which they came. Most jobs have none: an empty list is one word.
class WEBPOOL_EXPORT Continuations {
 public:
  /// Adds one, unless the job has ended: then false. From true on it may have been resumed, and be gone with its coroutine.
  bool add(Continuation& continuation, const Job& job) noexcept;
  /// Takes one out whose coroutine is gone; false if it was not in the list.
  bool remove(Continuation& continuation) noexcept;
  /// Resumes all that are in the list, one after the other, on the calling thread, which has ended the job.
  void resume_all() noexcept {
    if (first_.load(std::memory_order_seq_cst) != nullptr) resume_each();
  }

 private:
  void resume_each() noexcept;

  // Written under a lock that all lists share. Sequentially consistent with the end of the job: a thread that ends the
  // job and then sees no continuation is seen by the one who adds it.
  Atomic<Continuation*> first_{nullptr};
};

}  // namespace webpool::detail
