#pragma once

#include <webpool/core/chunk_run.hpp>
#include <webpool/core/host.hpp>
#include <webpool/core/idle_workers.hpp>
#include <webpool/core/job.hpp>
#include <webpool/core/trace_ring.hpp>
#include <webpool/stats.hpp>
#include <webpool/sync/atomic.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>

namespace webpool::detail {

class PoolCore;

/// One processor of a pool: its loop, and what it has done. Its threads come and go (`maxtasksperchild`), one at a time. All
/// but `trace` and `stats` is called on its thread, unless it says otherwise.
class WEBPOOL_EXPORT Worker {
 public:
  Worker(PoolCore& pool, std::uint32_t index) noexcept;
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// The worker that the calling thread is, or null.
  static Worker* current() noexcept;
  static void set_current(Worker* worker) noexcept;

  /// Works until the pool ends or the thread is to be replaced (null), or until it has claimed a chunk of an external job,
  /// which the caller has to run and commit before it calls again.
  ChunkRun* work();
  /// Runs chunks of that job, for which a task on this worker waits. Throws `DeadlockError` if the task is part of the job, and
  /// `std::bad_alloc`; where the caller owns the job's data, memory that has run out ends the job instead.
  void help(Job& job);
  /// The code that ran here was torn down in the middle (a trap): the chunks that were on this thread end with that
  /// error, and `work` goes on with the rest.
  void abandon(const std::exception_ptr& error) noexcept;
  /// That job is about to end on this thread: if it is the worker's own, the worker looks for another next, and counts as one
  /// that does from now on, since the caller's next job comes at once.
  void job_ends(const Job& job) noexcept;
  /// Whether it is in the middle of a chunk of that job. Under the queue's lock, on its own thread, or while that sleeps.
  [[nodiscard]] bool runs(const Job& job) const noexcept;

  /// For a thread that has other work, too: `work` and `ChunkRun::run_all` return after the chunk that ends the job (if not
  /// null), and after the first one that ends past the deadline.
  void work_for(const Job* job, Deadline deadline) noexcept {
    works_for_ = job;
    works_until_ = deadline;
  }
  [[nodiscard]] bool worked_enough() const noexcept {
    return (works_for_ != nullptr && works_for_->done()) ||
           (works_until_ != no_deadline && Clock::now() >= works_until_);
  }

  [[nodiscard]] std::uint32_t index() const noexcept { return index_; }
  [[nodiscard]] PoolCore& pool() const noexcept { return pool_; }
  /// The run of the job that it has taken from the queue.
  [[nodiscard]] ChunkRun& run() noexcept { return run_; }
  /// The run whose chunk is at hand; its `outer` ones wait. Others look under the queue's lock.
  [[nodiscard]] ChunkRun& innermost() noexcept { return *innermost_; }
  [[nodiscard]] IdleState& idle() noexcept { return idle_; }
  /// What it has done so far; any thread may ask.
  [[nodiscard]] ProcessorStats stats() const;
  [[nodiscard]] TraceRing& trace() noexcept { return trace_; }

  // Its threads.
  enum class Life : std::uint32_t { starting, running, ended };
  /// Its thread is ready for work; returns whether it is the first one.
  bool begin_thread() noexcept;
  /// By its thread, or by whoever sees to the end of a dead one: returns what it was before. Only one gets another answer than
  /// `ended`.
  Life end_thread() noexcept { return life_.exchange(Life::ended, std::memory_order_acq_rel); }
  /// Its thread has run as many chunks as a thread of this pool is to.
  [[nodiscard]] bool worn_out() const noexcept { return chunks_left_ == 0; }
  [[nodiscard]] std::uint64_t chunks_left() const noexcept { return chunks_left_; }
  /// Ready for another thread in place of the one that has ended or died. Lets go of the runs that were open.
  void revive() noexcept;
  /// Lets go of the job that it has run.
  void release_job() noexcept;

  // By its runs.
  void count_claim() noexcept { --chunks_left_; }
  void count_done(std::uint64_t chunks, std::uint64_t items, std::chrono::nanoseconds busy,
                  std::chrono::nanoseconds now) noexcept;
  /// When the last chunk ended, or zero if anything came after it: saves a look at the clock for work that follows at once.
  [[nodiscard]] std::chrono::nanoseconds last_end() const noexcept { return last_end_; }
  /// Something else than chunks has run: the next one begins when it begins, not when the last one ended.
  void forget_last_end() noexcept { last_end_ = {}; }

 private:
  void pop_run() noexcept;

  // Written by the worker's thread alone, so without a read-modify-write; read by anyone.
  class Count {
   public:
    void add(std::uint64_t more) noexcept { value_.store(get() + more, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t get() const noexcept { return value_.load(std::memory_order_relaxed); }

   private:
    Atomic<std::uint64_t> value_{0};
  };

  PoolCore& pool_;
  std::uint32_t index_;
  ChunkRun run_;
  ChunkRun* innermost_;  // written under the queue's lock
  IdleState idle_;
  TraceRing trace_;
  // Written by the worker's thread, and by whoever sees to the end of a dead one. Releases what the thread did last.
  Atomic<Life> life_{Life::starting};
  // Chunks that this thread may still claim from the queue: see `maxtasksperchild`.
  std::uint64_t chunks_left_;
  Count chunks_done_;
  Count items_done_;
  Count busy_;  // nanoseconds in chunks of `run_`, which contain those of the runs inside
  // When its first thread began, on the host's clock, in nanoseconds; zero before. Written by that thread.
  Atomic<std::int64_t> began_{0};
  // Threads that took over. Written under the lock of the pool's threads.
  Atomic<std::uint32_t> replacements_{0};
  std::chrono::nanoseconds last_end_{};
  const Job* works_for_ = nullptr;
  Deadline works_until_ = no_deadline;
};

}  // namespace webpool::detail
