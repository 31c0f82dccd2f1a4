#pragma once

#include <webpool/sync/atomic.hpp>
#include <webpool/sync/parking.hpp>
#include <webpool/sync/stack.hpp>

#include <atomic>
#include <cstdint>
#include <utility>

namespace webpool::detail {

class ImapBatch;

/// Whether a chunk has ended, for a reader who takes them in the order of the input.
using ImapFlag = Atomic<std::uint32_t>;

/// The end of a chunk, on its way to a reader who takes them in the order in which they come.
struct ImapEnd {
  ImapBatch* batch = nullptr;
  std::uint32_t chunk = 0;
  ImapEnd* next = nullptr;
};

/// How the reader of an iterator learns that chunks have ended, and where it sleeps until then.
class ImapSignal {
 public:
  ImapSignal() = default;
  ImapSignal(const ImapSignal&) = delete;
  ImapSignal& operator=(const ImapSignal&) = delete;

  /// Sets the flag; wakes the reader if it waits for that one.
  void set(ImapFlag& flag) noexcept {
    flag.store(1, std::memory_order_seq_cst);
    if (awaited_.load(std::memory_order_seq_cst) == &flag) wake();
  }
  /// Adds an end, which has to stay as long as the reader may take it; wakes the reader.
  void push(ImapEnd& end) noexcept {
    ends_.push(end);
    if (awaited_.load(std::memory_order_seq_cst) != nullptr) wake();
  }
  /// Wakes the reader, should it sleep. A read-modify-write, so that a reader who sleeps later sees what was done before.
  void wake() noexcept {
    if (awaited_.exchange(nullptr, std::memory_order_seq_cst) == nullptr) return;
    wakes_.fetch_add(1, std::memory_order_seq_cst);
    notify(wakes_, 1);
  }

  /// Reader: the next end, null where there is none.
  ImapEnd* take() noexcept {
    if (oldest_ == nullptr && !ends_.empty()) oldest_ = ends_.take_all();
    return oldest_ != nullptr ? std::exchange(oldest_, oldest_->next) : nullptr;
  }
  /// Reader: sleeps until the flag is set (null: until an end comes) or `wake` is called, unless it is `ready` now; at most
  /// until `deadline`. May return early.
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
  // What the reader sleeps for, or null. Sequentially consistent with flags and ends: who sets or pushes one and sees no
  // reader was seen by the reader's last look.
  Atomic<const ImapFlag*> awaited_{nullptr};
  Word wakes_{0};
  Stack<ImapEnd, &ImapEnd::next> ends_;
  ImapEnd* oldest_ = nullptr;  // the reader's own list
};

}  // namespace webpool::detail
