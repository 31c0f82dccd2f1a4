#pragma once

#include <webpool/calls/cancel_on_stop.hpp>
#include <webpool/calls/imap_signal.hpp>
#include <webpool/calls/task_timer.hpp>
#include <webpool/core/job.hpp>
#include <webpool/export.hpp>
#include <webpool/options.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <vector>

namespace webpool::detail {

/// How an iterator of imap shares out its input.
struct ImapSettings {
  std::size_t chunksize = 1;
  std::uint32_t processes = 1;
  bool ordered = true;
  TaskTimeout timeout{};
  CallerStopToken stop_token{};
};

/// What the batches of one iterator share, the last of which may outlive it.
struct ImapShared : ImapSignal {
  explicit ImapShared(const ImapSettings& given) : settings(given) {}
  const ImapSettings settings;
};

/// A job of imap: chunks that were taken from the input at one turn, each of which is read by itself, as it ends. One that
/// is alone ends with its job.
class WEBPOOL_EXPORT ImapBatch : public Job {
 public:
  ImapBatch(std::uint64_t items, std::shared_ptr<ImapShared> shared);

  /// From now on the iterator's stop token, if there is one, cancels the job. Before it is submitted.
  void follow_stop_token();
  /// From now on it does not: of a job that has ended, or that could not be submitted.
  void forget_stop_token() noexcept;

  /// Reader: whether the next chunk in the order of the input has ended.
  [[nodiscard]] bool ready() const noexcept {
    if (flags_ && flags_[taken_].load(std::memory_order_seq_cst) != 0) return true;
    return done() && (!flags_ || has_error());
  }
  /// Reader: the flag of that chunk; null if it ends with its job.
  [[nodiscard]] const ImapFlag* next_flag() const noexcept { return flags_ ? &flags_[taken_] : nullptr; }
  /// Reader, when it is ready: takes that chunk. `error`: what it has ended with.
  std::uint32_t take_next(std::exception_ptr& error) noexcept;
  /// Reader: takes the chunk of an end that has come. The end of the job, if it has several chunks, is one of all that have not
  /// come.
  std::uint32_t take(const ImapEnd& end, std::exception_ptr& error) noexcept;
  /// Reader: whether that is the end of a job whose other ends may still come, or never.
  [[nodiscard]] bool breaks_off(const ImapEnd& end) const noexcept { return &end == &end_ && several(); }
  /// Reader, after the last one was taken: whether no end comes any more.
  [[nodiscard]] bool has_pushed_all() const noexcept { return !several() || (done() && !has_error()); }
  /// Reader: how many were not taken.
  [[nodiscard]] std::uint32_t left() const noexcept { return chunks() - taken_; }

 protected:
  /// Runs the tasks of a chunk.
  virtual void run_tasks(std::uint32_t chunk) = 0;
  [[nodiscard]] ImapShared& shared() const noexcept { return *shared_; }

 private:
  /// Whether chunks end one by one.
  [[nodiscard]] bool several() const noexcept { return !errors_.empty(); }
  void run_chunk(std::uint32_t chunk) final;
  void call_back() noexcept override { forget_stop_token(); }
  void settled() noexcept override;

  std::shared_ptr<ImapShared> shared_;
  std::unique_ptr<CancelOnStop> cancel_on_stop_;  // null where there is no stop token
  std::uint32_t taken_ = 0;
  // Of several: what each has ended with, and how the reader learns of it.
  std::vector<std::exception_ptr> errors_;
  std::unique_ptr<ImapFlag[]> flags_;
  std::unique_ptr<ImapEnd[]> ends_;
  // If they come as they end: of the only one, or of a job that was stopped.
  ImapEnd end_;
};

}  // namespace webpool::detail
