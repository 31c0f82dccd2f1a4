#pragma once

#include <webpool/core/job.hpp>
#include <webpool/core/job_ptr.hpp>
#include <webpool/sync/atomic.hpp>
#include <webpool/sync/lock.hpp>
#include <webpool/sync/stack.hpp>

#include <atomic>
#include <cstdint>

namespace webpool::detail {

/// The jobs of a pool that have chunks to claim, in the order in which they were submitted. Submitters push without the lock;
/// all else is done under it, and so is what has to be consistent with the queue: the runs of the pool's workers, and changes
/// of its state. It is never held while a task runs or a job is destroyed. The queue has a reference to each of its jobs.
class JobQueue {
 public:
  JobQueue() = default;
  JobQueue(const JobQueue&) = delete;
  JobQueue& operator=(const JobQueue&) = delete;

  /// By anyone, without the lock: submits a job that no other thread knows of.
  void push(Job& job) noexcept {
    job.add_first_reference();
    incoming_.push(job);
  }
  /// Without the lock: whether there is nothing to take. Sequentially consistent: see `Stack` and `accept`.
  [[nodiscard]] bool empty() const noexcept { return incoming_.empty() && size_.load(std::memory_order_seq_cst) == 0; }
  /// Without the lock: a hint.
  [[nodiscard]] bool probably_empty() const noexcept { return size_.load(std::memory_order_relaxed) == 0; }
  /// Without the lock, a hint: how many chunks the newest job had.
  [[nodiscard]] std::uint32_t newest_chunks() const noexcept { return newest_chunks_.load(std::memory_order_relaxed); }
  [[nodiscard]] Lock& lock() noexcept { return lock_; }

  // Under the lock:

  /// Moves what was pushed into the queue.
  void accept() noexcept;
  [[nodiscard]] Job* first() const noexcept { return first_; }
  /// Adds a job at the end, with one more reference.
  void append(Job& job) noexcept;
  /// Takes a job out. Its reference is the caller's.
  [[nodiscard]] JobPtr<> remove(Job& job) noexcept;
  /// Takes all jobs out, for good: a list, linked by `next_in_queue`, with their references.
  [[nodiscard]] Job* take_all() noexcept;

 private:
  void link(Job& job) noexcept;

  Lock lock_;
  Job* first_ = nullptr;
  Job* last_ = nullptr;
  // Jobs in the queue. Written under the lock alone, so without a read-modify-write; read without it by idle workers.
  Atomic<std::uint32_t> size_{0};
  Atomic<std::uint32_t> newest_chunks_{0};  // written under the lock
  // Submitted and not in the queue yet. Submitters write it and do not take the lock: on a cache line of its own.
  alignas(64) Stack<Job, &Job::next_in_queue> incoming_;
};

}  // namespace webpool::detail
