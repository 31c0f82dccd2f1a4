#pragma once

#include <webpool/core/chunk_range.hpp>
#include <webpool/core/job_ptr.hpp>
#include <webpool/core/recycled.hpp>
#include <webpool/export.hpp>
#include <webpool/sync/atomic.hpp>
#include <webpool/sync/lock.hpp>
#include <webpool/sync/parking.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <new>
#include <utility>

namespace webpool::detail {

/// One call of map, starmap or apply: its chunks, who has claimed them, how many are left, and its end. What the chunks
/// do and where results go is the business of the classes derived from it.
class WEBPOOL_EXPORT Job {
 public:
  /// `items` in chunks of `chunksize`, for at most `processes` processors at a time.
  Job(std::uint64_t items, std::uint64_t chunksize, std::uint32_t processes);
  static void* operator new(std::size_t size) { return Recycled::allocate(size); }
  static void operator delete(void* memory, std::size_t size) noexcept { Recycled::free(memory, size); }
  // Of tasks whose data is aligned to more than usual.
  static void* operator new(std::size_t size, std::align_val_t alignment) { return ::operator new(size, alignment); }
  static void operator delete(void* memory, std::size_t, std::align_val_t alignment) noexcept {
    ::operator delete(memory, alignment);
  }
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  /// Runs the tasks of a chunk that the calling thread has claimed. What it throws is an error of the job.
  virtual void run_chunk(std::uint32_t chunk) = 0;

  /// Whether the chunks are run by the owner of the thread, outside of this library: `Worker::work` returns then.
  [[nodiscard]] virtual bool external() const noexcept { return false; }

  [[nodiscard]] std::uint64_t items() const noexcept { return items_; }
  [[nodiscard]] std::uint64_t chunksize() const noexcept { return chunksize_; }
  [[nodiscard]] std::uint32_t chunks() const noexcept { return chunks_; }
  [[nodiscard]] std::uint64_t first_item(std::uint32_t chunk) const noexcept { return chunk * chunksize_; }
  [[nodiscard]] std::uint64_t last_item(std::uint32_t chunk) const noexcept {
    return chunk + 1 == chunks_ ? items_ : (chunk + std::uint64_t{1}) * chunksize_;
  }

  /// The `PoolCore` that runs it; only compared. Set when it is submitted.
  const void* pool = nullptr;
  /// The number of the job in its pool, from 0.
  std::uint32_t number = 0;
  /// The process in which it was submitted: see `this_process`.
  std::uint16_t process = 0;
  /// The job uses function and items where the caller has them, and the caller waits: it must not settle while a chunk runs.
  bool caller_owns_data = false;
  /// Destroying the job runs no code that the caller gave.
  bool trivially_destructible = false;
  /// Somebody follows the job's progress: chunks are counted as they end, and `progressed` is called.
  bool tracked = false;
  /// Links in the pool's queue, under its lock: see `JobQueue`.
  bool queued = false;
  Job* previous_in_queue = nullptr;
  Job* next_in_queue = nullptr;

  /// Takes hold of a range for a processor; null where there is nothing to claim or nobody more is needed.
  ChunkRange* hold_range() noexcept;
  /// Whether nothing is left to claim.
  [[nodiscard]] bool exhausted() const noexcept;
  /// Whether every range is held, so that nobody more can work on it.
  [[nodiscard]] bool full() const noexcept;
  /// Fills the empty range with chunks of another one; false if nothing is left anywhere.
  bool steal(ChunkRange& into) noexcept;

  /// Records an error of a task; the first one counts.
  void fail(std::exception_ptr error) noexcept;
  /// Counts chunks that have ended; the last ones settle the job.
  void complete(std::uint32_t chunks) noexcept;
  /// Ends the job with that error: drops what nobody has claimed and asks the tasks that run to stop. The job settles
  /// at once, unless its caller owns the data and a chunk still runs. Returns whether that is how the job ends: false if it had
  /// ended.
  bool stop(std::exception_ptr error) noexcept;
  /// `stop` in two steps, for who stops several jobs that may wait for one another: first all get their error, so that none
  /// can end by itself any more, then they end. The second step is for jobs of which the first has returned true.
  bool begin_stop(std::exception_ptr error) noexcept;
  void end_stop() noexcept;
  /// `stop` with a `CancelledError`.
  bool cancel() noexcept;
  [[nodiscard]] bool stopping() const noexcept { return stopping_.load(std::memory_order_acquire); }
  /// What `stopping` reads, for hosts whose tasks look at it from outside of C++.
  [[nodiscard]] const Atomic<bool>& stop_flag() const noexcept { return stopping_; }
  /// Items whose chunks have ended, for anyone to look at while the job runs. Exact only for a job with `tracked`: others
  /// count chunks when a processor turns to something else.
  [[nodiscard]] std::uint64_t items_done() const noexcept;
  /// Settles a job without chunks.
  void settle_empty() noexcept;

  [[nodiscard]] bool done() const noexcept { return state_.load(std::memory_order_acquire) == done_state; }
  /// The same for who has left something for `settled` to find: either it is found, or this is true.
  [[nodiscard]] bool done_in_order() const noexcept { return state_.load(std::memory_order_seq_cst) == done_state; }
  /// Waits until the job has settled, at most until `deadline`; returns whether it has. A processor of the job's pool
  /// runs chunks of the job instead of sleeping, unless the deadline has passed. Throws `DeadlockError` in a task of the
  /// job, in its callbacks, and where tasks would wait for one another for ever; `PoolNotRunningError` in a process that
  /// fork() has made since the job was submitted.
  bool wait(Deadline deadline);
  /// Has those who sleep in `wait` look once more why they do.
  void wake_waiters() noexcept;
  /// The calling thread has submitted a job: it does not wait for one after the other.
  static void note_submission() noexcept;
  /// After it has settled: the first error, or null; whether there is one.
  [[nodiscard]] std::exception_ptr error() const noexcept { return has_error_ ? error_ : nullptr; }
  [[nodiscard]] bool has_error() const noexcept { return has_error_; }

  void add_reference() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  /// The same, before any other thread knows of the job.
  void add_first_reference() noexcept {
    references_.store(references_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
  void release() noexcept {
    // Who has the last one shares it with nobody who could add another.
    if (references_.load(std::memory_order_acquire) == 1 || references_.fetch_sub(1, std::memory_order_acq_rel) == 1)
      delete this;
  }
  /// `release` that ends no job: false if the reference is the last one, which the caller keeps.
  [[nodiscard]] bool release_if_shared() noexcept {
    auto count = references_.load(std::memory_order_acquire);
    while (count != 1) {
      if (references_.compare_exchange_weak(count, count - 1, std::memory_order_acq_rel, std::memory_order_acquire))
        return true;
    }
    return false;
  }

 protected:
  /// For less than 2^31 chunks. Where memory is short, they go to one processor at a time.
  Job(std::nothrow_t, std::uint64_t items, std::uint64_t chunksize, std::uint32_t processes) noexcept;
  virtual ~Job();
  /// Called once, when all chunks have ended without an error and before anyone learns of it. May call `fail`.
  virtual void gather() noexcept {}
  /// Called once, after `gather`, when `error()` is known and before waiters are woken: the place of callbacks.
  virtual void call_back() noexcept {}
  /// Called once, after waiters have been woken.
  virtual void settled() noexcept {}
  /// Called when chunks of a `tracked` job have ended and others have not, by any of the threads that run them.
  virtual void progressed() noexcept {}
  /// Whether the calling thread runs a callback of this job, in which it cannot wait for it.
  [[nodiscard]] virtual bool in_callback() const noexcept { return false; }

 private:
  static constexpr std::uint32_t pending_state = 0;
  static constexpr std::uint32_t awaited_state = 1;
  static constexpr std::uint32_t done_state = 2;

  [[nodiscard]] bool failed() const noexcept { return failed_.load(std::memory_order_acquire); }
  void settle() noexcept;
  void finish() noexcept;
  void sleep(Deadline deadline);
  ChunkRange& range(std::uint32_t index) noexcept { return range_count_ > 1 ? ranges_[index] : only_range_; }
  [[nodiscard]] const ChunkRange& range(std::uint32_t index) const noexcept {
    return range_count_ > 1 ? ranges_[index] : only_range_;
  }

  std::uint64_t items_;
  std::uint64_t chunksize_;
  std::uint32_t chunks_ = 0;
  std::uint32_t range_count_ = 1;
  union {
    ChunkRange only_range_;  // of a job that needs one: apply allocates no more
    SpacedChunkRange* ranges_;
  };
  // There once `failed_` is set: without an error there is none to destroy, which would be a call of JavaScript in
  // WebAssembly. Written under the lock. One that comes after the job has settled is only destroyed.
  union {
    std::exception_ptr error_;
  };
  Lock error_lock_;

  // Chunks that have not ended. Subtracted from by whoever ran them (release: their results); the one who takes the
  // last acquires all results.
  Atomic<std::uint32_t> left_{0};
  Atomic<std::uint32_t> references_{1};
  // Set under the lock by the first who has an error, before `left_` counts its chunk.
  Atomic<bool> failed_{false};
  // Set by terminate or cancel (release: the error), read by the tasks' loops.
  Atomic<bool> stopping_{false};
  // Taken by the one who settles the job.
  Atomic<bool> settled_by_{false};
  bool has_error_ = false;  // written by the one who settles: an error that comes too late is not looked at
  // pending, pending with a sleeper, done. Released by the one who settles, acquired by waiters: publishes the results
  // and the error.
  Word state_{pending_state};
};

}  // namespace webpool::detail
