#pragma once

#include <webpool/calls/imap_input.hpp>
#include <webpool/core/pool_core.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <vector>

namespace webpool::detail {

/// Behind imap: a window of chunks that moves over the input as the results are read. All calls come from one thread at a time, the reader's.
class ImapWindow {
 public:
  /// At most `size` chunks are unread; by default 4 · processes, and more while they come and go quickly. Throws as `PoolCore::submit` does.
  ImapWindow(std::shared_ptr<PoolCore> core, std::unique_ptr<ImapInput> input, std::optional<std::size_t> size);
  ImapWindow(const ImapWindow&) = delete;
  ImapWindow& operator=(const ImapWindow&) = delete;
  /// Closes it.
  ~ImapWindow();

  /// A chunk that has ended.
  struct Ended {
    ImapBatch* batch = nullptr;  // there until the next call; null at the end of the input
    std::uint32_t chunk = 0;
  };

  /// Takes chunks of the input until the window is full.
  void fill();
  /// The next chunk. Throws what it has ended with, what the input threw, in its place, and `TimeoutError`, after which the
  /// chunk is still to come.
  Ended next(Deadline deadline);
  /// Ends it here: `next` gives nothing from now on. Drops what was not read, and asks the tasks that run to stop; waits for
  /// those that use items of somebody else, who may take them away next.
  void close() noexcept;

 private:
  // How many chunks are taken at one turn, and given to the pool as one job.
  static constexpr std::size_t turn_limit = 1024;
  static constexpr std::size_t job_limit = 32;

  /// Looks how fast chunks come and go.
  void set_pace() noexcept;
  /// Whether there is a chunk to read.
  [[nodiscard]] bool ready() noexcept;
  /// Waits for one, at most until `deadline`; returns whether there is.
  bool wait(Deadline deadline);
  template <class Ready>
  bool yield(Ready ready, Deadline deadline);
  /// The last chunk of the batch was taken.
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
  std::deque<JobPtr<ImapBatch>> batches_;  // with chunks that were not read, in the order of the input
  std::size_t unread_ = 0;                 // such chunks
  JobPtr<ImapBatch> reading_;              // whose last chunk was taken
  std::vector<JobPtr<ImapBatch>> over_;    // the same, that may push ends
  ImapEnd* end_ = nullptr;                 // the next one to take, if they come as they end
  std::exception_ptr error_;               // of the input: thrown when `batches_` have been read
  bool input_open_ = true;
  std::size_t least_;      // the size at first
  std::size_t size_;       // no more than these are unread
  std::size_t turn_ = 1;   // so many are taken from the input at once, when there is room for them
  std::size_t since_ = 0;  // chunks read since the last look at the clock
  Clock::time_point looked_at_;
};

}  // namespace webpool::detail
