#pragma once

#include <webpool/sync/atomic.hpp>
#include <webpool/sync/lock.hpp>
#include <webpool/sync/parking.hpp>

#include <cstdint>

namespace webpool::detail {

/// Idle threads that sleep until as many are woken as there is work for. The last to fall asleep is woken first, since its
/// data is still in the caches of its core and, in a browser, its code is compiled. (A futex wakes the thread that has slept
/// longest: 32 processors with work for two then took turns, and no thread called its code often enough for the browser to
/// optimise it.)
class ParkedList {
 public:
  /// The list node of one thread. Written by the list, under its lock.
  struct Slot {
    Word parked{0};  // 1 until the thread is woken
    Slot* newer = nullptr;
    Slot* older = nullptr;

    /// Sleeps until woken; may return early.
    void sleep() noexcept { wait(parked, 1); }
  };

  /// Adds the thread, which must check for work once more before it sleeps.
  void add(Slot& slot) noexcept;
  void remove(Slot& slot) noexcept;
  /// Wakes at most `wanted` threads.
  void wake(std::uint32_t wanted) noexcept;
  void wake_all() noexcept;
  /// How many threads are in the list. Sequentially consistent: if a submitter sees no parked thread after it has pushed
  /// work, a thread that is about to park sees that work in its last check.
  [[nodiscard]] std::uint32_t count() const noexcept { return count_.load(std::memory_order_seq_cst); }

 private:
  void unlink(Slot& slot) noexcept;

  Lock lock_;
  Slot* newest_ = nullptr;
  Atomic<std::uint32_t> count_{0};  // written under the lock
};

}  // namespace webpool::detail
