#pragma once

#include <webpool/core/job.hpp>
#include <webpool/core/job_ptr.hpp>
#include <webpool/sync/atomic.hpp>
#include <webpool/sync/lock.hpp>
#include <webpool/sync/stack.hpp>

#include <cstdint>

namespace webpool::detail {

/// The jobs of a pool that have chunks to claim, in the order of submission. Submitters push without the lock; everything
/// else takes it. The lock also guards what has to be consistent with the queue: the workers' runs and changes of the pool's
/// state. It is never held while a task runs or a job is destroyed. The queue owns a reference to each of its jobs.
class JobQueue {
 public:
  // Without the lock:

  void push(Job& job) noexcept {
    job.shared_before_submission ? job.add_reference() : job.add_first_reference();
    incoming_.push(job);
  }
  /// Whether there is no job. Sequentially consistent: see `Stack` and `accept`.
  [[nodiscard]] bool empty() const noexcept { return incoming_.empty() && size_.load(std::memory_order_seq_cst) == 0; }
  /// Whether there is no other job than this one. In this order, so that a job on its way from `incoming` to the queue is seen,
  /// and one that came when this one left.
  [[nodiscard]] bool holds_only(const Job& job) const noexcept {
    return incoming_.empty() && size_.load(std::memory_order_seq_cst) == 1 &&
           job.queued.load(std::memory_order_seq_cst);
  }
  /// A hint.
  [[nodiscard]] bool probably_empty() const noexcept { return size_.load(std::memory_order_relaxed) == 0; }
  /// A hint: how many chunks the newest job has.
  [[nodiscard]] std::uint32_t newest_chunks() const noexcept { return newest_chunks_.load(std::memory_order_relaxed); }
  [[nodiscard]] Lock& lock() noexcept { return lock_; }

  // Under the lock:

  /// Moves pushed jobs into the queue.
  void accept() noexcept;
  [[nodiscard]] Job* first() const noexcept { return first_; }
  /// Appends a job that is not in the queue.
  void append(Job& job) noexcept;
  [[nodiscard]] static bool contains(const Job& job) noexcept { return job.queued.load(std::memory_order_relaxed); }
  /// Removes a job and returns the queue's reference.
  [[nodiscard]] JobPtr<> remove(Job& job) noexcept;
  /// Removes all jobs and returns them as a list linked by `next_in_queue`, with the queue's references.
  [[nodiscard]] Job* take_all() noexcept;

 private:
  void link(Job& job) noexcept;

  Lock lock_;
  Job* first_ = nullptr;
  Job* last_ = nullptr;
  // Written only under the lock, so without a read-modify-write; read by idle workers without the lock.
  Atomic<std::uint32_t> size_{0};
  Atomic<std::uint32_t> newest_chunks_{0};  // written under the lock
  // Pushed jobs that `accept` has not taken. On its own cache line, since submitters write it without the lock.
  alignas(64) Stack<Job, &Job::next_in_queue> incoming_;
};

}  // namespace webpool::detail
