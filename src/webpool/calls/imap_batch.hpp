#pragma once

#include <webpool/calls/arguments.hpp>
#include <webpool/calls/cancel_on_stop.hpp>
#include <webpool/calls/imap_signal.hpp>
#include <webpool/calls/result_slots.hpp>
#include <webpool/calls/task_timer.hpp>
#include <webpool/calls/value_text.hpp>
#include <webpool/core/job.hpp>
#include <webpool/core/job_ptr.hpp>
#include <webpool/export.hpp>
#include <webpool/options.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace webpool::detail {

class ImapWindow;
class PoolCore;

/// What the batches of one iterator share. They may outlive the iterator.
struct ImapShared : ImapSignal {
  explicit ImapShared(const ImapSettings& given) : settings(given) {}
  const ImapSettings settings;
};

/// A job of imap: chunks that were taken from the input together. The reader can read each chunk as soon as it has ended. If
/// there is only one, it ends with the job.
class WEBPOOL_EXPORT ImapBatch : public Job {
 public:
  ImapBatch(std::uint64_t items, std::shared_ptr<ImapShared> shared);

  /// Null if there is no stop token.
  [[nodiscard]] CancelOnStop* cancel_on_stop() const noexcept { return cancel_on_stop_.get(); }

  // Called by the reader:

  /// Whether the next chunk in the order of the input has ended.
  [[nodiscard]] bool ready() const noexcept {
    if (flags_ && flags_[taken_].load(std::memory_order_seq_cst) != 0) return true;
    return done() && (!flags_ || has_error());
  }
  /// The flag of that chunk; null if it ends with its job.
  [[nodiscard]] const ImapFlag* next_flag() const noexcept { return flags_ ? &flags_[taken_] : nullptr; }
  /// Takes that chunk, which has to be ready. `error` becomes its error or null.
  std::uint32_t take_next(std::exception_ptr& error) noexcept;
  /// Takes the chunk of an end that was pushed. The end of a stopped job with several chunks stands for each chunk that has
  /// not pushed its own.
  std::uint32_t take(const ImapEnd& end, std::exception_ptr& error) noexcept;
  /// Whether that is the end of a stopped job, which stands for several chunks.
  [[nodiscard]] bool ends_all_chunks(const ImapEnd& end) const noexcept { return &end == &end_ && several(); }
  /// Whether no more ends will be pushed, once all chunks were taken.
  [[nodiscard]] bool has_pushed_all() const noexcept { return !several() || (done() && !has_error()); }
  /// How many chunks were not taken.
  [[nodiscard]] std::uint32_t left() const noexcept { return chunks() - taken_; }

 protected:
  /// Runs the tasks of a chunk.
  virtual void run_tasks(std::uint32_t chunk) = 0;
  [[nodiscard]] ImapShared& shared() const noexcept { return *shared_; }

 private:
  /// Whether chunks end one by one.
  [[nodiscard]] bool several() const noexcept { return !errors_.empty(); }
  void run_chunk(std::uint32_t chunk) final;
  void call_back() noexcept override {
    if (cancel_on_stop_) cancel_on_stop_->end();
  }
  void settled() noexcept override;

  std::shared_ptr<ImapShared> shared_;
  std::unique_ptr<CancelOnStop> cancel_on_stop_;
  std::uint32_t taken_ = 0;
  // With several chunks: the error of each, and how the reader is notified of its end.
  std::vector<std::exception_ptr> errors_;
  std::unique_ptr<ImapFlag[]> flags_;
  std::unique_ptr<ImapEnd[]> ends_;
  // If unordered: the end of the only chunk, or of a job that was stopped.
  ImapEnd end_;
};

/// Items of a batch whose chunk has ended, from `item` to `last`, exclusive. Without a batch at the end of the input.
struct ImapItems {
  ImapBatch* batch = nullptr;
  std::uint64_t item = 0;
  std::uint64_t last = 0;
};

/// A batch with results of type `T`.
template <class T>
class ImapResults : public ImapBatch {
 public:
  ImapResults(std::uint64_t items, std::shared_ptr<ImapShared> shared)
      : ImapBatch(items, std::move(shared)), slots_(static_cast<std::size_t>(items)) {}
  /// By the reader: the result of an item whose chunk was taken.
  decltype(auto) take_result(std::uint64_t item) noexcept { return std::move(slots_[static_cast<std::size_t>(item)]); }

  std::vector<std::string> result_texts(std::size_t limit) override {
    if constexpr (std::is_void_v<T>) {
      return {};
    } else {
      return detail::texts_of(this->items(), limit, [this](auto& text, auto item) { text.write(slots_[item]); });
    }
  }

 protected:
  ResultSlots<T> slots_;
};

/// The type-erased input of an iterator, which makes batches of it. Called only on the reader's thread.
class ImapInput {
 public:
  ImapInput(std::shared_ptr<ImapShared> given, bool once, bool borrowed) noexcept
      : shared(std::move(given)), is_read_once(once), refers(borrowed) {}
  ImapInput(const ImapInput&) = delete;
  ImapInput& operator=(const ImapInput&) = delete;
  virtual ~ImapInput() = default;

  /// Reads at most `limit` chunks from the input and returns them as a job; null at the end. Throws what the input throws.
  virtual JobPtr<ImapBatch> take_chunks(std::size_t limit) = 0;

  const std::shared_ptr<ImapShared> shared;
  /// Whether the input is single-pass, so that reading it may block.
  const bool is_read_once;
  /// Whether tasks use the caller's items in place, so that `close` has to wait for them.
  const bool refers;
};

// The window of an iterator, see imap_window.hpp, whose header takes long to compile.

/// Opens a window, see there, and fills it.
WEBPOOL_EXPORT std::shared_ptr<ImapWindow> open_window(std::shared_ptr<PoolCore> core, std::unique_ptr<ImapInput> input,
                                                       std::optional<std::size_t> size);
/// Throws `InvalidHandleError` if it is null, as in an iterator that was moved from.
WEBPOOL_EXPORT ImapWindow& require_window(ImapWindow* window);
WEBPOOL_EXPORT ImapItems next_items(ImapWindow& window, Deadline deadline);
WEBPOOL_EXPORT void close_window(ImapWindow& window) noexcept;

}  // namespace webpool::detail
