#pragma once

#include <webpool/calls/imap_batch.hpp>
#include <webpool/core/pool_core.hpp>

#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <vector>

namespace webpool::detail {

/// The window of submitted and unread chunks that moves over an imap's input as results are read. Used by one thread at a
/// time, the reader's.
class ImapWindow {
 public:
  /// At most `size` chunks are unread; by default 4 · processes, and more while chunks are short. Throws as
  /// `PoolCore::open_stream` does.
  ImapWindow(std::shared_ptr<PoolCore> core, std::unique_ptr<ImapInput> input, std::optional<std::size_t> size);
  ImapWindow(const ImapWindow&) = delete;
  ImapWindow& operator=(const ImapWindow&) = delete;
  ~ImapWindow();

  /// Submits chunks of the input until the window is full.
  void fill();
  /// Waits for the next chunk, whose batch is valid until the next call. Throws its error, the error of the input at the place
  /// where it occurred, or `TimeoutError`, after which the chunk can still be read.
  ImapItems next(Deadline deadline);
  /// Drops unread chunks and asks running tasks to stop. Afterwards `next` returns no batch. Waits for tasks that use the
  /// caller's items, which the caller may destroy next.
  void close() noexcept;

 private:
  // How many chunks are at most taken from the input at once, and submitted as one job.
  static constexpr std::size_t turn_limit = 1024;
  static constexpr std::size_t job_limit = 32;

  /// Adapts `turn_` and `size_` to how fast chunks are read.
  void set_pace() noexcept;
  /// Whether a chunk can be read.
  [[nodiscard]] bool ready() noexcept;
  /// Waits for a chunk, at most until `deadline`; returns whether one can be read.
  bool wait(Deadline deadline);
  template <class Ready>
  bool yield(Ready ready, Deadline deadline);
  /// Called when the last chunk of the batch was taken.
  void finish(const ImapBatch& batch);
  void wait_for_tasks() noexcept;
  [[nodiscard]] bool stop_requested() const noexcept;
  /// Closes the iterator and throws a `CancelledError` once its stop token was stopped, unless it has ended.
  void end_if_stopped();
  void end_input() noexcept;

  std::shared_ptr<PoolCore> core_;
  std::unique_ptr<ImapInput> input_;
  ImapSignal& signal_;
  bool ordered_;
  bool grows_;
  std::deque<JobPtr<ImapBatch>> batches_;   // with unread chunks, in the order of the input
  std::size_t unread_ = 0;                  // how many chunks those have
  JobPtr<ImapBatch> reading_;               // whose last chunk was taken
  std::vector<JobPtr<ImapBatch>> drained_;  // all chunks were taken, but more ends may be pushed
  ImapEnd* end_ = nullptr;                  // if unordered: the next end to take
  std::exception_ptr error_;                // of the input: thrown when `batches_` have been read
  bool input_open_ = true;
  std::size_t initial_size_;
  std::size_t size_;       // how many chunks may be unread
  std::size_t turn_ = 1;   // how many chunks are taken from the input at once
  std::size_t since_ = 0;  // how many chunks were read since `paced_at_`
  Clock::time_point paced_at_;
};

}  // namespace webpool::detail
