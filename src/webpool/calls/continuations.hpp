#pragma once

#include <webpool/export.hpp>
#include <webpool/sync/lock.hpp>

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
  void resume_all() noexcept;

 private:
  Lock lock_;
  Continuation* first_ = nullptr;  // guarded by the lock
};

}  // namespace webpool::detail
