#pragma once

#include <webpool/calls/task_jobs.hpp>
#include <webpool/core/job.hpp>
#include <webpool/core/worker.hpp>
#include <webpool/export.hpp>
#include <webpool/sync/parking.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

/// The jobs of imap: chunks that were taken from the input at one turn, each of which is read by itself.
namespace webpool::detail {

class ImapBatch;

/// Whether a chunk has ended, for a reader who takes them in the order of the input.
using ImapFlag = std::atomic<std::uint32_t>;

/// The end of a chunk, on its way to a reader who takes them in the order in which they come.
struct ImapEnd {
  ImapBatch* batch = nullptr;
  std::uint32_t chunk = 0;
  ImapEnd* next = nullptr;
};

/// Where ends are told to the reader of an iterator, and where it sleeps.
class ImapBell {
 public:
  ImapBell() = default;
  ImapBell(const ImapBell&) = delete;
  ImapBell& operator=(const ImapBell&) = delete;

  /// Sets the flag; wakes the reader if it waits for that one.
  void set(ImapFlag& flag) noexcept {
    flag.store(1, std::memory_order_seq_cst);
    if (wanted_.load(std::memory_order_seq_cst) == &flag) ring();
  }
  /// Adds an end, which has to stay as long as the reader may take it; wakes the reader.
  void push(ImapEnd& end) noexcept {
    end.next = newest_.load(std::memory_order_relaxed);
    while (!newest_.compare_exchange_weak(end.next, &end, std::memory_order_seq_cst, std::memory_order_relaxed))
      continue;
    if (wanted_.load(std::memory_order_seq_cst) != nullptr) ring();
  }
  /// Wakes the reader, should it sleep. A read-modify-write, so that a reader who sleeps later sees what was done before.
  void ring() noexcept {
    if (wanted_.exchange(nullptr, std::memory_order_seq_cst) == nullptr) return;
    rung_.fetch_add(1, std::memory_order_seq_cst);
    notify(rung_, 1);
  }

  /// Reader: the next end, null where there is none.
  ImapEnd* take() noexcept {
    if (oldest_ == nullptr && newest_.load(std::memory_order_seq_cst) != nullptr) {
      ImapEnd* from = newest_.exchange(nullptr, std::memory_order_acquire);
      while (from != nullptr) oldest_ = std::exchange(from, std::exchange(from->next, oldest_));
    }
    return oldest_ != nullptr ? std::exchange(oldest_, oldest_->next) : nullptr;
  }
  /// Reader: sleeps until the flag is set (null: until an end comes) or the bell is rung, unless it is `ready` now; at most until
  /// `deadline`. May return early.
  template <class Ready>
  void sleep(const ImapFlag* flag, Ready&& ready, Deadline deadline) noexcept {
    const auto seen = rung_.load(std::memory_order_seq_cst);
    wanted_.exchange(flag != nullptr ? flag : &any_, std::memory_order_seq_cst);
    if (!ready()) wait(rung_, seen, deadline);
    // An exchange, since a store would end the release sequence of `ring`, from which the next exchange above acquires.
    wanted_.exchange(nullptr, std::memory_order_relaxed);
  }

 private:
  const ImapFlag any_{0};
  // What the reader sleeps for, or null. Sequentially consistent with flags and ends: who tells of one and sees no reader was
  // seen by the reader's last look.
  std::atomic<const ImapFlag*> wanted_{nullptr};
  Word rung_{0};
  // Pushed with compare-and-swap (release: the results), taken whole with exchange (acquire).
  std::atomic<ImapEnd*> newest_{nullptr};
  ImapEnd* oldest_ = nullptr;  // the reader's own list
};

/// What the batches of one iterator share; the last of them may outlive it.
template <class Function>
struct ImapShared : ImapBell {
  template <class F>
  explicit ImapShared(F&& given) : function(std::forward<F>(given)) {}
  Function function;
};

/// A job whose chunks are read one by one, as they end. One that is alone ends with its job.
class WEBPOOL_EXPORT ImapBatch : public Job {
 public:
  ImapBatch(std::uint64_t items, std::uint64_t chunksize, std::uint32_t processes, std::shared_ptr<ImapBell> bell,
            bool ordered);

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
  [[nodiscard]] bool tells_no_more() const noexcept { return !several() || (done() && !has_error()); }
  /// Reader: how many were not taken.
  [[nodiscard]] std::uint32_t left() const noexcept { return chunks() - taken_; }

 protected:
  /// Whether chunks end one by one.
  [[nodiscard]] bool several() const noexcept { return !errors_.empty(); }
  /// By who has run a chunk of several, with an error or null.
  void ended(std::uint32_t chunk, std::exception_ptr error) noexcept;
  [[nodiscard]] ImapBell& bell() const noexcept { return *bell_; }

 private:
  void settled() noexcept override;

  std::shared_ptr<ImapBell> bell_;
  bool ordered_;
  std::uint32_t taken_ = 0;
  // Of several: what each has ended with, and how that is told.
  std::vector<std::exception_ptr> errors_;
  std::unique_ptr<ImapFlag[]> flags_;
  std::unique_ptr<ImapEnd[]> ends_;
  // If they come as they end: of the only one, or of a job that was stopped.
  ImapEnd end_;
};

/// A batch with results of type `T`.
template <class T>
class ImapResults : public ImapBatch {
 public:
  ImapResults(std::uint64_t items, std::uint64_t chunksize, std::uint32_t processes, std::shared_ptr<ImapBell> bell,
              bool ordered)
      : ImapBatch(items, chunksize, processes, std::move(bell), ordered), slots_(static_cast<std::size_t>(items)) {}
  /// Reader: the result of an item whose chunk was taken.
  decltype(auto) take_result(std::uint64_t item) noexcept { return slots_.take(static_cast<std::size_t>(item)); }

 protected:
  ResultSlots<T> slots_;
};

template <class Function, class Values, class T>
class ImapTasks final : public ImapResults<T> {
 public:
  /// The bell is the iterator's `ImapShared<Function>`.
  ImapTasks(Values values, std::uint64_t chunksize, std::uint32_t processes, std::shared_ptr<ImapBell> bell,
            bool ordered)
      : ImapResults<T>(values.size(), chunksize, processes, std::move(bell), ordered), values_(std::move(values)) {}

  void run_chunk(std::uint32_t chunk) override {
    if (!this->several()) return run(chunk);
    std::exception_ptr error;
    try {
      run(chunk);
    } catch (...) {
      error = std::current_exception();
    }
    // What was stopped in the middle has no results: it ends with the job's error.
    if (!this->stopping()) this->ended(chunk, std::move(error));
  }

 private:
  ~ImapTasks() override = default;
  void run(std::uint32_t chunk) {
    auto& function = static_cast<ImapShared<Function>&>(this->bell()).function;
    run_items(*this, this->first_item(chunk), this->last_item(chunk),
              [&](std::uint64_t item) { call_for<MapCall, T>(function, values_, item, this->slots_); });
  }

  ItemSource<Values> values_;
};

}  // namespace webpool::detail
