#pragma once

#include <webpool/core/chunk_range.hpp>
#include <webpool/core/job.hpp>
#include <webpool/core/job_ptr.hpp>

#include <chrono>
#include <cstdint>
#include <utility>

namespace webpool::detail {

class Worker;

/// A worker at work on one job: claims chunks, runs them and records when they ran.
class WEBPOOL_EXPORT ChunkRun {
 public:
  /// `from_queue`: its chunks wear the worker's thread out, and its time is the worker's busy time. Others are of jobs for
  /// which a task of the worker waits.
  ChunkRun(Worker& worker, bool from_queue) noexcept : worker_(worker), from_queue_(from_queue) {}
  ChunkRun(const ChunkRun&) = delete;
  ChunkRun& operator=(const ChunkRun&) = delete;

  /// Claims the next chunk; false if the job has none left, or the worker's thread has run as many as it is to.
  bool claim() noexcept;
  /// The claimed chunk has ended, with results or an error.
  void commit() noexcept;
  /// Claims, runs and commits all chunks that there are.
  void run_all();

  [[nodiscard]] Job* job() const noexcept { return job_.get(); }
  [[nodiscard]] std::uint32_t chunk() const noexcept { return chunk_; }
  /// Whether a chunk is claimed and not committed.
  [[nodiscard]] bool claimed() const noexcept { return claimed_; }
  /// Whether it holds a range and may claim more: what it has done so far may not be counted yet.
  [[nodiscard]] bool holds_range() const noexcept { return range_ != nullptr; }
  [[nodiscard]] ChunkRange* range() const noexcept { return range_; }

  /// Begins with a range that the caller holds. Under the lock of the pool's queue, which lets others look at the job.
  void begin(JobPtr<> job, ChunkRange& range) noexcept;
  /// Lets go of the job, which it keeps until then. Under the same lock; the reference is the caller's, to be released after it.
  [[nodiscard]] JobPtr<> take_job() noexcept { return std::exchange(job_, {}); }
  /// Its thread has died. Records what ran, and lets go of the range; returns the chunks that the job is to count. By any
  /// thread, under the lock.
  std::uint32_t tear_down() noexcept;
  /// Ready for another thread, after `tear_down` and `take_job`.
  void reset() noexcept;

  /// The run whose chunk waits for this one's job.
  ChunkRun* outer = nullptr;

 private:
  void leave() noexcept;
  void begin_event() noexcept;
  void end_event() noexcept;

  Worker& worker_;
  bool from_queue_;
  bool claimed_ = false;
  JobPtr<> job_;
  ChunkRange* range_ = nullptr;
  std::uint32_t chunk_ = 0;
  std::uint32_t done_ = 0;  // chunks committed that the job does not know of yet

  // Consecutive chunks that are recorded as one event: ended after `event_limit_` chunks, which grows while chunks are so
  // short that reading the clock twice for each would show (20 ns against 5 ns for a claim).
  std::uint64_t event_ = 0;
  std::uint32_t event_first_ = 0;
  std::uint32_t event_chunks_ = 0;
  std::uint32_t event_limit_ = 1;
  bool event_open_ = false;
  std::chrono::nanoseconds event_begin_{};
};

}  // namespace webpool::detail
