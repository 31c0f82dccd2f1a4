#pragma once

#include <webpool/calls/imap_batch.hpp>
#include <webpool/calls/task_jobs.hpp>
#include <webpool/core/job.hpp>
#include <webpool/core/pool_core.hpp>
#include <webpool/export.hpp>
#include <webpool/sync/spin.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <iterator>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

/// Behind imap: a window of chunks that moves over the input as the results are read.
namespace webpool::detail {

/// The window. All calls come from one thread at a time, the reader's.
class WEBPOOL_EXPORT ImapWindow {
 public:
  /// At most `size` chunks are unread; by default 4 · processes, and more while they come and go quickly. `one_by_one`: each
  /// is a job of its own. Throws as `PoolCore::submit` does.
  ImapWindow(std::shared_ptr<PoolCore> core, std::shared_ptr<ImapBell> bell, std::optional<std::size_t> size,
             bool ordered, bool one_by_one);
  ImapWindow(const ImapWindow&) = delete;
  ImapWindow& operator=(const ImapWindow&) = delete;
  /// Drops what was not read; tasks that run are asked to stop.
  virtual ~ImapWindow();

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
  /// Ends it here: `next` gives nothing from now on.
  void close() noexcept;

 protected:
  /// The next chunks of the input, at most so many, as a job; null at its end. Throws what the input throws.
  virtual JobPtr<ImapBatch> take_chunks(std::size_t most) = 0;
  [[nodiscard]] const PoolCore& core() const noexcept { return *core_; }
  [[nodiscard]] const std::shared_ptr<ImapBell>& bell() const noexcept { return bell_; }
  [[nodiscard]] bool ordered() const noexcept { return ordered_; }

 private:
  // How many chunks are taken at one turn, and given to the pool as one job.
  static constexpr std::size_t most_at_a_turn = 1024;
  static constexpr std::size_t most_in_a_job = 32;

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
  void end_input() noexcept;

  std::shared_ptr<PoolCore> core_;
  std::shared_ptr<ImapBell> bell_;
  bool ordered_;
  bool one_by_one_;
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

/// The window over `Items`, a container or a reference to one.
template <class Function, class Items, class T>
class ImapStream final : public ImapWindow {
  using Value = value_t<Items>;
  using Values = std::vector<Value>;
  using Tasks = ImapTasks<Function, Values, T>;
  // An input that is read once may wait for what is to come: what was taken is given to the pool at once. And bits of several
  // chunks would share a byte, to which tasks of both may write.
  static constexpr bool one_by_one = !has_several_passes<Items> || std::is_same_v<Value, bool>;

 public:
  template <class F>
  ImapStream(std::shared_ptr<PoolCore> core, std::optional<std::size_t> size, bool ordered, F&& function, Items items,
             std::size_t chunksize)
      : ImapWindow(std::move(core), std::make_shared<ImapShared<Function>>(std::forward<F>(function)), size, ordered,
                   one_by_one),
        items_(static_cast<Items&&>(items)),
        chunksize_(chunksize) {}

 private:
  JobPtr<ImapBatch> take_chunks(std::size_t most) override {
    if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
    Values values;
    try {
      if (!place_) place_.emplace(std::begin(items_));
      for (; most > 0; --most) {
        for (auto left = chunksize_; left > 0 && *place_ != std::end(items_); --left) {
          values.push_back(**place_);
          ++*place_;
        }
      }
    } catch (...) {
      if (values.empty()) throw;
      error_ = std::current_exception();
    }
    if (values.empty()) return {};
    return JobPtr<ImapBatch>(new Tasks(std::move(values), chunksize_, core().processes(), bell(), ordered()));
  }

  Items items_;
  std::optional<iterator_t<Items>> place_;
  std::size_t chunksize_;
  std::exception_ptr error_;  // of the input, behind the chunks that were taken last
};

}  // namespace webpool::detail
