#pragma once

#include <webpool/export.hpp>
#include <webpool/sync/atomic.hpp>

#include <atomic>

namespace webpool::detail {

/// A coroutine that waits for a job. Of any type: without <coroutine>, of which libraries have had two.
struct Continuation {
  void* coroutine = nullptr;
  void (*resume)(void* coroutine) = nullptr;
  Continuation* next = nullptr;
};

/// The coroutines that wait for one job, in the order in which they came. Most jobs have none: an empty list is one word.
class WEBPOOL_EXPORT Continuations {
 public:
  /// Adds one, unless `is_over()`, which is looked at once it is in the list: then false. From true on it may be resumed.
  template <class IsOver>
  bool add(Continuation& continuation, IsOver&& is_over) noexcept {
    append(continuation);
    // If it is over and the continuation has been taken out, by the thread that ended the job, that thread resumes it.
    return !is_over() || !remove(continuation);
  }
  /// Takes one out whose coroutine is gone; false if it was not in the list.
  bool remove(Continuation& continuation) noexcept;
  /// Resumes all that are in the list, one after the other, on the calling thread: after what `is_over` looks at has changed.
  void resume_all() noexcept {
    if (first_.load(std::memory_order_seq_cst) != nullptr) resume_each();
  }

 private:
  void append(Continuation& continuation) noexcept;
  void resume_each() noexcept;

  // Written under a lock that all lists share. Sequentially consistent with what `is_over` looks at: a thread that ends the
  // job and then sees no continuation is seen by the one who adds it.
  Atomic<Continuation*> first_{nullptr};
};

}  // namespace webpool::detail
