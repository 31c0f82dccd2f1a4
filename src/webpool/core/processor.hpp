#pragma once

#include <webpool/core/host.hpp>
#include <webpool/core/job.hpp>
#include <webpool/core/pocket.hpp>
#include <webpool/export.hpp>
#include <webpool/stats.hpp>
#include <webpool/sync/parked_list.hpp>
#include <webpool/sync/spin.hpp>
#include <webpool/trace.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <utility>

namespace webpool::detail {

class Processor;
class Scheduler;

/// A processor at work on a job: claims chunks and records when they ran.
class WEBPOOL_EXPORT Visit {
 public:
  explicit Visit(Processor& processor) noexcept : processor_(&processor) {}
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

  /// Claims the next chunk; false if the job has none left, or the processor's thread has run as many as it is to.
  bool claim() noexcept;
  /// The claimed chunk has ended, with results or an error.
  void commit() noexcept;
  /// Claims, runs and commits all chunks that there are.
  void drain();

  [[nodiscard]] Job* job() const noexcept { return job_; }
  [[nodiscard]] std::uint32_t chunk() const noexcept { return chunk_; }
  [[nodiscard]] Range* range() const noexcept { return range_; }
  /// Whether a chunk is claimed and not committed.
  [[nodiscard]] bool claimed() const noexcept { return claimed_; }
  /// Whether it may claim more: what it has done so far may not be counted yet.
  [[nodiscard]] bool attached() const noexcept { return range_ != nullptr; }
  [[nodiscard]] Processor& processor() const noexcept { return *processor_; }

 private:
  friend class Processor;
  friend class Scheduler;

  /// The job has to be kept alive until `detach`.
  void attach(Job& job, Range& range) noexcept;
  /// Counts what was done, which may settle the job, and lets go of the range.
  void leave() noexcept;
  void detach() noexcept { job_ = nullptr; }
  void begin_run() noexcept;
  void end_run() noexcept;
  /// Has the job count what was done until now.
  void report() noexcept { job_->complete(std::exchange(done_, 0)); }

  Processor* processor_;
  Visit* outer_ = nullptr;  // the visit whose chunk waits for this one's job
  Reference<> own_;         // a nested visit's job; that of others is in the processor's pocket
  Job* job_ = nullptr;
  Range* range_ = nullptr;
  std::uint32_t chunk_ = 0;
  std::uint32_t done_ = 0;  // chunks committed that the job does not know of yet
  bool claimed_ = false;

  // The run of chunks that is recorded as one event: ended after `run_limit_` chunks, which grows while chunks are so
  // short that reading the clock twice for each would show (20 ns against 5 ns for a claim).
  std::uint64_t run_event_ = 0;
  std::uint32_t run_first_ = 0;
  std::uint32_t run_chunks_ = 0;
  std::uint32_t run_limit_ = 1;
  bool run_open_ = false;
  std::chrono::nanoseconds run_begin_{};
};

/// One worker of a pool. All but `trace` is called on the worker's own thread.
class WEBPOOL_EXPORT Processor {
 public:
  /// `chunks`: how many a thread of it may take from the queue.
  Processor(Scheduler& scheduler, std::uint32_t index, std::uint64_t chunks, std::size_t trace_events) noexcept
      : scheduler_(scheduler),
        index_(index),
        visit_(*this),
        innermost_(&visit_),
        trace_(trace_events),
        chunks_left_(chunks) {}
  Processor(const Processor&) = delete;
  Processor& operator=(const Processor&) = delete;

  /// The processor that the calling thread is, or null.
  static Processor* current() noexcept;
  static void set_current(Processor* processor) noexcept;

  /// Works until the pool ends or the thread is to be replaced (null), or until it has claimed a chunk of an external job,
  /// which the caller has to run and commit before it calls again.
  Visit* work();
  /// Runs chunks of that job, for which a task on this processor waits. Throws `DeadlockError` if the task is part of
  /// the job.
  void help(Job& job);
  /// The code that ran here was torn down in the middle (a trap): the chunks that were on this thread end with that
  /// error, and `work` goes on with the rest.
  void abandon(const std::exception_ptr& error) noexcept;

  /// Whether its thread has run as many chunks as a thread of this pool is to.
  [[nodiscard]] bool worn_out() const noexcept { return chunks_left_ == 0; }
  /// How many more it is to run.
  [[nodiscard]] std::uint64_t chunks_left() const noexcept { return chunks_left_; }
  /// For a thread that is only lent: `work` and `Visit::drain` return after the chunk that ends the job (if not null), and
  /// after the first one that ends past the deadline.
  void work_for(const Job* job, Deadline deadline) noexcept {
    lent_for_ = job;
    lent_until_ = deadline;
  }
  [[nodiscard]] bool worked_enough() const noexcept {
    return (lent_for_ != nullptr && lent_for_->done()) || (lent_until_ != no_deadline && Clock::now() >= lent_until_);
  }

  /// That job has just ended on this thread: if it is the job of the thread's own visit, the processor looks for another
  /// next, and counts as one that does from now on.
  void about_to_look(const Job& job) noexcept;

  /// Something else than chunks has run: the next run begins when it begins, not when the last one ended.
  void forget_last_end() noexcept { last_end_ = {}; }
  /// Whether it is in the middle of a chunk of that job. Under the scheduler's lock, on its own thread, or while that sleeps.
  [[nodiscard]] bool runs(const Job& job) const noexcept;
  /// Whether its thread has ended or died.
  [[nodiscard]] bool ended() const noexcept { return life_.load(std::memory_order_acquire) == Life::ended; }
  [[nodiscard]] std::uint32_t index() const noexcept { return index_; }
  [[nodiscard]] Scheduler& scheduler() const noexcept { return scheduler_; }
  [[nodiscard]] Visit& innermost() noexcept { return *innermost_; }
  TraceRing& trace() noexcept { return trace_; }
  /// What it has done so far; any thread may ask.
  [[nodiscard]] ProcessorStats stats() const;

 private:
  friend class Scheduler;
  friend class Visit;

  enum class Life : std::uint32_t { starting, running, ended };

  void pop_visit() noexcept;
  /// Lets go of the jobs that it has run: its thread takes no more.
  void let_go() noexcept;
  /// Ready for another thread in place of the one that has ended or died. The visits that it had open are let go of.
  void revive() noexcept;

  // Written by the processor's thread alone, so without a read-modify-write; read by anyone.
  class Count {
   public:
    void add(std::uint64_t more) noexcept { value_.store(get() + more, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t get() const noexcept { return value_.load(std::memory_order_relaxed); }

   private:
    std::atomic<std::uint64_t> value_{0};
  };

  Scheduler& scheduler_;
  std::uint32_t index_;
  Visit visit_;       // of the chunk that this thread took from the queue
  Pocket pocket_;     // of the chunk of `visit_`, and what is to come
  Visit* innermost_;  // the one whose chunk runs now; changed under the scheduler's lock, which lets others look
  TraceRing trace_;
  Spinner spinner_;
  // How many small jobs it has run one after the other, as far as that matters.
  std::uint32_t small_jobs_ = 0;
  Sleepers::Bed bed_;
  // Counted in `Scheduler::lookers_`. Changed by the processor's thread, and by whoever buries it.
  bool looking_ = false;
  // Changed by the processor's thread, and by whoever buries it.
  std::atomic<Life> life_{Life::starting};
  // Chunks that this thread may still claim from the queue: see `maxtasksperchild`.
  std::uint64_t chunks_left_;
  Count chunks_done_;
  Count items_done_;
  Count busy_;  // nanoseconds in runs of `visit_`, which contain those of nested visits
  // When its first thread began, on the host's clock, in nanoseconds; zero before. Written by that thread.
  std::atomic<std::int64_t> began_{0};
  // Threads that took over. Written under the scheduler's lock.
  std::atomic<std::uint32_t> replacements_{0};
  // When the last run ended, or zero if anything came after it: saves a look at the clock for work that follows at once.
  std::chrono::nanoseconds last_end_{};
  const Job* lent_for_ = nullptr;
  Deadline lent_until_ = no_deadline;
};

}  // namespace webpool::detail
