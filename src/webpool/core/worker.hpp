#pragma once

#include <webpool/core/chunk_run.hpp>
#include <webpool/core/host.hpp>
#include <webpool/core/idle_workers.hpp>
#include <webpool/core/job.hpp>
#include <webpool/core/trace_ring.hpp>
#include <webpool/stats.hpp>
#include <webpool/sync/atomic.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <optional>
#include <utility>

namespace webpool::detail {

class PoolCore;

/// One processor of a pool: its loop and its statistics. It has one thread at a time, which `maxtasksperchild` replaces. All
/// members except `trace` and `stats` are called on that thread, unless noted otherwise.
class WEBPOOL_EXPORT Worker {
 public:
  Worker(PoolCore& pool, std::uint32_t index) noexcept;

  /// The worker of the calling thread, or null.
  static Worker* current() noexcept;
  static void set_current(Worker* worker) noexcept;

  /// Runs jobs until the pool ends or the thread has to be replaced, then returns null. Or returns the run that has claimed a
  /// chunk of an external job, which the caller has to run and commit before it calls `work` again.
  ChunkRun* work();
  /// Runs chunks of `job`, for which a task on this worker waits. Throws `DeadlockError` if the task belongs to the job, and
  /// `std::bad_alloc`, unless the caller owns the job's data: then the job is stopped with that error.
  void help(Job& job);
  /// Whether `help` can run chunks of such a job.
  [[nodiscard]] bool may_help(const Job& job) const noexcept;
  /// Called after a trap has torn down the tasks on this thread: their chunks end with `error`, and `work` can be called for
  /// the rest.
  void abandon(const std::exception_ptr& error) noexcept;
  /// Called before `job` ends on this thread. If it is the worker's current job, the worker is counted as looking for work
  /// already, so that the caller's next job, which may come at once, wakes no other worker.
  void job_ends(const Job& job) noexcept;
  /// Whether the worker is running a chunk of `job`. Under the queue's lock, on its own thread, or while that sleeps.
  [[nodiscard]] bool runs(const Job& job) const noexcept;
  /// Whether `job` cannot end before the worker goes on: it runs a chunk or a callback of it. As `runs`.
  [[nodiscard]] bool holds_up(const Job& job) const noexcept;
  /// A callback of a job on this worker's thread, during its lifetime.
  struct RunningCallback {
    RunningCallback(Worker& callbacks_worker, const Job& callbacks_job) noexcept
        : worker(callbacks_worker), job(callbacks_job), outer(std::exchange(worker.callback_, this)) {}
    RunningCallback(const RunningCallback&) = delete;
    RunningCallback& operator=(const RunningCallback&) = delete;
    ~RunningCallback() { worker.callback_ = outer; }
    Worker& worker;
    const Job& job;
    const RunningCallback* outer;
  };

  /// For a thread that also has other work: makes `work` and `ChunkRun::run_all` return after the chunk that ends `job` (if
  /// not null), and after the first chunk that ends past the deadline.
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
  /// The run of the job from the queue.
  [[nodiscard]] ChunkRun& run() noexcept { return run_; }
  /// The run of the current chunk; its `outer` runs wait. Other threads read it under the queue's lock.
  [[nodiscard]] ChunkRun& innermost() noexcept { return *innermost_; }
  [[nodiscard]] IdleState& idle() noexcept { return idle_; }
  /// Without `current` if there is no memory to read the trace.
  [[nodiscard]] ProcessorStats stats() const noexcept;
  /// Whether its thread has begun and has not ended.
  [[nodiscard]] bool alive() const noexcept { return life_.load(std::memory_order_acquire) == Life::running; }
  [[nodiscard]] TraceRing& trace() noexcept { return trace_; }

  // The worker's thread.
  enum class Life : std::uint32_t { starting, running, ended };
  /// Called when the thread is ready for work; returns whether it is the worker's first.
  bool begin_thread() noexcept;
  /// By the thread, or after its death by the thread that handles that. Returns the previous state, which is `ended` for all
  /// but the first caller.
  Life end_thread() noexcept { return life_.exchange(Life::ended, std::memory_order_acq_rel); }
  /// Whether a thread was started for it that is not ready for work yet.
  [[nodiscard]] bool starting() const noexcept { return life_.load(std::memory_order_acquire) == Life::starting; }
  /// Whether the thread has run `maxtasksperchild` chunks.
  [[nodiscard]] bool worn_out() const noexcept { return chunks_left_ == 0; }
  [[nodiscard]] std::uint64_t chunks_left() const noexcept { return chunks_left_; }
  /// Releases the runs of a thread that ends or has died, and their jobs.
  void release_runs() noexcept;
  /// Resets the worker for a new thread after that.
  void revive() noexcept;

  // Called by the worker's runs.
  void count_claim() noexcept { --chunks_left_; }
  void count_done(std::uint64_t chunks, std::uint64_t items, std::chrono::nanoseconds now) noexcept;
  /// The event of the run of the job from the queue, with that number in the trace: while it is open, the worker is busy.
  void begin_busy(std::uint64_t event, std::chrono::nanoseconds begin) noexcept {
    busy_event_.store(event, std::memory_order_relaxed);
    busy_since_.store(begin.count(), std::memory_order_release);
  }
  void end_busy(std::chrono::nanoseconds now) noexcept {
    const auto since = busy_since_.load(std::memory_order_relaxed);
    busy_since_.store(0, std::memory_order_relaxed);
    busy_.add(static_cast<std::uint64_t>(now.count() - since));
  }
  /// When the last chunk ended, or zero if something else has run since. Saves reading the clock for a chunk that follows
  /// immediately.
  [[nodiscard]] std::chrono::nanoseconds last_end() const noexcept { return last_end_; }
  /// Called when something other than chunks has run since the last chunk.
  void forget_last_end() noexcept { last_end_ = {}; }

 private:
  void pop_run() noexcept;
  [[nodiscard]] std::optional<TraceEvent> running_event() const noexcept;

  // Written only by the worker's thread, so without a read-modify-write; read by any thread.
  class Count {
   public:
    void add(std::uint64_t more) noexcept { value_.store(get() + more, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t get() const noexcept { return value_.load(std::memory_order_relaxed); }

   private:
    Atomic<std::uint64_t> value_{0};
  };

  PoolCore& pool_;
  std::uint32_t index_;
  // Written for each chunk. Its alignment makes each worker begin a cache line, so that no two share one: with two in a line, a
  // chunk of one item took 1.2 ns more.
  alignas(64) ChunkRun run_;
  ChunkRun* innermost_;                        // written under the queue's lock
  const RunningCallback* callback_ = nullptr;  // the innermost one
  IdleState idle_;
  TraceRing trace_;
  // Released when the thread ends, so that what it did last is visible.
  Atomic<Life> life_{Life::starting};
  // How many chunks from the queue this thread may still claim: see `maxtasksperchild`.
  std::uint64_t chunks_left_;
  Count chunks_done_;
  Count items_done_;
  // Nanoseconds in chunks of `run_`, which include nested runs, whose events have ended; and since when its event is open, on
  // the host's clock, or 0, and the number of that event.
  Count busy_;
  Atomic<std::int64_t> busy_since_{0};
  Atomic<std::uint64_t> busy_event_{0};
  // When the first thread began, in nanoseconds on the host's clock; 0 before. Written by that thread.
  Atomic<std::int64_t> began_{0};
  // How many threads were replaced. Written under the lock of the pool's threads.
  Atomic<std::uint32_t> replacements_{0};
  std::chrono::nanoseconds last_end_{};
  const Job* works_for_ = nullptr;
  Deadline works_until_ = no_deadline;
};

}  // namespace webpool::detail
