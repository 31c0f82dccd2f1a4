#pragma once

#include <webpool/core/chunk_range.hpp>
#include <webpool/core/job.hpp>
#include <webpool/core/job_ptr.hpp>

#include <chrono>
#include <cstdint>
#include <utility>

namespace webpool::detail {

class Worker;

/// A worker's work on one job: claims chunks, runs them and records when they ran.
class WEBPOOL_EXPORT ChunkRun {
 public:
  /// `from_queue`: the job comes from the queue, so its chunks count for `maxtasksperchild` and the worker's busy time. Other
  /// runs are of jobs that a task of the worker waits for.
  ChunkRun(Worker& worker, bool from_queue) noexcept : worker_(worker), from_queue_(from_queue) {}
  ChunkRun(const ChunkRun&) = delete;
  ChunkRun& operator=(const ChunkRun&) = delete;

  /// Claims the next chunk; false if the job has none left or the worker's thread is worn out.
  bool claim() noexcept;
  /// Records that the claimed chunk has ended, with results or an error.
  void commit() noexcept;
  /// Claims, runs and commits chunks until `claim` fails.
  void run_all();

  [[nodiscard]] Job* job() const noexcept { return job_.get(); }
  [[nodiscard]] std::uint32_t chunk() const noexcept { return chunk_; }
  /// Whether a chunk is claimed and not yet committed.
  [[nodiscard]] bool claimed() const noexcept { return claimed_; }
  /// Whether the run holds a range. If so, the job may not have counted all its committed chunks yet.
  [[nodiscard]] bool holds_range() const noexcept { return range_ != nullptr; }
  [[nodiscard]] ChunkRange* range() const noexcept { return range_; }  // for tests that drive runs step by step

  /// Takes a job. Under the queue's lock, since other threads read the job under it.
  void take(JobPtr<> job) noexcept { job_ = std::move(job); }
  /// Begins with a range of that job which the caller holds; false for null.
  bool begin(ChunkRange* range) noexcept;
  /// Passes the reference to the job to the caller. Under the queue's lock; to be released after unlocking.
  [[nodiscard]] JobPtr<> take_job() noexcept { return std::exchange(job_, {}); }
  /// After the run's thread has died, by any thread under the queue's lock: records what ran and releases the range. Returns
  /// how many chunks the job has to count.
  std::uint32_t tear_down() noexcept;
  /// Resets the run for a new thread, after `tear_down` and `take_job`.
  void reset() noexcept;

  /// The run whose chunk waits for this one's job.
  ChunkRun* outer = nullptr;

 private:
  bool steal() noexcept;
  void release_range() noexcept;
  void begin_event() noexcept;
  void end_event() noexcept;

  Worker& worker_;
  bool from_queue_;
  bool claimed_ = false;
  bool has_one_chunk_ = false;
  JobPtr<> job_;
  ChunkRange* range_ = nullptr;
  std::uint32_t chunk_ = 0;
  std::uint32_t done_ = 0;  // committed chunks that the job has not counted yet

  // Consecutive chunks share a trace event of at most `event_limit_` chunks. The limit grows while chunks are so short that
  // reading the clock twice for each would be noticeable (20 ns, against 5 ns for a claim).
  std::uint64_t event_ = 0;
  std::uint32_t event_first_ = 0;
  std::uint32_t event_chunks_ = 0;
  std::uint32_t event_limit_ = 1;
  bool event_open_ = false;
  std::chrono::nanoseconds event_begin_{};
};

}  // namespace webpool::detail
