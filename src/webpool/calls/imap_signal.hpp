#pragma once

#include <webpool/sync/atomic.hpp>
#include <webpool/sync/parking.hpp>
#include <webpool/sync/stack.hpp>

#include <cstdint>
#include <utility>

namespace webpool::detail {

class ImapBatch;

/// Whether a chunk has ended, for an ordered reader.
using ImapFlag = Atomic<std::uint32_t>;

/// The end of a chunk, pushed to an unordered reader.
struct ImapEnd {
  ImapBatch* batch = nullptr;
  std::uint32_t chunk = 0;
  ImapEnd* next = nullptr;
};

/// Notifies the reader of an iterator, which may sleep, that chunks have ended.
class ImapSignal {
 public:
  /// Sets the flag of a chunk; wakes the reader if it waits for that flag.
  void set(ImapFlag& flag) noexcept {
    flag.store(1, std::memory_order_seq_cst);
    if (awaited_.load(std::memory_order_seq_cst) == &flag) wake();
  }
  /// Pushes an end, which has to stay alive until the reader has taken it; wakes the reader.
  void push(ImapEnd& end) noexcept {
    ends_.push(end);
    if (awaited_.load(std::memory_order_seq_cst) != nullptr) wake();
  }
  /// Wakes the reader if it sleeps. A read-modify-write, so that a reader that sleeps later sees what was done before.
  void wake() noexcept {
    if (awaited_.exchange(nullptr, std::memory_order_seq_cst) == nullptr) return;
    wakes_.fetch_add(1, std::memory_order_seq_cst);
    notify(wakes_, 1);
  }

  /// By the reader: the next end, or null.
  ImapEnd* take() noexcept {
    if (oldest_ == nullptr && !ends_.empty()) oldest_ = ends_.take_all();
    return oldest_ != nullptr ? std::exchange(oldest_, oldest_->next) : nullptr;
  }
  /// By the reader: unless `ready()` is true, sleeps until the flag is set (null: until an end is pushed) or `wake` is called,
  /// at most until `deadline`. May return early.
  template <class Ready>
  void sleep(const ImapFlag* flag, Ready&& ready, Deadline deadline) noexcept {
    const auto seen = wakes_.load(std::memory_order_seq_cst);
    awaited_.exchange(flag != nullptr ? flag : &any_, std::memory_order_seq_cst);
    if (!ready()) wait(wakes_, seen, deadline);
    // An exchange, since a store would end the release sequence of `wake`, from which the next exchange above acquires.
    awaited_.exchange(nullptr, std::memory_order_relaxed);
  }

 private:
  const ImapFlag any_{0};
  // What the reader sleeps for, or null. Sequentially consistent with flags and ends: if a thread sets or pushes one and then
  // sees no sleeping reader, the reader sees it in its last check.
  Atomic<const ImapFlag*> awaited_{nullptr};
  Word wakes_{0};
  Stack<ImapEnd, &ImapEnd::next> ends_;
  ImapEnd* oldest_ = nullptr;  // the reader's own list
};

}  // namespace webpool::detail
