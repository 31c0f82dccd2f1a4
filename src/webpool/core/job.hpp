#pragma once

#include <webpool/core/chunk_range.hpp>
#include <webpool/core/job_ptr.hpp>
#include <webpool/core/recycled.hpp>
#include <webpool/export.hpp>
#include <webpool/sync/atomic.hpp>
#include <webpool/sync/lock.hpp>
#include <webpool/sync/parking.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <new>
#include <string>
#include <vector>

namespace webpool::detail {

/// One call of map, starmap or apply: its chunks, how many are left, and how it ends. Derived classes define what a chunk
/// does and where results go.
class WEBPOOL_EXPORT Job {
 public:
  /// `items` in chunks of `chunksize`, for at most `processes` processors at a time.
  Job(std::uint64_t items, std::uint64_t chunksize, std::uint32_t processes);
  static void* operator new(std::size_t size) { return Recycled::allocate(size); }
  static void operator delete(void* memory, std::size_t size) noexcept { Recycled::free(memory, size); }
  // For over-aligned data of tasks.
  static void* operator new(std::size_t size, std::align_val_t alignment) { return ::operator new(size, alignment); }
  static void operator delete(void* memory, std::size_t, std::align_val_t alignment) noexcept {
    ::operator delete(memory, alignment);
  }

  /// Runs the tasks of a chunk that the calling thread has claimed. An exception becomes the error of the job.
  virtual void run_chunk(std::uint32_t chunk) = 0;

  /// Whether the host runs the chunks, outside of this library. `Worker::work` then returns with each claimed chunk.
  [[nodiscard]] virtual bool external() const noexcept { return false; }

  /// For a `JobObserver`: short texts of the first items, at most `limit`. Called before a task has begun.
  [[nodiscard]] virtual std::vector<std::string> item_texts(std::size_t /*limit*/) { return {}; }
  /// The same for the results, after all tasks have ended without an error and before a result is taken.
  [[nodiscard]] virtual std::vector<std::string> result_texts(std::size_t /*limit*/) { return {}; }

  [[nodiscard]] std::uint64_t items() const noexcept { return items_; }
  [[nodiscard]] std::uint64_t chunksize() const noexcept { return chunksize_; }
  [[nodiscard]] std::uint32_t chunks() const noexcept { return chunks_; }
  [[nodiscard]] std::uint64_t first_item(std::uint32_t chunk) const noexcept { return chunk * chunksize_; }
  [[nodiscard]] std::uint64_t last_item(std::uint32_t chunk) const noexcept {
    return chunk + 1 == chunks_ ? items_ : (chunk + std::uint64_t{1}) * chunksize_;
  }

  /// The `PoolCore` to which it was submitted; only compared, except by threads that keep the pool alive.
  const void* pool = nullptr;
  /// The number of the job in its pool, from 0.
  std::uint32_t number = 0;
  /// The line of the program in which the options of its call stand; 0 if it is not known.
  std::uint32_t line = 0;
  /// The process in which it was submitted: see `this_process`.
  std::uint16_t process = 0;
  /// The job uses the caller's function and items in place, and the caller waits. It must not settle while a chunk runs.
  bool caller_owns_data = false;
  /// Only the caller wakes more workers than there are cores, in `PoolCore::wake_more`. Until then a worker that takes the job
  /// wakes no other one for it.
  Atomic<bool> caller_wakes_more{false};
  /// Destroying the job runs no destructor of the caller's types.
  bool trivially_destructible = false;
  /// A stop token can cancel the job, on another thread, before it is submitted.
  bool shared_before_submission = false;
  /// Set by a `JobObserver` that follows the job.
  bool observed = false;
  /// Progress is reported: chunks are counted as soon as they end, and `progressed` is called.
  bool tracked = false;
  /// Written by `JobQueue`, under its lock.
  Atomic<bool> queued{false};
  Job* previous_in_queue = nullptr;  // not up to date in the first job of the queue
  Job* next_in_queue = nullptr;

  /// Holds a free range for a worker; null if all chunks are claimed or all ranges are held.
  ChunkRange* hold_range() noexcept;
  /// Whether all chunks are claimed.
  [[nodiscard]] bool exhausted() const noexcept;
  /// Whether all ranges are held, so that no other worker can join.
  [[nodiscard]] bool full() const noexcept;
  /// Whether another worker can join, and finds a chunk.
  [[nodiscard]] bool joinable() const noexcept { return !exhausted() && !full(); }
  /// Fills the empty range with chunks of another range; false if there are none.
  bool steal(ChunkRange& into) noexcept;

  /// Records an error of a task; only the first one is kept.
  void fail(std::exception_ptr error) noexcept;
  /// Counts chunks that have ended; the last ones settle the job.
  void complete(std::uint32_t chunks) noexcept;
  /// Ends the job with `error`: drops unclaimed chunks and asks running tasks to stop. The job settles at once, unless the
  /// caller owns its data and a chunk still runs. Returns false if the job had already ended.
  bool stop(std::exception_ptr error) noexcept;
  /// `stop` in two steps, for several jobs that may wait for each other: first each job gets its error, so that none can
  /// end successfully, then they settle. `end_stop` must follow if and only if `begin_stop` has returned true.
  bool begin_stop(std::exception_ptr error) noexcept;
  void end_stop() noexcept;
  /// `stop` with a `CancelledError`.
  bool cancel() noexcept;
  [[nodiscard]] bool stopping() const noexcept { return stopping_.load(std::memory_order_acquire); }
  /// The flag behind `stopping`, for hosts whose tasks read it from outside of C++.
  [[nodiscard]] const Atomic<bool>& stop_flag() const noexcept { return stopping_; }
  /// How many items have run, for any thread. Exact only for a `tracked` job: for others, a worker counts its chunks when it
  /// leaves the job.
  [[nodiscard]] std::uint64_t items_done() const noexcept;
  /// Settles the job, unless it was stopped before. Called for a job without chunks.
  void settle() noexcept;

  [[nodiscard]] bool done() const noexcept { return state_.load(std::memory_order_acquire) == done_state; }
  /// `done`, sequentially consistent: a thread that registers something for `settled` to find and then sees false here is
  /// certain that `settled` will find it.
  [[nodiscard]] bool done_seq_cst() const noexcept { return state_.load(std::memory_order_seq_cst) == done_state; }
  /// Waits until the job has settled, at most until `deadline`; returns whether it has. A worker of the job's pool runs
  /// chunks of the job instead of sleeping, unless the deadline has passed. Throws `DeadlockError` in a task of the job, in
  /// its callbacks, and in a cycle of waiting tasks; `PoolNotRunningError` in a process forked after the job was submitted.
  bool wait(Deadline deadline);
  /// Wakes threads that sleep in `wait`, to check again whether they may sleep.
  void wake_waiters() noexcept;
  /// Whether a worker that could run chunks of the job sleeps in `wait`. Sequentially consistent: see `PoolCore::offer`.
  [[nodiscard]] bool awaited_by_worker() const noexcept {
    return state_.load(std::memory_order_seq_cst) % wake_up == awaited_by_worker_state;
  }
  /// Notes that the calling thread has submitted a job, so it is not just reading one result after another.
  static void note_submission() noexcept;
  /// After the job has settled: its first error or null, and whether it has one.
  [[nodiscard]] std::exception_ptr error() const noexcept { return has_error_ ? error_ : nullptr; }
  [[nodiscard]] bool has_error() const noexcept { return has_error_; }

  void add_reference() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  /// The same, before another thread can access the job.
  void add_first_reference() noexcept {
    references_.store(references_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
  void release() noexcept {
    // The owner of the last reference needs no read-modify-write, since no other thread can add one.
    if (references_.load(std::memory_order_acquire) == 1 || references_.fetch_sub(1, std::memory_order_acq_rel) == 1)
      delete this;
  }
  /// `release` that never destroys the job: false if this is the last reference, which the caller keeps.
  [[nodiscard]] bool release_if_shared() noexcept {
    auto count = references_.load(std::memory_order_acquire);
    while (count != 1) {
      if (references_.compare_exchange_weak(count, count - 1, std::memory_order_acq_rel, std::memory_order_acquire))
        return true;
    }
    return false;
  }

 protected:
  /// For less than 2^31 chunks. Without memory for several ranges, one processor at a time runs the chunks.
  Job(std::nothrow_t, std::uint64_t items, std::uint64_t chunksize, std::uint32_t processes) noexcept;
  virtual ~Job();
  /// Called once when all chunks have ended without an error, before `done()` is true. May call `fail`.
  virtual void gather() noexcept {}
  /// Called once after `gather`, when `error()` is known, before waiters are woken. Calls the caller's callbacks.
  virtual void call_back() noexcept {}
  /// Called once after waiters have been woken.
  virtual void settled() noexcept {}
  /// Called when some chunks of a `tracked` job have ended, by any of the threads that run them, even concurrently.
  virtual void progressed() noexcept {}
  /// Whether the calling thread runs a callback of this job, and so cannot wait for it.
  [[nodiscard]] virtual bool in_callback() const noexcept { return false; }

 private:
  static constexpr std::uint32_t pending_state = 0;
  static constexpr std::uint32_t awaited_state = 1;
  static constexpr std::uint32_t awaited_by_worker_state = 2;
  static constexpr std::uint32_t done_state = 3;
  static constexpr std::uint32_t wake_up = 4;

  [[nodiscard]] bool failed() const noexcept { return failed_.load(std::memory_order_acquire); }
  void finish() noexcept;
  /// Returns whether the job has settled.
  bool spin(Deadline deadline);
  /// Sleeps until the job has settled or the deadline has passed. False if the calling worker can run chunks of it before.
  bool sleep(Deadline deadline);
  ChunkRange& range(std::uint32_t index) noexcept { return range_count_ > 1 ? ranges_[index] : only_range_; }
  [[nodiscard]] const ChunkRange& range(std::uint32_t index) const noexcept {
    return range_count_ > 1 ? ranges_[index] : only_range_;
  }

  std::uint64_t items_;
  std::uint64_t chunksize_;
  std::uint32_t chunks_ = 0;
  std::uint32_t range_count_ = 1;
  union {
    ChunkRange only_range_;  // in place, so that apply needs no second allocation
    SpacedChunkRange* ranges_;
  };
  // Constructed, under the lock, when `failed_` is set. In a union, since destroying even an empty `exception_ptr` calls
  // JavaScript in WebAssembly. An error that is recorded after the job has settled is only destroyed.
  union {
    std::exception_ptr error_;
  };
  Lock error_lock_;

  // Chunks that have not ended. Each worker subtracts the chunks that it ran, releasing their results; the one that reaches
  // 0 acquires all results.
  Atomic<std::uint32_t> left_{0};
  Atomic<std::uint32_t> references_{1};
  // Set with the first error under the lock, before the failed chunk is subtracted from `left_`.
  Atomic<bool> failed_{false};
  // Set by terminate or cancel (release: the error), read by the tasks' loops.
  Atomic<bool> stopping_{false};
  // Set by the thread that settles the job, so that only one does.
  Atomic<bool> settled_by_{false};
  bool has_error_ = false;  // written by the thread that settles the job, so a later error is ignored
  // Pending, pending with a sleeper, which may be a worker that could help, or done; plus the number of calls of `wake_waiters`
  // in units of `wake_up`, so that a thread about to sleep notices each of them. Released by the thread that settles the job and
  // acquired by waiters, which publishes the results and the error.
  Word state_{pending_state};
};

}  // namespace webpool::detail
